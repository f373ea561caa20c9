"""The stack of an environment, and of the registry."""

import pytest

from cdktf_apprunner import (
    CodeRepository,
    ConfigurationError,
    EcrImage,
    EcrPublicImage,
    Rollout,
)
from cdktf_apprunner.environments import LocalState, Permission, Registry, Vpc
from cdktf_apprunner.environments._stacks import RegistryStack
from tests.support.account import ACCOUNT, REGION, ROLE
from tests.support.environments import environment
from tests.support.synthesized import Synthesized

SHOP = "https://bitbucket.org/acme/shop"
CONNECTION = "arn:aws:apprunner:eu-west-1:111122223333:connection/acme/abc"


def test_defaults(stack):
    made = stack()
    assert made.one("aws_apprunner_service")["service_name"] == "shop-qa"
    assert made.one("data.aws_iam_role") == {"name": "acme+shop-apprunner-access"}
    assert made.json["variable"]["image_tag"]["default"] == "v1"
    assert set(made.json["output"]) == {"service_url", "service_arn", "service_id", "image", "image_tag"}


def test_digest_has_no_variable(stack):
    made = stack(image=EcrImage("shop", digest="sha256:" + "0" * 64))
    assert "variable" not in made.json


def test_public_image(stack):
    made = stack(image=EcrPublicImage("public.ecr.aws/a/b:1"))
    assert made.all("data.aws_iam_role") == {}
    assert made.json["variable"]["image_tag"]["default"] == "1"
    image = made.one("aws_apprunner_service")["source_configuration"]["image_repository"]
    assert image["image_identifier"] == "public.ecr.aws/a/b:${var.image_tag}"


def test_a_variable_requests_a_redeployment(stack):
    made = stack(image=EcrPublicImage("public.ecr.aws/a/b:1", redeploy="monday"))
    assert made.json["variable"]["redeploy"]["default"] == "monday"
    assert made.one("terraform_data")["input"] == {"redeploy": "${var.redeploy}"}
    assert stack(image=EcrPublicImage("public.ecr.aws/a/b:1")).json["variable"]["redeploy"]["default"] == ""


def test_source_code(stack):
    made = stack(image=CodeRepository(SHOP, connection="acme-bitbucket"))
    assert made.one("aws_apprunner_service")["service_name"] == "shop-qa"
    assert set(made.json["variable"]) == {"redeploy"}
    assert made.all("data.aws_iam_role") == {}
    assert made.json["output"]["image"]["value"] == "bitbucket.org/acme/shop, branch main"
    assert '? "done" : "Connection acme-bitbucket is ' in made.json["output"]["connection"]["value"]
    assert made.one("aws_apprunner_connection")["provider_type"] == "BITBUCKET"


def test_source_code_deployed_on_push_has_no_variable(stack):
    made = stack(image=CodeRepository(SHOP, connection_arn=CONNECTION, rollout=Rollout.ON_PUSH))
    assert "variable" not in made.json
    assert "connection" not in made.json["output"]


def test_a_registry_for_other_accounts():
    from cdktf import Testing

    registry = Registry(
        repository_name="shop",
        region=REGION,
        account_id=ACCOUNT,
        backend=LocalState(),
        pull_accounts=["444455556666"],
        permissions_boundary_arn="arn:aws:iam::111122223333:policy/boundary",
        role_path="/team/",
    )
    made = Synthesized(Testing.synth(RegistryStack(Testing.app(), registry)))
    assert "444455556666:root" in made.one("aws_ecr_repository_policy")["policy"]
    role = made.one("aws_iam_role")
    assert (role["path"], role["permissions_boundary"]) == ("/team/", registry.permissions_boundary_arn)


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
    assert made.statements("allow-s3-a")[0]["Action"] == ["s3:GetObject"]


def test_a_given_role_takes_no_permissions():
    with pytest.raises(ConfigurationError, match="an existing role doesn't change") as error:
        environment(permissions=[Permission(["s3:GetObject"], ["*"])], instance_role_arn=ROLE)
    assert [problem.field for problem in error.value.problems] == ["permissions"]
