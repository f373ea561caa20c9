"""VPC connectors, for outbound traffic."""

from __future__ import annotations

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, find, page, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.errors import invalid, quota

MAX_CONNECTORS = 10
"""https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html#architecture.quotas"""


def _active(region: Region) -> list[Record]:
    return [item for item in region.connectors.values() if item["Status"] == "ACTIVE"]


@operation
def create_vpc_connector(region: Region, request: Record) -> Record:
    """Create a connector; without security groups it gets the default one of the VPC."""
    name, subnets = request["VpcConnectorName"], request["Subnets"]
    groups = request.get("SecurityGroups") or []
    vpcs = neighbours.vpcs(region.account_id, region.name, subnets, groups)
    if absent := [one for one, vpc in vpcs.items() if vpc is None]:
        raise invalid(f"Not found: {', '.join(absent)}")
    if len(set(vpcs.values())) > 1:  # "All IDs are of subnets of a single Amazon VPC": botocore's model
        raise invalid("Subnets and security groups must be in one VPC.")
    # "App Runner only supports subnets of IP address type IPv4 and dual stack": the same
    if alone := neighbours.ipv6_only(region.account_id, region.name, subnets):
        raise invalid(f"Subnets must have IPv4 addresses: {', '.join(alone)}")
    groups = groups or [neighbours.default_group(region.account_id, region.name, subnets[0])]
    for other in _active(region):
        _check_clash(region, other, name, groups)
    if len(_active(region)) >= MAX_CONNECTORS:
        raise quota(f"The account has {MAX_CONNECTORS} VPC connectors.")
    arn = region.arn("vpcconnector", name, 1)
    region.tag(arn, request.get("Tags"))
    region.connectors[arn] = {
        "VpcConnectorArn": arn,
        "VpcConnectorName": name,
        "VpcConnectorRevision": 1,
        "Subnets": subnets,
        "SecurityGroups": groups,
        "Status": "ACTIVE",
        "CreatedAt": utc_now(),
    }
    return {"VpcConnector": region.connectors[arn]}


def _check_clash(region: Region, other: Record, name: str, groups: list[str]) -> None:
    """Refuse a connector that another one excludes.

    pulumi/pulumi-aws#5364 has the refusal of the same groups, for two connectors of one name. Whether it
    also comes for two names isn't known, so a setting selects it.
    """
    same_name = other["VpcConnectorName"] == name
    same_groups = set(other["SecurityGroups"]) == set(groups)
    if same_groups and (same_name or region.settings.unique_security_groups):
        raise invalid(
            "The security groups combination provided in the request already exists on existing vpc "
            f"connector. Existing VPC connector arn: {other['VpcConnectorArn']}, "
            f"Security Groups: [{', '.join(other['SecurityGroups'])}]"
        )
    if same_name:
        raise invalid(f"VPC connector with the provided name already exists: {name}")


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
        # aws/apprunner-roadmap#161
        raise invalid(f"Provided VPC connector arn is being used by other services. ARN: {arn}")
    item.update(Status="INACTIVE", DeletedAt=utc_now())
    return {"VpcConnector": item}


@operation
def list_vpc_connectors(region: Region, request: Record) -> Record:
    """List connectors."""
    return page(request, _active(region), "VpcConnectors")
