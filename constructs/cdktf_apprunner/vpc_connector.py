"""Outbound traffic through a VPC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, report
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.terraform import Fn, require_versions

HASH_LENGTH = 8
LONGEST_NAME = limits.CONNECTOR_NAME.longest - HASH_LENGTH - 1


@frozen
class VpcSettings:
    """The network of a connector; see `VpcConnector`."""

    vpc_id: str
    subnet_ids: Sequence[str]
    security_group_ids: Sequence[str] | None = None

    def problems(self) -> list[Problem]:
        """Find every value that AWS would refuse."""
        problems = limits.VPC_ID.check("vpc_id", self.vpc_id)
        problems += limits.SUBNET_ID.check_each("subnet_ids", self.subnet_ids, limits.SUBNETS)
        if self.security_group_ids is not None:
            problems += limits.SECURITY_GROUP_ID.check_each(
                "security_group_ids", self.security_group_ids, limits.SECURITY_GROUPS
            )
        return problems


class VpcConnector(Part):
    """A VPC connector, with its own security group unless you give some.

    All outbound traffic of a service with a connector goes through the VPC; to reach the internet it
    needs a NAT gateway. Inbound traffic, image pulls, logs and secrets don't go through the VPC.

    Parameters
    ----------
    connector_name
        4 to 31 letters, digits, hyphens and underscores; a hash of the settings follows it.
    vpc_id
        Id of the VPC, for the security group.
    subnet_ids
        Ids of 1 to 200 subnets of that VPC.
    security_group_ids
        Ids of 1 to 16 existing security groups; by default Terraform makes one that lets everything out and
        nothing in.
    tags
        Tags of the connector and its security group; default none.

    Raises
    ------
    ConfigurationError
        For an invalid name, id or tag, and without a subnet.

    Examples
    --------
    >>> connector = VpcConnector(
    ...     stack, "vpc", connector_name="shop", vpc_id="vpc-0a1b2c3d", subnet_ids=["subnet-0a1b2c3d"]
    ... )

    See https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        connector_name: str,
        vpc_id: str,
        subnet_ids: Sequence[str],
        security_group_ids: Sequence[str] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        network = VpcSettings(vpc_id, subnet_ids, security_group_ids)
        report([*_check_name(connector_name), *network.problems(), *check_tags(tags)])
        super().__init__(scope, id)
        # Trap 11: every change replaces the connector, and a connector in use can't be deleted, so Terraform
        # makes the new one first. The two can't have the same name or the same security groups
        # (pulumi/pulumi-aws#5364), so the names contain a hash of the settings.
        settings = [vpc_id, *subnet_ids, *(security_group_ids or [])]
        own_tags = dict(tags) if tags else None
        unique = f"{connector_name}-{Fn.substr(Fn.sha1(Fn.join(',', settings)), 0, HASH_LENGTH)}"
        new_first = {"create_before_destroy": True}
        self.security_group: aws.SecurityGroup | None = None
        if security_group_ids is None:
            self.security_group = make(
                aws.SecurityGroup,
                self,
                "security_group",
                name=unique,
                description=f"Outbound traffic of App Runner through {connector_name}",
                vpc_id=vpc_id,
                egress=[
                    aws.SecurityGroupEgress(from_port=0, to_port=0, protocol="-1", cidr_blocks=["0.0.0.0/0"])
                ],
                tags=own_tags,
                lifecycle=new_first,
            )
            security_group_ids = [self.security_group.id]
        self.security_group_ids = list(security_group_ids)
        self.resource = make(
            aws.ApprunnerVpcConnector,
            self,
            "connector",
            vpc_connector_name=unique,
            subnets=list(subnet_ids),
            security_groups=self.security_group_ids,
            tags=own_tags,
            lifecycle=new_first,
        )
        require_versions(self.resource)

    @property
    def arn(self) -> str:
        """ARN of the connector."""
        return str(self.resource.arn)

    @property
    def security_group_id(self) -> str:
        """The new security group, or the first existing one: a database must let it in."""
        return self.security_group_ids[0]


def _check_name(connector_name: str) -> list[Problem]:
    problems = limits.CONNECTOR_NAME.check("connector_name", connector_name)
    if problems or is_token(connector_name) or len(connector_name) <= LONGEST_NAME:
        return problems
    return [Problem("connector_name", connector_name, f"allowed are 4 to {LONGEST_NAME} characters")]
