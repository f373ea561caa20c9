"""Every change of an environment: the plan after its apply is empty."""

import json

import pytest
from attrs import evolve

from cdktf_apprunner import (
    Alarms,
    AutoScaling,
    CustomDomain,
    EcrImage,
    HealthCheck,
    Instance,
    LogRetention,
    Rollout,
    Secret,
)
from cdktf_apprunner.environments import LocalState, Permission, Registry, Vpc
from cdktf_apprunner_tools.terraform import TerraformError
from tests.support import account
from tests.support.account import ACCOUNT, REGION, ZONE
from tests.support.deployment import Deployment, environment, synthesize, trust
from tests.support.services import IMAGE

pytestmark = pytest.mark.terraform
SECRET = Secret.secrets_manager(account.SECRET)


@pytest.fixture
def role(registry) -> str:
    """The ARN of an existing role."""
    iam = registry.client("iam")
    role = iam.create_role(RoleName="own", AssumeRolePolicyDocument=trust("tasks.apprunner"))["Role"]
    return role["Arn"]


@pytest.mark.long
def test_every_change_settles(tmp_path, registry, network, role):
    """From no settings to all and back, always in place: the service keeps its id."""
    vpc = Vpc(vpc_id=network["vpc_id"], subnet_ids=network["subnet_ids"][:2])
    allowed = {
        "secrets": {"PASSWORD": SECRET},
        "managed_policy_arns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    }
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
        {
            "tracing": True,
            "alarms": Alarms(topic=f"arn:aws:sns:{REGION}:{ACCOUNT}:team", dashboard=True),
            "ip_address_type": "DUAL_STACK",
            "tags": {"team": "shop"},
        },
        {"permissions": [Permission(actions=["s3:GetObject"], resources=["arn:aws:s3:::shop/*"])]},
        allowed,
        {**allowed, "role_path": "/shop/"},  # replaces the roles, and with them their policies
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
        # The second apply imports the log groups that the first one leaves to App Runner.
        changes = [change for change in deployment.terraform.changes() if "log_group" not in change]
        assert changes == [], step
        ids.add(deployment.service["ServiceId"])
    assert len(ids) == 1
    deployment.apply().terraform.destroy()
    assert registry.inventory() == before


def test_a_replaced_repository_has_its_policies(tmp_path, sandbox):
    """ECR deletes them with the repository."""
    place = {"region": REGION, "account_id": ACCOUNT, "backend": LocalState()}
    first = Registry(repository_name="shop", keep_tagged=1, pull_accounts=["222233334444"], **place)
    deployment = Deployment(tmp_path / "registry", sandbox)
    for settings in (first, evolve(first, kms_key_arn=account.KEY)):
        deployment.write("cdk.tf.json", synthesize(settings)).apply()
        assert deployment.settled()
    ecr = sandbox.client("ecr")
    assert ecr.get_repository_policy(repositoryName="shop")["policyText"]
    assert ecr.get_lifecycle_policy(repositoryName="shop")["lifecyclePolicyText"]


def test_a_public_image(tmp_path, registry):
    deployment = Deployment(tmp_path / "ours", registry)
    deployment.write("cdk.tf.json", synthesize(environment(image=IMAGE, service_name="hello"))).apply()
    assert deployment.apply().settled()


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


def test_an_environment_is_destroyed_without_its_image(ours, registry):
    """As docs/upgrading.md says."""
    deployment = ours().apply()
    registry.client("ecr").batch_delete_image(repositoryName="shop", imageIds=[{"imageTag": "v1"}])
    with pytest.raises(TerraformError, match="reading ECR Images: couldn't find resource"):
        deployment.terraform.destroy()
    deployment.terraform.destroy("-refresh=false")
    assert registry.client("apprunner").list_services()["ServiceSummaryList"] == []
