"""VPC connectors, for outbound traffic."""

from __future__ import annotations

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, find, page, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.errors import invalid


def _active(region: Region) -> list[Record]:
    return [item for item in region.connectors.values() if item["Status"] == "ACTIVE"]


@operation
def create_vpc_connector(region: Region, request: Record) -> Record:
    """Create a connector; without security groups it gets the default one of the VPC."""
    name, subnets = request["VpcConnectorName"], request["Subnets"]
    absent = neighbours.missing_network(
        region.account_id, region.name, subnets, request.get("SecurityGroups") or []
    )
    if absent:
        raise invalid(f"Not found: {', '.join(absent)}")
    groups = request.get("SecurityGroups") or [
        neighbours.default_group(region.account_id, region.name, subnets[0])
    ]
    for other in _active(region):
        if other["VpcConnectorName"] == name:
            raise invalid(f"VPC connector with the provided name already exists: {name}")
        # pulumi/pulumi-aws#5364
        if region.settings.unique_security_groups and set(other["SecurityGroups"]) == set(groups):
            raise invalid(
                "The security groups combination provided in the request already exists in VPC connector "
                f"{other['VpcConnectorArn']}"
            )
    arn = region.arn("vpcconnector", name, 1)
    region.connectors[arn] = {
        "VpcConnectorArn": arn,
        "VpcConnectorName": name,
        "VpcConnectorRevision": 1,
        "Subnets": subnets,
        "SecurityGroups": groups,
        "Status": "ACTIVE",
        "CreatedAt": utc_now(),
    }
    region.tag(arn, request.get("Tags"))
    return {"VpcConnector": region.connectors[arn]}


@operation
def describe_vpc_connector(region: Region, request: Record) -> Record:
    """Describe a connector."""
    return {"VpcConnector": find(region.connectors, request["VpcConnectorArn"])}


@operation
def delete_vpc_connector(region: Region, request: Record) -> Record:
    """Delete a connector that isn't in use."""
    arn = request["VpcConnectorArn"]
    item = find(region.connectors, arn)
    if any(service.uses(arn) for service in region.services.values()):
        raise invalid(f"VPC connector {arn} is in use by a service and can't be deleted.")
    item.update(Status="INACTIVE", DeletedAt=utc_now())
    return {"VpcConnector": item}


@operation
def list_vpc_connectors(region: Region, request: Record) -> Record:
    """List connectors."""
    return page(request, _active(region), "VpcConnectors")
