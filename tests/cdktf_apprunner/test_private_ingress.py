"""Private services: with a given endpoint, a new one, or a shared one."""

import pytest

from cdktf_apprunner import (
    ConfigurationError,
    IngressEndpoint,
    PrivateIngress,
)
from tests.support import services

VPC = "vpc-0a1b2c3d"
SUBNET = "subnet-0a1b2c3d"


def web(scope, ingress, name="web"):
    settings = {"service_name": f"shop-{name}", "private_ingress": ingress, "tags": {"team": "shop"}}
    return services.web(scope, name, **settings)


def test_a_given_endpoint_is_used(synth):
    made = synth(lambda scope: web(scope, PrivateIngress(vpc_id=VPC, vpc_endpoint_id="vpce-0a1b2c3d")))
    assert made.all("aws_vpc_endpoint") == {}
    configuration = made.one("aws_apprunner_vpc_ingress_connection")["ingress_vpc_configuration"]
    assert configuration == {"vpc_id": VPC, "vpc_endpoint_id": "vpce-0a1b2c3d"}


def test_an_endpoint_is_created(synth):
    made = synth(lambda scope: web(scope, PrivateIngress(vpc_id=VPC, subnet_ids=[SUBNET])))
    endpoint = made.one("aws_vpc_endpoint")
    assert endpoint["service_name"].startswith("com.amazonaws.${data.aws_region.")
    assert endpoint["service_name"].endswith(".id}.apprunner.requests")
    assert endpoint["subnet_ids"] == [SUBNET]
    assert endpoint["vpc_endpoint_type"] == "Interface"
    assert endpoint["private_dns_enabled"] is False
    group = made.one("aws_security_group")
    (rule,) = group["ingress"]
    assert (rule["from_port"], rule["to_port"], rule["protocol"]) == (443, 443, "tcp")
    assert rule["cidr_blocks"][0].startswith("${data.aws_vpc.")
    assert "egress" not in group
    assert group["tags"] == endpoint["tags"] == {"team": "shop"}
    connection = made.one("aws_apprunner_vpc_ingress_connection")
    assert connection["ingress_vpc_configuration"]["vpc_endpoint_id"].startswith("${aws_vpc_endpoint.")


def test_ranges_may_be_given(synth):
    ingress = PrivateIngress(vpc_id=VPC, subnet_ids=[SUBNET], allowed_cidr_blocks=["10.1.0.0/16"])
    made = synth(lambda scope: web(scope, ingress))
    assert made.one("aws_security_group")["ingress"][0]["cidr_blocks"] == ["10.1.0.0/16"]
    assert made.all("data.aws_vpc") == {}


def test_one_endpoint_is_shared(synth):
    def fill(scope):
        endpoint = IngressEndpoint(scope, "endpoint", vpc_id=VPC, subnet_ids=[SUBNET])
        ingress = PrivateIngress(vpc_id=VPC, vpc_endpoint_id=endpoint.vpc_endpoint_id)
        return [web(scope, ingress), web(scope, ingress, "api")]

    made = synth(fill)
    assert len(made.all("aws_vpc_endpoint")) == 1
    connections = made.all("aws_apprunner_vpc_ingress_connection").values()
    assert len({item["ingress_vpc_configuration"]["vpc_endpoint_id"] for item in connections}) == 1


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"vpc_id": "shop", "subnet_ids": [SUBNET]}, "vpc_id"),
        ({"vpc_id": VPC}, "vpc_endpoint_id"),
        ({"vpc_id": VPC, "vpc_endpoint_id": "vpce-0a1b2c3d", "subnet_ids": [SUBNET]}, "vpc_endpoint_id"),
        ({"vpc_id": VPC, "vpc_endpoint_id": "endpoint"}, "vpc_endpoint_id"),
        ({"vpc_id": VPC, "subnet_ids": ["private"]}, "subnet_ids"),
        (
            {"vpc_id": VPC, "subnet_ids": [SUBNET], "allowed_cidr_blocks": ["everywhere"]},
            "allowed_cidr_blocks",
        ),
        (
            {"vpc_id": VPC, "vpc_endpoint_id": "vpce-0a1b2c3d", "allowed_cidr_blocks": ["10.0.0.0/8"]},
            "allowed_cidr_blocks",
        ),
    ],
)
def test_refused(arguments, field):
    with pytest.raises(ConfigurationError) as error:
        PrivateIngress(**arguments)
    assert [problem.field for problem in error.value.problems] == [field]


def test_an_endpoint_needs_a_subnet(synth):
    with pytest.raises(ConfigurationError, match="at least one subnet"):
        synth(lambda scope: IngressEndpoint(scope, "endpoint", vpc_id=VPC, subnet_ids=[]))
