"""Source code, deployments as part of an apply, and a registry in another account, on the local AWS."""

import pytest
from attrs import evolve

from cdktf_apprunner import CodeRepository, EcrImage, Rollout, Secret
from cdktf_apprunner.environments import LocalState, Registry
from cdktf_apprunner_tools.sandbox import inventory
from cdktf_apprunner_tools.terraform import TerraformError
from tests.support import account
from tests.support.account import ACCOUNT, REGION
from tests.support.deployment import Deployment, environment, synthesize

pytestmark = pytest.mark.terraform
SECRET = Secret.secrets_manager(account.SECRET)
OWNER = "444455556666"


def code(**settings):
    given = {"connection": "acme-github", "runtime": "NODEJS_22", "build_command": "npm ci", **settings}
    return CodeRepository("https://github.com/acme/shop", **given)


def error_of(run):
    """Return the message of Terraform's error, on one line and without its frame."""
    with pytest.raises(TerraformError) as error:
        run()
    return " ".join(str(error.value).replace("│", " ").split())


def operations(deployment):
    client = deployment.sandbox.client("apprunner")
    found = client.list_operations(ServiceArn=deployment.service["ServiceArn"])["OperationSummaryList"]
    return [(item["Type"], item["Status"]) for item in found]


@pytest.mark.long
def test_source_code(tmp_path, sandbox):
    """Apply waits for the handshake; every change is deployed and settles; a roll-back is reported."""
    deployment = Deployment(tmp_path / "ours", sandbox)

    def write(source, **settings):
        return deployment.write("cdk.tf.json", synthesize(environment(image=source, **settings)))

    handshake = "Connection acme-github is PENDING_HANDSHAKE. Complete its hand-shake: open the App Runner"
    assert handshake in error_of(write(code(redeploy="one"), start_command="node server.js").apply)
    assert sandbox.inventory()["apprunner connections"] == ["acme-github"]
    assert "apprunner services" not in sandbox.inventory()
    assert deployment.terraform.run("output", "-raw", "connection").startswith(handshake)
    assert handshake in error_of(deployment.terraform.plan)

    sandbox.control(complete_handshake="acme-github")
    deployment.apply()
    assert operations(deployment) == [("CREATE_SERVICE", "SUCCEEDED")]
    assert deployment.terraform.run("output", "-raw", "connection") == "done"
    service_id = deployment.service["ServiceId"]

    changed = code(redeploy="one", branch="next", build_command="npm ci --omit=dev", source_directory="/web")
    settings = {"environment": {"A": "b"}, "secrets": {"PASSWORD": SECRET}, "port": 3000}
    write(changed, **settings).apply()
    repository = deployment.service["SourceConfiguration"]["CodeRepository"]
    assert repository["SourceCodeVersion"] == {"Type": "BRANCH", "Value": "next"}
    assert repository["SourceDirectory"] == "/web"
    assert repository["CodeConfiguration"]["CodeConfigurationValues"] == {
        "Runtime": "NODEJS_22",
        "BuildCommand": "npm ci --omit=dev",
        "Port": "3000",
        "RuntimeEnvironmentVariables": {"A": "b"},
        "RuntimeEnvironmentSecrets": {"PASSWORD": SECRET.value_from},
    }
    sandbox.control(next_operation="roll back")
    message = error_of(write(code(redeploy="one", branch="broken"), **settings).apply)
    assert (
        "shop-test is not as configured: rolled back, or changed elsewhere "
        "(branch: asked for broken, runs next; "
    ) in message
    assert "build command: asked for npm ci, runs npm ci --omit=dev" in message
    assert f"Log group /aws/apprunner/shop-test/{service_id}/service" in message

    # Nothing else changes, so that the deployment is the next operation.
    sandbox.control(next_operation="roll back")
    message = error_of(write(evolve(changed, redeploy="two"), **settings).apply)
    assert "aws_apprunner_deployment.service_deployment_" in message
    assert '["two"]' in message
    assert f"service/shop-test/{service_id}" in message
    assert "unexpected state 'ROLLBACK_SUCCEEDED', wanted target 'SUCCEEDED'" in message
    retried = deployment.terraform.apply()
    assert "Resources: 1 added, 0 changed, 0 destroyed." in retried
    deployments = [found for found in operations(deployment) if found[0] == "START_DEPLOYMENT"]
    assert deployments == [("START_DEPLOYMENT", "SUCCEEDED"), ("START_DEPLOYMENT", "ROLLBACK_SUCCEEDED")]

    write(code(runtime=None, build_command=None, rollout=Rollout.ON_PUSH)).apply()
    source = deployment.service["SourceConfiguration"]
    assert source["AutoDeploymentsEnabled"] is True
    assert source["CodeRepository"]["CodeConfiguration"] == {"ConfigurationSource": "REPOSITORY"}
    assert deployment.settled()
    assert deployment.service["ServiceId"] == service_id
    deployment.terraform.destroy()
    assert sandbox.inventory() == {}


def test_a_registry_in_another_account(tmp_path, sandbox):
    """One apply in each of two accounts; without the repository's policy the plan fails."""
    shared = Registry(
        repository_name="shop",
        region=REGION,
        account_id=OWNER,
        backend=LocalState(),
        force_delete=True,
        pull_accounts=[ACCOUNT],
    )
    registry = Deployment(tmp_path / "registry", sandbox, account_id=OWNER).write(
        "cdk.tf.json", synthesize(shared)
    )
    registry.apply()
    digest = sandbox.push("shop", "v1", account_id=OWNER)
    image = EcrImage("shop", tag="v1", account_id=OWNER)
    deployment = Deployment(tmp_path / "service", sandbox)
    deployment.write("cdk.tf.json", synthesize(environment(image=image, log_retention=None)))

    owner = sandbox.client("ecr", account_id=OWNER)
    policy = owner.delete_repository_policy(repositoryName="shop")["policyText"]
    assert f"{ACCOUNT}:root is not authorized to perform: ecr:DescribeImages" in error_of(
        deployment.terraform.plan
    )
    owner.set_repository_policy(repositoryName="shop", policyText=policy)

    deployment.apply()
    assert deployment.service["Status"] == "RUNNING"
    source = deployment.service["SourceConfiguration"]
    uri = f"{OWNER}.dkr.ecr.{REGION}.amazonaws.com/shop@{digest}"
    assert source["ImageRepository"]["ImageIdentifier"] == uri
    role = f"arn:aws:iam::{ACCOUNT}:role/shop-test-apprunner-access"
    assert source["AuthenticationConfiguration"] == {"AccessRoleArn": role}
    assert source["AutoDeploymentsEnabled"] is False
    assert deployment.settled()
    deployment.terraform.destroy()
    registry.terraform.destroy()
    assert list(sandbox.inventory()) == ["logs log groups"]
    assert inventory.take(lambda service: sandbox.client(service, account_id=OWNER)) == {}
