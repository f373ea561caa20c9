"""The plan of this version on the state of each released version moves resources, and does nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from cdktf_apprunner.environments import Environment, LocalState, Registry, load
from tests.support.deployment import Deployment, create_network, synthesize
from tests.support.plans import actions

HERE = Path(__file__).parent
VERSIONS = sorted(path.name for path in HERE.glob("v*"))
DEPLOYED = ("registry", "dev", "staging", "prod", "full")
"""Stacks that the local AWS can run at once; the addresses of all are compared."""
CHANGED = {
    # Its rules expired images that services run. The provider replaces the policy, not the repository.
    "registry": {"aws_ecr_lifecycle_policy.registry_lifecycle_policy": "delete+create"},
}
"""What a plan changes on purpose, by stack."""
NETWORK = ("vpc-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f607182a")
"""Ids in the configurations, which the local AWS chooses itself."""


@pytest.fixture(scope="module", params=VERSIONS)
def version(request) -> Path:
    """The kept configurations of a version: environments, and the stacks it made of them."""
    return HERE / request.param


def stack(version: Path, name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((version / "stacks" / f"{name}.json").read_text(encoding="utf-8"))
    made["terraform"].pop("cloud", None)
    made["terraform"]["backend"] = {"local": {}}
    return made


def settings(version: Path) -> dict[str, Environment | Registry]:
    loaded = load(version / "environments")
    environments = {each.name: evolve(each, backend=LocalState()) for each in loaded.environments}
    return {"registry": loaded.registry, **environments}


def addresses(made: dict[str, Any]) -> set[str]:
    return {f"{kind}.{name}" for kind, named in made["resource"].items() for name in named}


def follow(moves: dict[str, str], address: str) -> str:
    return follow(moves, moves[address]) if address in moves else address


def test_every_resource_has_an_address(version):
    """Also those that no plan here has: each is where it was, or is moved."""
    for name, each in settings(version).items():
        made = json.loads(synthesize(each))
        moves = {move["from"].partition("[")[0]: move["to"] for move in made.get("moved", [])}
        now = addresses(made)
        for address in addresses(stack(version, name)):
            assert follow(moves, address) in now, name


@pytest.mark.long
@pytest.mark.terraform
def test_the_plan_moves_resources_and_nothing_else(version, tmp_path, sandbox):
    found = create_network(sandbox)
    ids = dict(zip(NETWORK, (found["vpc_id"], *found["subnet_ids"]), strict=False))

    def known(text: str) -> str:
        for kept, own in ids.items():
            text = text.replace(kept, own)
        return text

    every = settings(version)
    deployed = {name: Deployment(tmp_path / name, sandbox) for name in DEPLOYED}
    deployed["registry"].write("cdk.tf.json", json.dumps(stack(version, "registry"))).apply()
    for tag in ("dev", "v1.4.1", "v1.4.2"):
        sandbox.push("shop", tag)
    sandbox.client("route53").create_hosted_zone(Name="shop.example.com", CallerReference="test")
    for name in DEPLOYED[1:]:
        deployment = deployed[name].write("cdk.tf.json", known(json.dumps(stack(version, name))))
        deployment.apply().apply()  # the second one adopts the log groups
        assert deployment.settled()
    for name in DEPLOYED:
        deployment = deployed[name].write("cdk.tf.json", known(synthesize(every[name])))
        plan = deployment.terraform.plan()
        assert actions(plan) == CHANGED.get(name, {}), name
        moved = [change for change in plan["resource_changes"] if "previous_address" in change]
        assert {change["address"].partition("[")[0] for change in moved} == {
            change["address"].partition("[")[0]
            for change in plan["resource_changes"]
            if change["mode"] == "managed"
        }
        deployment.apply()
        assert deployment.settled(), name
