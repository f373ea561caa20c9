"""The real ``cdktf``: it writes the same as ``python main.py``, deploys and destroys every environment."""

import os
import subprocess
import sys

import pytest

from cdktf_apprunner.environments import load
from cdktf_apprunner_tools.demo import Cdktf
from tests.support.deployment import create_network
from tests.support.policies import refused
from tests.support.project import EXAMPLE, copy_project


@pytest.mark.cdktf
def test_cdktf_synth(stacks, tmp_path):
    copy_project(tmp_path)
    folders = (str(tmp_path / ".venv/bin"), str(tmp_path / "node_modules/.bin"), os.environ["PATH"])
    outdir = tmp_path / "cdktf.out"
    done = subprocess.run(
        ["cdktf", "synth", "--output", str(outdir)],
        cwd=tmp_path,
        env={**os.environ, "PATH": os.pathsep.join(folders), "CHECKPOINT_DISABLE": "1", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for made in (stacks / "stacks").rglob("cdk.tf.json"):
        same = outdir / made.relative_to(stacks)
        assert same.read_bytes() == made.read_bytes()


@pytest.mark.long
@pytest.mark.cdktf
def test_every_environment_is_deployed_and_destroyed(tmp_path, sandbox):
    app = ["--auto-approve", "--app", f"{sys.executable} -m tests.e2e.app"]
    environments = load(EXAMPLE / "environments").environments
    names = [item.name for item in environments]
    network = create_network(sandbox)
    sandbox.client("route53").create_hosted_zone(Name="shop.example.com", CallerReference="test")
    before = sandbox.inventory()
    cdktf = Cdktf(tmp_path, sandbox)
    cdktf.variables.update(VPC_ID=network["vpc_id"], SUBNET_IDS=",".join(network["subnet_ids"]))
    deploying = ("Plan", "Deploy", "DeployByName")  # what docs/pipelines.md allows
    sandbox.calls()
    cdktf.run("deploy", "registry", *app)
    for item in environments:
        sandbox.push("shop", item.image.tag)
    cdktf.run("deploy", *names, *app)
    services = sandbox.client("apprunner").list_services()["ServiceSummaryList"]
    assert [service["Status"] for service in services] == ["RUNNING"] * len(names)
    cdktf.run("deploy", *names, *app)  # imports the log groups of App Runner
    assert refused(sandbox.calls() - {"ecr:PutImage"}, *deploying) == set()
    assert [change for name in ("registry", *names) for change in cdktf.changes(name)] == []
    assert refused(sandbox.calls(), "Plan") == set()
    cdktf.run("destroy", *names, *app)
    images = [{"imageTag": item.image.tag} for item in environments]
    sandbox.client("ecr").batch_delete_image(repositoryName="shop", imageIds=images)
    cdktf.run("destroy", "registry", *app)
    assert refused(sandbox.calls() - {"ecr:BatchDeleteImage"}, *deploying) == set()
    assert sandbox.inventory() == before
