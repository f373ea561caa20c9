"""VPC ingress connections: access to a private service from a VPC."""

from __future__ import annotations

import time
import uuid

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, find, page, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.errors import invalid, missing, quota, state

UPDATABLE = ("AVAILABLE", "FAILED_CREATION", "FAILED_UPDATE")
"""https://docs.aws.amazon.com/apprunner/latest/api/API_UpdateVpcIngressConnection.html"""
DELETABLE = (*UPDATABLE, "FAILED_DELETION")
"""https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteVpcIngressConnection.html"""


def _change(region: Region, item: Record, during: str, after: str) -> None:
    item["Status"] = during
    region.later(time.time(), region.settings.operation_seconds, lambda: item.update(Status=after))


def _in(region: Region, arn: str, states: tuple[str, ...]) -> Record:
    item = find(region.ingress, arn)
    if item["Status"] == "DELETED":
        raise missing(arn)
    if item["Status"] not in states:
        raise state(f"{arn} is {item['Status']}; it must be {', '.join(states)}.")
    return item


def attached(region: Region, service_arn: str) -> list[Record]:
    """Return the connections of a service."""
    return [item for item in _present(region) if item["ServiceArn"] == service_arn]


def _network(region: Region, given: Record) -> Record:
    """Check that the endpoint exists, in that VPC."""
    vpc, endpoint = given.get("VpcId"), given.get("VpcEndpointId")
    if not vpc or not endpoint:
        raise invalid("IngressVpcConfiguration must have a VpcId and a VpcEndpointId.")
    found = neighbours.endpoint_vpc(region.account_id, region.name, endpoint)
    if found is None:
        raise invalid(f"VPC endpoint not found: {endpoint}")
    if found != vpc:
        raise invalid(f"VPC endpoint {endpoint} isn't in {vpc}.")
    return given


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
    network = _network(region, request["IngressVpcConfiguration"])
    limit = region.settings.ingress_connections
    if limit is not None and len(_present(region)) >= limit:
        raise quota(f"The account has {limit} VPC ingress connections.")
    arn = region.arn("vpcingressconnection", name)
    item = {
        "VpcIngressConnectionArn": arn,
        "VpcIngressConnectionName": name,
        "ServiceArn": service.arn,
        "AccountId": region.account_id,
        "DomainName": f"{uuid.uuid4().hex[:10]}.{network.get('VpcId')}.{region.name}.awsapprunner.com",
        "IngressVpcConfiguration": network,
        "CreatedAt": utc_now(),
    }
    region.tag(arn, request.get("Tags"))
    region.ingress[arn] = item
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
    item = _in(region, request["VpcIngressConnectionArn"], UPDATABLE)
    item["IngressVpcConfiguration"] = _network(region, request["IngressVpcConfiguration"])
    _change(region, item, "PENDING_UPDATE", "AVAILABLE")
    return {"VpcIngressConnection": item}


@operation
def delete_vpc_ingress_connection(region: Region, request: Record) -> Record:
    """Delete a connection."""
    item = _in(region, request["VpcIngressConnectionArn"], DELETABLE)
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
