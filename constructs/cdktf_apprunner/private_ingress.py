"""A service that only a VPC can reach."""

from __future__ import annotations

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws, limits
from cdktf_apprunner.errors import report
from cdktf_apprunner.names import derived


@frozen
class PrivateIngress:
    """The VPC and its interface endpoint through which alone the service is reached.

    Parameters
    ----------
    vpc_id
        The VPC.
    vpc_endpoint_id
        Its interface endpoint for ``com.amazonaws.<region>.apprunner.requests``.

    Raises
    ------
    ConfigurationError
        When an id can't be one.

    Examples
    --------
    >>> PrivateIngress(vpc_id="vpc-0a1b2c3d", vpc_endpoint_id="vpce-0a1b2c3d").vpc_id
    'vpc-0a1b2c3d'

    See https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
    """

    vpc_id: str
    vpc_endpoint_id: str

    def __attrs_post_init__(self) -> None:
        report(
            [
                *limits.VPC_ID.check("vpc_id", self.vpc_id),
                *limits.VPC_ENDPOINT_ID.check("vpc_endpoint_id", self.vpc_endpoint_id),
            ]
        )


def create_ingress(
    scope: Construct,
    service_name: str,
    service: aws.ApprunnerService,
    ingress: PrivateIngress,
    tags: dict[str, str] | None,
) -> aws.ApprunnerVpcIngressConnection:
    """Connect the endpoint with the service."""
    return aws.ApprunnerVpcIngressConnection(
        scope,
        "ingress",
        name=derived(service_name, "", limits.INGRESS_NAME.longest),
        service_arn=service.arn,
        ingress_vpc_configuration={"vpc_id": ingress.vpc_id, "vpc_endpoint_id": ingress.vpc_endpoint_id},
        tags=tags,
    )
