"""A protected service on the local AWS: renamed, lost by an edit, taken over from a user's own resource."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cdktf_apprunner import aws
from cdktf_apprunner.terraform import AWS_PROVIDER
from cdktf_apprunner_tools.program import program
from tests.support.account import REGION
from tests.support.deployment import Deployment
from tests.support.images import HELLO
from tests.support.plans import actions
from tests.support.services import web

pytestmark = pytest.mark.terraform
Fill = Callable[[Any], object]


def synthesize(fill: Fill) -> str:
    """Return the JSON of a user's own stack."""
    from cdktf import TerraformStack, Testing

    stack = TerraformStack(Testing.app(), "own")
    aws.AwsProvider(stack, "aws", region=REGION)
    stack.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)
    stack.add_override("terraform.backend.local.path", "terraform.tfstate")
    fill(stack)
    return Testing.synth(stack)


@pytest.fixture
def deployment(tmp_path, sandbox, monkeypatch) -> Deployment:
    """A folder of Terraform that the pipeline finds as the stack ``own``."""
    folder: Path = tmp_path / "cdktf.out" / "stacks" / "own"
    folder.mkdir(parents=True)
    made = Deployment(folder, sandbox)
    for name, value in made.terraform.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CDKTF_OUTDIR", str(tmp_path / "cdktf.out"))
    return made


@pytest.fixture
def run(deployment, monkeypatch) -> Callable[..., Result]:
    """Write a stack and run a command of the pipeline on it."""

    def invoke(command: str, fill: Fill) -> Result:
        deployment.write("cdk.tf.json", synthesize(fill))
        approved = ["--auto-approve"] if command == "deploy" else []
        return CliRunner().invoke(program, [command, "own", "--synthesized", *approved])

    return invoke


def of(name: str, **settings: Any) -> Fill:
    """Return what makes a protected service; each has its own id, and all have one name."""
    return lambda stack: web(stack, name, **{"deletion_protection": True, **settings})


def test_a_protected_service_is_lost_by_no_edit(run, deployment):
    assert run("deploy", of("web")).exit_code == 0
    arn = deployment.service["ServiceArn"]

    # Each edit takes the block away that has the protection.
    for command, edit in (
        ("plan", of("shop")),
        ("plan", of("web", deletion_protection=False, service_name="shop-2")),
        ("deploy", lambda stack: None),
    ):
        done = run(command, edit)
        assert done.exit_code == 1, done.output
        assert done.stderr == (
            "cdktf-apprunner: own: the plan destroys or replaces services that were protected at the "
            "last apply:\n"
            "  aws_apprunner_service.web_service (shop)\n"
            "If you renamed the construct, give it was= with its earlier id. To remove or replace a service, "
            "first set only deletion_protection=False and deploy.\n"
        )
    assert list((deployment.terraform.folder.parents[2] / "plans").iterdir()) == []

    # Renamed with its earlier id, which moves everything; an id that never existed moves nothing.
    assert run("deploy", of("shop", was="web")).exit_code == 0
    assert deployment.service["ServiceArn"] == arn
    deployment.write("cdk.tf.json", synthesize(of("shop", was="never")))
    assert [each for each in deployment.terraform.changes() if "log_group" not in each] == []

    # The protection is lifted by an apply of its own; then the service may go.
    assert run("deploy", of("shop", deletion_protection=False)).exit_code == 0
    assert run("plan", lambda stack: None).exit_code == 0


def test_a_users_own_resource_is_taken_over(deployment):
    """Its address is another one; without the move, Terraform would destroy the running service."""

    def own(stack: Any) -> None:
        aws.ApprunnerService(
            stack,
            "shop",
            service_name="shop",
            source_configuration={
                "auto_deployments_enabled": False,
                "image_repository": {"image_identifier": HELLO, "image_repository_type": "ECR_PUBLIC"},
            },
        )

    def taken_over(stack: Any) -> None:
        service = web(stack, deletion_protection=True)
        service.resource.move_from_id("aws_apprunner_service.shop")

    deployment.write("cdk.tf.json", synthesize(own)).apply()
    before = deployment.service
    deployment.write("cdk.tf.json", synthesize(web))
    assert actions(deployment.terraform.plan())["aws_apprunner_service.shop"] == "delete"
    deployment.write("cdk.tf.json", synthesize(taken_over))
    done = set(actions(deployment.terraform.plan()).values())
    assert not [each for each in done if "delete" in each]
    after = deployment.apply().service
    assert {name: after[name] for name in ("ServiceArn", "ServiceUrl", "CreatedAt")} == {
        name: before[name] for name in ("ServiceArn", "ServiceUrl", "CreatedAt")
    }
    assert deployment.apply().settled()
