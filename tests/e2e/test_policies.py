"""The documented roles may do what the registry's stack takes; `test_changes` has the environments'."""

import pytest
from attrs import evolve

from environments.backends import LocalState
from environments.discovery import load
from tests.e2e.conftest import Deployment, synthesize
from tests.e2e.policies import refused


@pytest.mark.terraform
def test_the_registry(tmp_path, sandbox):
    deployment = Deployment(tmp_path / "ours", sandbox)
    deployment.write("cdk.tf.json", synthesize(evolve(load().registry, backend=LocalState())))
    sandbox.calls()
    deployment.apply()
    writing = sandbox.calls()
    assert deployment.settled()
    reading = sandbox.calls()
    deployment.terraform.destroy()
    removing = sandbox.calls()
    assert {"ecr:DescribeRepositories", "iam:GetRole", "iam:ListRolePolicies"} <= reading
    assert refused(reading, "Plan") == set()
    assert refused(writing | removing, "Plan", "Deploy", "DeployByName") == set()
    assert refused(writing, "Plan") >= {"ecr:CreateRepository", "iam:CreateRole"}
