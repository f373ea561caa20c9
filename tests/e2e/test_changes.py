"""Change everything that can change, one at a time: each plan after an apply is empty."""

import json

import pytest
from attrs import evolve

from cdktf_apprunner import (
    AutoScaling,
    CustomDomain,
    EcrImage,
    EcrPublicImage,
    HealthCheck,
    Instance,
    LogRetention,
    Rollout,
    Secret,
)
from environments.discovery import load
from environments.environment import Permission, Vpc
from tests.e2e.conftest import ACCOUNT, REGION, ZONE, Deployment, LocalState, environment, synthesize, trust
from tools.terraform import TerraformError

pytestmark = pytest.mark.terraform
SECRET = Secret.secrets_manager(f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:shop-AbCdEf")


@pytest.fixture
def role(registry) -> str:
    """A role somebody else made."""
    iam = registry.client("iam")
    role = iam.create_role(RoleName="own", AssumeRolePolicyDocument=trust("tasks.apprunner"))["Role"]
    return role["Arn"]


def test_one_after_the_other(tmp_path, registry, network, role):
    """From nothing to everything and back, in place all the way: the service keeps its id."""
    vpc = Vpc(vpc_id=network["vpc_id"], subnet_ids=network["subnet_ids"][:2])
    steps = [
        {},
        {"image": EcrImage("shop", tag="v2")},
        {"environment": {"LOG_LEVEL": "debug"}},
        {"environment": {"LOG_LEVEL": "info", "MODE": "a b"}, "secrets": {"PASSWORD": SECRET}},
        {"scaling": AutoScaling(min_size=2, max_size=4, max_concurrency=50)},
        {"instance": Instance(cpu="2 vCPU", memory="4 GB"), "port": 9000},
        {"health_check": HealthCheck.http("/healthz", interval=10)},
        {"vpc": vpc},
        {"vpc": evolve(vpc, subnet_ids=network["subnet_ids"][1:])},
        {"domains": [CustomDomain(f"api.{ZONE}", zone_name=ZONE)]},
        {"log_retention": LogRetention(days=30)},
        {"tracing": True, "ip_address_type": "DUAL_STACK", "tags": {"team": "shop"}},
        {"permissions": [Permission(actions=["s3:GetObject"], resources=["arn:aws:s3:::shop/*"])]},
        {"instance_role_arn": role},
        {"image": EcrImage("shop", tag="v2", rollout=Rollout.ON_PUSH)},
        {"start_command": "node server.js"},
        {"log_retention": None},
        {},
    ]
    before = registry.inventory()
    deployment = Deployment(tmp_path / "ours", registry)
    ids = set()
    for step in steps:
        deployment.write("cdk.tf.json", synthesize(environment(**step))).apply()
        # The first apply makes the log groups; the second adopts them.
        changes = [change for change in deployment.terraform.changes() if "log_group" not in change]
        assert changes == [], step
        ids.add(deployment.service["ServiceId"])
    assert len(ids) == 1
    deployment.apply().terraform.destroy()
    assert registry.inventory() == before


def test_a_public_image(tmp_path, registry):
    image = EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest")
    deployment = Deployment(tmp_path / "ours", registry)
    deployment.write("cdk.tf.json", synthesize(environment(image=image, service_name="hello"))).apply()
    assert deployment.apply().settled()


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_the_projects_own_environments(tmp_path, registry, network, name):
    (settings,) = (item for item in load().environments if item.name == name)
    if settings.vpc is not None:
        settings = evolve(settings, vpc=Vpc(vpc_id=network["vpc_id"], subnet_ids=network["subnet_ids"][:2]))
    settings = evolve(settings, backend=LocalState())
    registry.push("shop", settings.image.tag)
    registry.client("route53").create_hosted_zone(Name="shop.example.com", CallerReference="own")
    before = registry.inventory()
    deployment = Deployment(tmp_path / "ours", registry)
    deployment.write("cdk.tf.json", synthesize(settings)).apply().apply()
    assert deployment.settled()
    assert deployment.service["Status"] == "RUNNING"
    if settings.deletion_protection:
        check_protection(deployment, settings)
        deployment.write("cdk.tf.json", synthesize(evolve(settings, deletion_protection=False, guard=None)))
    deployment.terraform.destroy()
    assert registry.inventory() == before


def check_protection(deployment, settings):
    """Trap 19: neither a destroy nor a rename, which would replace the service, gets past the plan."""
    service = deployment.service
    for command, name in (
        (deployment.terraform.destroy, settings.service_name),
        (deployment.terraform.plan, "renamed"),
    ):
        deployment.write("cdk.tf.json", synthesize(evolve(settings, service_name=name)))
        with pytest.raises(TerraformError) as error:
            command()
        assert "Instance cannot be destroyed" in str(error.value)
        assert "aws_apprunner_service.service_" in str(error.value)
    assert deployment.service["ServiceId"] == service["ServiceId"]


def test_a_moved_tag_is_a_change_in_the_plan(ours, registry):
    deployment = ours().apply().apply()
    assert deployment.settled()
    moved = registry.push("shop", "v1", content="another")
    assert not deployment.settled()
    deployment.apply()
    source = deployment.service["SourceConfiguration"]["ImageRepository"]
    assert source["ImageIdentifier"].endswith(moved)
    assert deployment.settled()


def test_the_state_holds_no_secret(ours, registry):
    deployment = ours(secrets={"PASSWORD": SECRET}).apply()
    state = json.dumps(json.loads((deployment.terraform.folder / "terraform.tfstate").read_text()))
    assert SECRET.value_from in state
    assert "SecretString" not in state
