"""The VPC connector and its security group."""

import pytest

from cdktf_apprunner import ConfigurationError, VpcConnector

NEW_FIRST = {"create_before_destroy": True}


def connector(scope, **arguments):
    settings = {
        "connector_name": "shop",
        "vpc_id": "vpc-0a1b2c3d",
        "subnet_ids": ["subnet-0a1b2c3d"],
        **arguments,
    }
    return VpcConnector(scope, "vpc", **settings)


def test_own_security_group(synth):
    made = synth(lambda scope: connector(scope, tags={"a": "b"}))
    group = made.one("aws_security_group")
    assert group["vpc_id"] == "vpc-0a1b2c3d"
    assert group["egress"][0]["cidr_blocks"] == ["0.0.0.0/0"]
    assert group["egress"][0]["protocol"] == "-1"
    assert "ingress" not in group
    assert group["lifecycle"] == NEW_FIRST
    found = made.one("aws_apprunner_vpc_connector")
    assert found["subnets"] == ["subnet-0a1b2c3d"]
    assert found["lifecycle"] == NEW_FIRST
    assert found["tags"] == group["tags"] == {"a": "b"}
    assert found["vpc_connector_name"] == group["name"]
    assert "sha1" in group["name"]


def test_given_groups(synth):
    kept = []
    groups = ["sg-0a1b2c3d", "sg-1b2c3d4e"]
    made = synth(lambda scope: kept.append(connector(scope, security_group_ids=groups)))
    assert made.all("aws_security_group") == {}
    assert made.one("aws_apprunner_vpc_connector")["security_groups"] == groups
    assert kept[0].security_group_id == "sg-0a1b2c3d"
    assert "TOKEN" in kept[0].arn


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"connector_name": "abc"}, "connector_name"),
        ({"connector_name": "a" * 32}, "connector_name"),
        ({"subnet_ids": []}, "subnet_ids"),
        ({"security_group_ids": []}, "security_group_ids"),
    ],
)
def test_refused(synth, arguments, field):
    with pytest.raises(ConfigurationError, match=field):
        synth(lambda scope: connector(scope, **arguments))


def test_longest_name(synth):
    assert synth(lambda scope: connector(scope, connector_name="a" * 31)).all("aws_apprunner_vpc_connector")
