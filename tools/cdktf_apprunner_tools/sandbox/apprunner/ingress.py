"""VPC ingress connections: access to a private service from a VPC."""

from __future__ import annotations

import time
import uuid

from cdktf_apprunner_tools.sandbox.apprunner.records import Record, find, page, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.errors import invalid, missing, state

SETTLED = ("AVAILABLE", "FAILED_CREATION", "FAILED_UPDATE", "FAILED_DELETION")
"""States in which a change is possible; source: API reference of UpdateVpcIngressConnection."""


def _change(region: Region, item: Record, during: str, after: str) -> None:
    item["Status"] = during
    region.later(time.time(), region.settings.operation_seconds, lambda: item.update(Status=after))


def _settled(region: Region, arn: str) -> Record:
    item = find(region.ingress, arn)
    if item["Status"] == "DELETED":
        raise missing(arn)
    if item["Status"] not in SETTLED:
        raise state(f"{arn} is {item['Status']}; it takes no change until that has ended.")
    return item


@operation
def create_vpc_ingress_connection(region: Region, request: Record) -> Record:
    """Create a connection to a service that isn't public."""
    service = region.services.get(request["ServiceArn"])
    name = request["VpcIngressConnectionName"]
    if service is None or service.record["Status"] == "DELETED":
        raise invalid(f"Service not found: {request['ServiceArn']}")
    if service.record["NetworkConfiguration"]["IngressConfiguration"]["IsPubliclyAccessible"]:
        raise invalid("The service is publicly accessible; make it private first.")
    if any(item["VpcIngressConnectionName"] == name for item in _present(region)):
        raise invalid(f"VPC ingress connection with the provided name already exists: {name}")
    arn = region.arn("vpcingressconnection", name)
    network = request["IngressVpcConfiguration"]
    item = {
        "VpcIngressConnectionArn": arn,
        "VpcIngressConnectionName": name,
        "ServiceArn": service.arn,
        "AccountId": region.account_id,
        "DomainName": f"{uuid.uuid4().hex[:10]}.{network.get('VpcId')}.{region.name}.awsapprunner.com",
        "IngressVpcConfiguration": network,
        "CreatedAt": utc_now(),
    }
    region.ingress[arn] = item
    region.tag(arn, request.get("Tags"))
    _change(region, item, "PENDING_CREATION", "AVAILABLE")
    return {"VpcIngressConnection": item}


def _present(region: Region) -> list[Record]:
    return [item for item in region.ingress.values() if item["Status"] != "DELETED"]


@operation
def describe_vpc_ingress_connection(region: Region, request: Record) -> Record:
    """Describe a connection."""
    return {"VpcIngressConnection": find(region.ingress, request["VpcIngressConnectionArn"])}


@operation
def update_vpc_ingress_connection(region: Region, request: Record) -> Record:
    """Change the endpoint of a connection."""
    item = _settled(region, request["VpcIngressConnectionArn"])
    item["IngressVpcConfiguration"] = request["IngressVpcConfiguration"]
    _change(region, item, "PENDING_UPDATE", "AVAILABLE")
    return {"VpcIngressConnection": item}


@operation
def delete_vpc_ingress_connection(region: Region, request: Record) -> Record:
    """Delete a connection."""
    item = _settled(region, request["VpcIngressConnectionArn"])
    item["DeletedAt"] = utc_now()
    _change(region, item, "PENDING_DELETION", "DELETED")
    return {"VpcIngressConnection": item}


@operation
def list_vpc_ingress_connections(region: Region, request: Record) -> Record:
    """List connections, by service or endpoint if there is a filter."""
    chosen = request.get("Filter") or {}
    items = [
        item
        for item in _present(region)
        if chosen.get("ServiceArn") in (None, item["ServiceArn"])
        and chosen.get("VpcEndpointId") in (None, item["IngressVpcConfiguration"].get("VpcEndpointId"))
    ]
    return page(request, items, "VpcIngressConnectionSummaryList")
