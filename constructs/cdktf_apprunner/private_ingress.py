"""Private services: only a VPC reaches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, report
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.names import derived
from cdktf_apprunner.terraform import require_versions


@frozen
class PrivateIngress:
    """Makes a service private: only this VPC reaches it, through an interface endpoint.

    Parameters
    ----------
    vpc_id
        Id of the VPC.
    vpc_endpoint_id
        Id of an existing interface endpoint for ``com.amazonaws.<region>.apprunner.requests`` in the VPC.
        Services can share it. Give either this or ``subnet_ids``.
    subnet_ids
        Ids of subnets in which to make an endpoint, each in another Availability Zone.
    allowed_cidr_blocks
        IPv4 ranges that a new endpoint accepts requests from; default the VPC's range.

    Raises
    ------
    ConfigurationError
        For an invalid id or range, and unless either ``vpc_endpoint_id`` or ``subnet_ids`` is given.

    Examples
    --------
    >>> PrivateIngress(vpc_id="vpc-0a1b2c3d", vpc_endpoint_id="vpce-0a1b2c3d").vpc_id
    'vpc-0a1b2c3d'

    See https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
    """

    vpc_id: str
    vpc_endpoint_id: str | None = None
    subnet_ids: Sequence[str] = ()
    allowed_cidr_blocks: Sequence[str] = ()

    def __attrs_post_init__(self) -> None:
        page = f"{limits.GUIDE}/network-pl.html"
        problems = limits.VPC_ID.check("vpc_id", self.vpc_id)
        given = f"vpc_endpoint_id={self.vpc_endpoint_id}, subnet_ids={self.subnet_ids}"
        if (self.vpc_endpoint_id is None) == (not self.subnet_ids):
            allowed = "give either an existing endpoint or the subnets for a new one"
            problems.append(Problem("vpc_endpoint_id", given, allowed, page=page))
        elif self.vpc_endpoint_id is not None:
            problems += limits.VPC_ENDPOINT_ID.check("vpc_endpoint_id", self.vpc_endpoint_id)
            if self.allowed_cidr_blocks:
                allowed = "an existing endpoint keeps its security groups"
                advice = "Leave it out, or give subnet_ids"
                problems.append(
                    Problem("allowed_cidr_blocks", self.allowed_cidr_blocks, allowed, advice, page)
                )
        report([*problems, *_check_places(self.subnet_ids, self.allowed_cidr_blocks)])


class IngressEndpoint(Part):
    """An interface endpoint for private services. Its security group lets HTTPS in and nothing out.

    Use it to share one endpoint. A service makes its own if its `PrivateIngress` has ``subnet_ids``.

    Parameters
    ----------
    vpc_id
        Id of the VPC.
    subnet_ids
        Ids of one or more subnets of the VPC, each in another Availability Zone.
    allowed_cidr_blocks
        IPv4 ranges that the endpoint accepts requests from; default the VPC's range.
    tags
        Tags of the endpoint and its security group; default none.

    Raises
    ------
    ConfigurationError
        For an invalid id, range or tag, and without a subnet.

    Examples
    --------
    >>> endpoint = IngressEndpoint(stack, "endpoint", vpc_id="vpc-0a1b2c3d", subnet_ids=["subnet-0a1b2c3d"])
    >>> ingress = PrivateIngress(vpc_id="vpc-0a1b2c3d", vpc_endpoint_id=endpoint.vpc_endpoint_id)

    See https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        vpc_id: str,
        subnet_ids: Sequence[str],
        allowed_cidr_blocks: Sequence[str] = (),
        tags: Mapping[str, str] | None = None,
    ) -> None:
        problems = limits.VPC_ID.check("vpc_id", vpc_id)
        if not subnet_ids:
            problems.append(Problem("subnet_ids", subnet_ids, "at least one subnet is needed"))
        report([*problems, *_check_places(subnet_ids, allowed_cidr_blocks), *check_tags(tags)])
        super().__init__(scope, id)
        blocks = list(allowed_cidr_blocks) or [make(aws.DataAwsVpc, self, "vpc", id=vpc_id).cidr_block]
        own_tags = dict(tags) if tags else None
        self.security_group = make(
            aws.SecurityGroup,
            self,
            "security_group",
            name_prefix="apprunner-requests-",
            description="Requests to private App Runner services",
            vpc_id=vpc_id,
            ingress=[
                aws.SecurityGroupIngress(
                    description="HTTPS", from_port=443, to_port=443, protocol="tcp", cidr_blocks=blocks
                )
            ],
            tags=own_tags,
            lifecycle={"create_before_destroy": True},
        )
        # With versions 5 and 6 of the provider, the id is the region's name.
        region = make(aws.DataAwsRegion, self, "region").id
        self.resource = make(
            aws.VpcEndpoint,
            self,
            "endpoint",
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{region}.apprunner.requests",
            vpc_endpoint_type="Interface",
            subnet_ids=list(subnet_ids),
            security_group_ids=[self.security_group.id],
            private_dns_enabled=False,  # the service's own domain resolves to the endpoint
            tags=own_tags,
        )
        require_versions(self.resource)

    @property
    def vpc_endpoint_id(self) -> str:
        """Id of the endpoint."""
        return str(self.resource.id)


class IngressConnection(Part):
    """The connection of a service to its endpoint; the endpoint is made here if none is given."""

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        service_name: str,
        service: aws.ApprunnerService,
        ingress: PrivateIngress,
        tags: dict[str, str] | None,
    ) -> None:
        super().__init__(scope, id)
        self.endpoint: IngressEndpoint | None = None
        vpc_endpoint_id = ingress.vpc_endpoint_id
        if vpc_endpoint_id is None:
            self.endpoint = IngressEndpoint(
                self,
                "endpoint",
                vpc_id=ingress.vpc_id,
                subnet_ids=ingress.subnet_ids,
                allowed_cidr_blocks=ingress.allowed_cidr_blocks,
                tags=tags,
            )
            vpc_endpoint_id = self.endpoint.vpc_endpoint_id
        self.resource = make(
            aws.ApprunnerVpcIngressConnection,
            self,
            "connection",
            name=derived(service_name, "", limits.INGRESS_NAME.longest),
            service_arn=service.arn,
            ingress_vpc_configuration={"vpc_id": ingress.vpc_id, "vpc_endpoint_id": vpc_endpoint_id},
            tags=tags,
        )


def _check_places(subnet_ids: Sequence[str], cidr_blocks: Sequence[str]) -> list[Problem]:
    return [
        *limits.SUBNET_ID.check_each("subnet_ids", subnet_ids),
        *limits.CIDR_BLOCK.check_each("allowed_cidr_blocks", cidr_blocks),
    ]
