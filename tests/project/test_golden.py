"""The JSON of each stack, compared with the reviewed one; ``make golden`` updates them."""

import json

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

STACKS = ("registry", "dev", "staging", "prod")


@pytest.mark.parametrize("name", STACKS)
def test_json(stacks, snapshot, name):
    made = json.loads((stacks / "stacks" / name / "cdk.tf.json").read_text(encoding="utf-8"))
    assert made == snapshot(extension_class=JSONSnapshotExtension, name=name)


def test_there_are_no_other_stacks(stacks):
    assert {path.name for path in (stacks / "stacks").iterdir()} == set(STACKS)


@pytest.mark.parametrize("name", STACKS)
def test_every_stack_names_its_versions_account_and_tags(stacks, name):
    made = json.loads((stacks / "stacks" / name / "cdk.tf.json").read_text(encoding="utf-8"))
    assert made["terraform"]["required_version"] == ">= 1.7"
    assert made["terraform"]["required_providers"]["aws"] == {
        "source": "aws",
        "version": ">= 5.100.0, < 7.0.0",
    }
    (provider,) = made["provider"]["aws"]
    assert provider["region"] == "eu-west-1"
    assert provider["allowed_account_ids"] == ["111122223333"]
    assert provider["default_tags"][0]["tags"]["managed-by"] == "cdktf"


def test_backends(stacks):
    found = {}
    for name in STACKS:
        made = json.loads((stacks / "stacks" / name / "cdk.tf.json").read_text(encoding="utf-8"))
        found[name] = {**made["terraform"].get("backend", {}), "cloud": made["terraform"].get("cloud")}
    assert found["dev"]["local"] == {"path": "../../../terraform.dev.tfstate"}
    assert found["staging"]["s3"] == {
        "bucket": "acme-terraform-state",
        "key": "shop/staging.tfstate",
        "region": "eu-west-1",
        "encrypt": True,
        "use_lockfile": True,
    }
    assert found["prod"]["cloud"] == {
        "hostname": "app.terraform.io",
        "organization": "acme",
        "workspaces": {"name": "shop-prod"},
    }


def test_no_output_has_a_path_of_this_machine(stacks):
    for path in stacks.rglob("*.json"):
        assert str(stacks.parent) not in path.read_text(encoding="utf-8")
