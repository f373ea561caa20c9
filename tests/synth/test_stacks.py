"""What an environment's settings become."""

import pytest

from cdktf_apprunner import EcrImage, EcrPublicImage, LogRetention
from environments.backends import LocalState, S3State, TerraformCloud
from environments.environment import Environment, Permission, Vpc
from environments.stacks import ServiceStack
from environments.summary import summary
from tests.conftest import Synthesized

ROLE = "arn:aws:iam::111122223333:role/own"


def environment(**settings):
    given = {
        "name": "qa",
        "region": "eu-west-1",
        "account_id": "111122223333",
        "image": EcrImage("acme/shop", tag="v1"),
        "backend": LocalState(),
        **settings,
    }
    return Environment(**given)


@pytest.fixture
def stack():
    def make(**settings):
        from cdktf import Testing

        return Synthesized(Testing.synth(ServiceStack(Testing.app(), environment(**settings))))

    return make


def test_defaults(stack):
    made = stack()
    assert made.one("aws_apprunner_service")["service_name"] == "shop-qa"
    assert made.one("data.aws_iam_role") == {"name": "acme+shop-apprunner-access"}
    assert made.json["variable"]["image_tag"]["default"] == "v1"
    assert set(made.json["output"]) == {"service_url", "service_arn", "service_id", "image"}


def test_digest_has_no_variable(stack):
    made = stack(image=EcrImage("shop", digest="sha256:" + "0" * 64))
    assert "variable" not in made.json


def test_public_image(stack):
    made = stack(image=EcrPublicImage("public.ecr.aws/a/b:1"))
    assert made.all("data.aws_iam_role") == {}
    assert made.json["variable"]["image_tag"]["default"] == "1"
    image = made.one("aws_apprunner_service")["source_configuration"]["image_repository"]
    assert image["image_identifier"] == "public.ecr.aws/a/b:${var.image_tag}"


def test_image_of_another_account_gets_its_own_role(stack):
    made = stack(image=EcrImage("shop", tag="v1", account_id="444455556666"))
    assert made.all("data.aws_iam_role") == {}
    assert "shop-qa-apprunner-access" in {role["name"] for role in made.all("aws_iam_role").values()}


def test_given_access_role(stack):
    made = stack(access_role_arn=ROLE)
    source = made.one("aws_apprunner_service")["source_configuration"]
    assert source["authentication_configuration"] == {"access_role_arn": ROLE}


def test_existing_connector(stack):
    arn = "arn:aws:apprunner:eu-west-1:111122223333:vpcconnector/shared/1/abc"
    egress = stack(vpc=arn).one("aws_apprunner_service")["network_configuration"]["egress_configuration"]
    assert egress["vpc_connector_arn"] == arn


def test_vpc_and_permissions(stack):
    made = stack(
        vpc=Vpc(vpc_id="vpc-0a1b2c3d", subnet_ids=["subnet-0a1b2c3d"], security_group_ids=["sg-0a1b2c3d"]),
        permissions=[Permission(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])],
    )
    assert made.one("aws_apprunner_vpc_connector")["security_groups"] == ["sg-0a1b2c3d"]
    assert made.statements("allow-1")[0]["Action"] == ["s3:GetObject"]


def test_summary_without_domain_and_retention():
    table = summary([environment(log_retention=None), environment(log_retention=LogRetention(days=1))])
    assert list(table.columns[6].cells) == ["for ever", "1 days"]


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        (LocalState(), "local file"),
        (S3State(bucket="b", key="k", region="eu-west-1"), "s3://b/k"),
        (TerraformCloud(organization="o", workspace="w"), "app.terraform.io/o/w"),
    ],
)
def test_backends_in_words(backend, words):
    assert str(backend) == words
