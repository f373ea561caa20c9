"""The scenarios against the local AWS: with its defaults, and with each unknown behaviour the other way."""

import json

import pytest
from attrs import evolve

from cdktf_apprunner_tools.prove import permissions
from cdktf_apprunner_tools.prove.exchange import read, unmatched
from cdktf_apprunner_tools.prove.report import Report
from cdktf_apprunner_tools.prove.running import run
from cdktf_apprunner_tools.prove.scenarios import SCENARIOS, TIERS, chosen
from cdktf_apprunner_tools.sandbox.settings import unknowns
from tests.cdktf_apprunner_tools.prove.conftest import account_of, everything, refusing
from tests.support.account import REGION

pytestmark = pytest.mark.slow
DECIDING = [each for each in SCENARIOS.values() if each.decides]
LOOKED_UP = {
    "apprunner:ListObservabilityConfigurations",
    "apprunner:ListServices",
    "apprunner:ListVpcIngressConnections",
    "events:ListRules",
    "sqs:GetQueueUrl",
}
"""Actions that find what a run made whose record was cut off."""


def test_each_unknown_has_one_scenario():
    assert sorted(name for each in DECIDING for name in each.decides) == sorted(unknowns())


def test_with_defaults_nothing_differs_and_nothing_is_left(sandbox, account):
    before = everything(account.clients)
    sandbox.calls()
    outcome = run(account)
    called = sandbox.calls()
    assert (outcome.broken, outcome.differences, outcome.left) == ({}, [], [])
    assert {each.scenario for each in outcome.seen} == set(SCENARIOS)
    assert everything(account.clients) == before
    assert permissions.actions("endpoint") == called | LOOKED_UP | permissions.WITHOUT_A_CALL | {
        "sts:GetCallerIdentity"
    }


@pytest.mark.parametrize(("name", "flipped"), unknowns().items())
def test_the_report_names_each_unknown_that_is_the_other_way(sandbox, account, name, flipped):
    sandbox.control(**{name: flipped})
    outcome = run(account, DECIDING)
    data = Report("0a1b2c3d", REGION, True, outcome).data()
    assert {
        each: item["seen"] for each, item in data["unknowns"].items() if item["seen"] != item["default"]
    } == {name: flipped}
    assert {each["fact"] for each in data["differences"]} == {name}
    assert all(each["call"]["action"] for each in data["differences"])
    assert (outcome.broken, outcome.left) == ({}, [])


def test_a_recorded_exchange_can_be_held_against_another_run(clients, tmp_path):
    recorded = []
    for name in ("0a", "0b"):
        clients.exchange.calls.clear()
        run(account_of(clients, tmp_path, name), chosen("free"))
        recorded.append(read(clients.exchange.lines()))
    assert len(recorded[0]) == len(recorded[1]) > 20
    assert unmatched(*recorded) == unmatched(*reversed(recorded)) == []
    for call in recorded[0]:
        call.response["New"] = 1
    assert {line.rpartition(": ")[2] for line in unmatched(*recorded)} == {".New"}


@pytest.mark.parametrize("up_to", TIERS)
def test_a_tier_comes_after_those_before_it(up_to):
    tiers = [each.tier for each in chosen(up_to)]
    assert tiers == sorted(tiers, key=list(TIERS).index)
    assert tiers[-1] == up_to


def test_a_run_that_takes_too_long_ends(account):
    def stuck(account):
        account.create("auto scaling configuration", "thing")
        yield account.wait("it happens", lambda: None)

    before = everything(account.clients)
    first, *others = [evolve(each, minutes=0) for each in chosen("read")]
    account.pace = evolve(account.pace, patience=3)
    with refusing(account.clients, "apprunner", "DeleteAutoScalingConfiguration", "ResourceInUse", 2):
        outcome = run(account, [evolve(first, run=stuck, minutes=0.01), *others])
    assert outcome.broken == {
        first.name: "TooLateError: the time of the run is over, and it isn't true that it happens",
        **{each.name: "the time of the run was over before it" for each in others},
    }
    assert not outcome.good
    assert everything(account.clients) == before


def test_a_scenario_that_breaks_ends_no_other(account):
    broken, *others = [each for each in chosen("free") if each.tier == "free"]

    def breaks(account):
        yield from broken.run(account)
        account.describe(f"arn:aws:apprunner:{REGION}:{account.account_id}:service/none/{'0' * 32}")

    outcome = run(account, [evolve(broken, run=breaks), *others])
    assert list(outcome.broken) == [broken.name]
    assert "ResourceNotFoundException" in outcome.broken[broken.name]
    assert {each.scenario for each in outcome.seen} == {each.name for each in [broken, *others]}
    assert not outcome.good
    assert json.loads(Report("0a", REGION, True, outcome).json())["broken"]
