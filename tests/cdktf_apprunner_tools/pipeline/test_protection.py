"""A plan that loses a protected service is refused; to set or lift the protection is a change."""

import json

import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools.pipeline.plans import changes, differences
from cdktf_apprunner_tools.pipeline.protection import lost, recorded
from cdktf_apprunner_tools.program import program

WEB = "aws_apprunner_service.web"


CHECK = "check.web_protected"


def plan(actions=("delete",), *, address=WEB, prior=(CHECK,), now=(), **given):
    change = {"actions": list(actions), "before": {"service_name": "shop"}, "after": None}
    resource = {"address": address, "type": address.partition(".")[0], "change": change, **given}
    checks = [{"address": {"kind": "check", "to_display": each}, "status": "pass"} for each in now]
    return {"resource_changes": [resource], "prior_checks": list(prior), "checks": checks}


@pytest.mark.parametrize(
    "actions", [["delete"], ["delete", "create"], ["create", "delete"], ["delete", "create", "forget"]]
)
def test_a_protected_service_that_is_destroyed_or_replaced_is_lost(actions):
    assert lost(plan(actions)) == [f"{WEB} (shop)"]


def test_a_service_that_moves_and_is_replaced_is_lost():
    """The state has the check of the earlier address."""
    moved = plan(["delete", "create"], address="aws_apprunner_service.shop", previous_address=WEB)
    assert lost(moved) == [f"{WEB} (shop)"]


@pytest.mark.parametrize(
    "passing",
    [
        plan(["no-op"]),
        plan(["update"]),
        plan(["forget"]),
        plan(["no-op"], address="aws_apprunner_service.shop", previous_address=WEB),
        plan(prior=[]),
        plan(prior=["check.other_protected"]),
        plan(prior=["check.web"]),
        plan(prior=["module.a.check.web_protected"]),
        plan(prior=[], now=[CHECK]),
        plan(address="aws_apprunner_vpc_connector.web"),
        {},
    ],
)
def test_everything_else_passes(passing):
    assert lost(passing) == []


def test_a_protection_that_is_set_or_lifted_is_a_change():
    kept = plan(["no-op"], now=[CHECK])
    lifted, was_set = plan(["no-op"]), plan(["no-op"], prior=[], now=[CHECK])
    assert changes(kept) == {}
    assert changes(lifted) == {"check.web_protected": {"actions": ["delete"]}}
    assert changes(was_set) == {"check.web_protected": {"actions": ["create"]}}
    assert differences(kept, lifted) == ["check.web_protected: reviewed no change, now delete"]


@pytest.mark.parametrize("check", ["check.domain_shop", "module.a.check.web_protected"])
def test_another_check_is_not_a_change(check):
    assert changes(plan(["no-op"], prior=[check])) == {}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("", []),
        ("{}", []),
        ('{"check_results": null}', []),
        (
            json.dumps(
                {
                    "check_results": [
                        {"object_kind": "check", "config_addr": CHECK, "status": "unknown"},
                        {"object_kind": "resource", "config_addr": WEB, "status": "pass"},
                    ]
                }
            ),
            [CHECK],
        ),
    ],
)
def test_checks_are_read_from_the_state(state, expected):
    assert recorded(state) == expected


@pytest.mark.terraform
def test_an_apply_records_that_the_protection_is_set_or_lifted(tmp_path, monkeypatch):
    """Terraform itself sees no change then, and the next plan must know."""
    folder = tmp_path / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True)
    monkeypatch.setenv("CDKTF_OUTDIR", str(tmp_path / "cdktf.out"))
    rule = {"condition": '${terraform_data.web.input != ""}', "error_message": "A message."}

    def deploy(**protection):
        made = {"resource": {"terraform_data": {"web": {"input": "shop"}}}, **protection}
        (folder / "cdk.tf.json").write_text(json.dumps(made), encoding="utf-8")
        done = CliRunner().invoke(program, ["deploy", "dev", "--synthesized", "--auto-approve"])
        assert done.exit_code == 0, done.output
        return "nothing to change" not in done.output

    protected = {"check": {"web_protected": {"assert": rule}}}
    assert deploy()
    assert [deploy(**protected), deploy(**protected)] == [True, False]
    assert [deploy(), deploy()] == [True, False]
