"""A service that only a VPC can reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws, limits
from cdktf_apprunner.errors import Problem, report
from cdktf_apprunner.names import derived
from cdktf_apprunner.tags import check_tags


@frozen
class PrivateIngress:
    """The VPC through which alone the service is reached, and the interface endpoint in it.

    Parameters
    ----------
    vpc_id
        The VPC.
    vpc_endpoint_id
        Its interface endpoint for ``com.amazonaws.<region>.apprunner.requests``; one serves any number of
        services. Give this or ``subnet_ids``.
    subnet_ids
        Subnets in which to make the endpoint.
    allowed_cidr_blocks
        IPv4 ranges that reach an endpoint made here; default the VPC's own.

    Raises
    ------
    ConfigurationError
        When an id can't be one, and unless either an endpoint or subnets are given.

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
            allowed = "give either the endpoint there is or the subnets to make one in"
            problems.append(Problem("vpc_endpoint_id", given, allowed, page=page))
        elif self.vpc_endpoint_id is not None:
            problems += limits.VPC_ENDPOINT_ID.check("vpc_endpoint_id", self.vpc_endpoint_id)
            if self.allowed_cidr_blocks:
                allowed = "a given endpoint keeps the security groups it has"
                advice = "Leave it out, or give subnet_ids"
                problems.append(
                    Problem("allowed_cidr_blocks", self.allowed_cidr_blocks, allowed, advice, page)
                )
        report([*problems, *_check_places(self.subnet_ids, self.allowed_cidr_blocks)])


class IngressEndpoint(Construct):
    """An interface endpoint for private services, and its security group: in by HTTPS, nothing out.

    A service makes its own where its `PrivateIngress` has subnets; this is for sharing one.

    Parameters
    ----------
    vpc_id
        The VPC.
    subnet_ids
        One subnet or more of it, each in another zone.
    allowed_cidr_blocks
        IPv4 ranges that reach it; default the VPC's own.
    tags
        Tags of the endpoint and its group.

    Raises
    ------
    ConfigurationError
        When an id or a range can't be one, and without a subnet.

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
            problems.append(Problem("subnet_ids", subnet_ids, "one subnet or more is needed"))
        report([*problems, *_check_places(subnet_ids, allowed_cidr_blocks), *check_tags(tags)])
        super().__init__(scope, id)
        blocks = list(allowed_cidr_blocks) or [aws.DataAwsVpc(self, "vpc", id=vpc_id).cidr_block]
        own_tags = dict(tags) if tags else None
        self.security_group = aws.SecurityGroup(
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
        # Its id is the region's name with versions 5 and 6 of the provider.
        region = aws.DataAwsRegion(self, "region").id
        self.resource = aws.VpcEndpoint(
            self,
            "endpoint",
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{region}.apprunner.requests",
            vpc_endpoint_type="Interface",
            subnet_ids=list(subnet_ids),
            security_group_ids=[self.security_group.id],
            private_dns_enabled=False,  # the service's own domain leads to it
            tags=own_tags,
        )

    @property
    def vpc_endpoint_id(self) -> str:
        """Id of the endpoint."""
        return str(self.resource.id)


class IngressConnection(Construct):
    """The connection of a service with the endpoint, made where the ingress has none."""

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
        self.resource = aws.ApprunnerVpcIngressConnection(
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
