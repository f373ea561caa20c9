"""Outbound traffic through a VPC."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import Fn
from constructs import Construct

from cdktf_apprunner import aws, limits
from cdktf_apprunner.errors import Problem, report
from cdktf_apprunner.tags import check_tags

HASH_LENGTH = 8
LONGEST_NAME = limits.CONNECTOR_NAME.longest - HASH_LENGTH - 1


class VpcConnector(Construct):
    """A VPC connector, and a security group of its own unless some are given.

    All outbound traffic of a service with a connector goes through the VPC, so reaching the internet
    takes a NAT gateway. Inbound traffic, image pulls, logs and secrets don't.

    Parameters
    ----------
    connector_name
        4 to 31 letters, digits, hyphens and underscores; a hash of the settings follows it.
    vpc_id
        The VPC, for the security group.
    subnet_ids
        One subnet or more of that VPC.
    security_group_ids
        Existing groups; default one of its own that lets everything out and nothing in.
    tags
        Tags of the connector and its group.

    Raises
    ------
    ConfigurationError
        When the name is out of range or no subnet is given.

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
        tags: dict[str, str] | None = None,
    ) -> None:
        report(check_settings(connector_name, vpc_id, subnet_ids, security_group_ids) + check_tags(tags))
        super().__init__(scope, id)
        # Trap 11: everything forces a replacement and a connector in use can't be deleted, so the new one
        # is made first; neither its name nor its security groups may be the old one's
        # (pulumi/pulumi-aws#5364). A hash of the settings keeps both apart.
        settings = [vpc_id, *subnet_ids, *(security_group_ids or [])]
        unique = f"{connector_name}-{Fn.substr(Fn.sha1(Fn.join(',', settings)), 0, HASH_LENGTH)}"
        first_new = {"create_before_destroy": True}
        self.security_group: aws.SecurityGroup | None = None
        if security_group_ids is None:
            self.security_group = aws.SecurityGroup(
                self,
                "security_group",
                name=unique,
                description=f"Outbound traffic of App Runner through {connector_name}",
                vpc_id=vpc_id,
                egress=[
                    aws.SecurityGroupEgress(from_port=0, to_port=0, protocol="-1", cidr_blocks=["0.0.0.0/0"])
                ],
                tags=tags,
                lifecycle=first_new,
            )
            security_group_ids = [self.security_group.id]
        self.security_group_ids = list(security_group_ids)
        self.resource = aws.ApprunnerVpcConnector(
            self,
            "connector",
            vpc_connector_name=unique,
            subnets=list(subnet_ids),
            security_groups=self.security_group_ids,
            tags=tags,
            lifecycle=first_new,
        )

    @property
    def arn(self) -> str:
        """ARN of the connector."""
        return str(self.resource.arn)

    @property
    def security_group_id(self) -> str:
        """Its own security group, or the first of those given: what a database lets in."""
        return self.security_group_ids[0]


def check_settings(
    connector_name: str,
    vpc_id: str,
    subnet_ids: Sequence[str],
    security_group_ids: Sequence[str] | None,
) -> list[Problem]:
    """Find what AWS would refuse."""
    problems = limits.CONNECTOR_NAME.check("connector_name", connector_name)
    if not problems and not limits.is_token(connector_name) and len(connector_name) > LONGEST_NAME:
        problems.append(
            Problem("connector_name", connector_name, f"allowed are 4 to {LONGEST_NAME} characters")
        )
    problems += limits.VPC_ID.check("vpc_id", vpc_id)
    problems += limits.SUBNET_ID.check_each("subnet_ids", subnet_ids, limits.SUBNETS)
    if security_group_ids is not None:
        problems += limits.SECURITY_GROUP_ID.check_each(
            "security_group_ids", security_group_ids, limits.SECURITY_GROUPS
        )
    return problems
