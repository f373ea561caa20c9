"""The documented roles may do what the registry's stack takes; `test_changes` has the environments'."""

import pytest
from attrs import evolve

from environments.backends import LocalState
from environments.discovery import load
from tests.e2e.conftest import Deployment, synthesize
from tests.e2e.policies import recorded, refused


@pytest.mark.terraform
def test_the_registry(tmp_path, sandbox):
    deployment = Deployment(tmp_path / "ours", sandbox)
    deployment.write("cdk.tf.json", synthesize(evolve(load().registry, backend=LocalState())))
    with recorded(deployment.terraform) as writing:
        deployment.apply()
    with recorded(deployment.terraform) as reading:
        assert deployment.settled()
    with recorded(deployment.terraform) as removing:
        deployment.terraform.destroy()
    assert "ecr:DescribeRepositories" in reading
    assert refused(reading, "Plan") == set()
    assert refused(writing | removing, "Plan", "Deploy", "DeployByName") == set()
    assert refused(writing, "Plan") >= {"ecr:CreateRepository", "iam:CreateRole"}
