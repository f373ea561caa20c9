"""Connections to source code providers; a person completes the handshake in the console."""

from __future__ import annotations

from collections.abc import Iterable

from cdktf_apprunner_tools.sandbox.apprunner.records import Record, find, page, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.errors import invalid, missing, quota

MAX_CONNECTIONS = 10
"""https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html#architecture.quotas"""


@operation
def create_connection(region: Region, request: Record) -> Record:
    """Create a connection; its handshake is pending."""
    name = request["ConnectionName"]
    if any(item["ConnectionName"] == name for item in region.connections.values()):
        raise invalid(f"Connection with the provided name already exists: {name}")
    if len(region.connections) >= MAX_CONNECTIONS:
        raise quota(f"The account has {MAX_CONNECTIONS} connections.")
    arn = region.arn("connection", name)
    region.tag(arn, request.get("Tags"))
    region.connections[arn] = {
        "ConnectionArn": arn,
        "ConnectionName": name,
        "ProviderType": request["ProviderType"],
        "Status": "PENDING_HANDSHAKE",
        "CreatedAt": utc_now(),
    }
    return {"Connection": region.connections[arn]}


def complete_handshake(regions: Iterable[Region], name: str) -> None:
    """Complete the handshake, as a person does in the console."""
    found = [
        item for region in regions for item in region.connections.values() if item["ConnectionName"] == name
    ]
    if not found:
        raise missing(name)
    found[0]["Status"] = "AVAILABLE"


@operation
def delete_connection(region: Region, request: Record) -> Record:
    """Delete a connection that isn't in use."""
    arn = request["ConnectionArn"]
    item = find(region.connections, arn)
    if any(service.uses(arn) for service in region.services.values()):
        raise invalid(f"Connection {arn} is used by one or more services.")
    del region.connections[arn]
    return {"Connection": {**item, "Status": "DELETED"}}


@operation
def list_connections(region: Region, request: Record) -> Record:
    """List connections."""
    name = request.get("ConnectionName")
    items = [item for item in region.connections.values() if name in (None, item["ConnectionName"])]
    return page(request, items, "ConnectionSummaryList")
