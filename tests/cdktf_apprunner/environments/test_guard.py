"""The guard of production: its rules, their waivers, and the output that shows waivers in the plan."""

import json

import pytest

from cdktf_apprunner import (
    Alarms,
    AutoScaling,
    ConfigurationError,
    EcrImage,
    EcrPublicImage,
    LogRetention,
    Rollout,
)
from cdktf_apprunner.environments import Production, load
from cdktf_apprunner.environments.guard import RULES
from tests.support.environments import environment
from tests.support.project import EXAMPLE

GOOD = {
    "image": EcrImage("shop", tag="v1"),
    "scaling": AutoScaling(min_size=2),
    "log_retention": LogRetention(),
    "alarms": Alarms(topic="arn:aws:sns:eu-west-1:111122223333:on-call"),
    "deletion_protection": True,
}
BAD = {
    "latest-tag": {"image": EcrImage("shop", tag="latest")},
    "pinned-image": {"image": EcrImage("shop", tag="v1", rollout=Rollout.ON_PUSH)},
    "min-instances": {"scaling": AutoScaling(min_size=1)},
    "log-retention": {"log_retention": None},
    "kept-logs": {"log_retention": LogRetention(keep=False)},
    "alarms": {"alarms": None},
    "deletion-protection": {"deletion_protection": False},
}


def problems(guard, **settings):
    try:
        environment(**{**GOOD, **settings}, guard=guard)
    except ConfigurationError as error:
        return error.problems
    return ()


def test_every_rule_is_tested():
    assert set(BAD) == {rule.name for rule in RULES}


def test_all_rules_may_hold():
    assert problems(Production()) == ()


@pytest.mark.parametrize("name", BAD)
def test_a_rule_that_does_not_hold_is_refused(name):
    (problem,) = problems(Production(), **BAD[name])
    assert problem.field in BAD[name]
    assert f'waive "{name}" with a reason' in problem.advice
    assert problems(None, **BAD[name]) == ()


@pytest.mark.parametrize("name", BAD)
def test_a_rule_can_be_waived_with_a_reason(name):
    assert problems(Production(waive={name: "Nobody waits for it"}), **BAD[name]) == ()


@pytest.mark.parametrize("reason", ["", "  ", None, True])
def test_a_waiver_needs_a_reason(reason):
    (problem,) = problems(Production(waive={"min-instances": reason}), **BAD["min-instances"])
    assert problem.field == "waive['min-instances']"


@pytest.mark.parametrize("name", BAD)
def test_a_waiver_that_waives_nothing_is_refused(name):
    (problem,) = problems(Production(waive={name: "A reason"}))
    assert "the rule isn't broken" in problem.allowed


def test_an_unknown_rule_is_refused():
    (problem,) = problems(Production(waive={"instances": "A reason"}))
    assert problem.given == "instances"
    assert all(name in problem.allowed for name in BAD)


@pytest.mark.parametrize(
    ("image", "pinned"),
    [
        (EcrPublicImage("public.ecr.aws/a/b:1"), False),
        (EcrPublicImage("public.ecr.aws/a/b@sha256:" + "0" * 64), True),
        (EcrImage("shop", digest="sha256:" + "0" * 64), True),
        (EcrImage("shop", tag="${var.tag}"), True),
    ],
)
def test_pinned(image, pinned):
    assert (problems(Production(), image=image) == ()) is pinned


def test_tokens_pass():
    assert problems(Production(), scaling=AutoScaling(min_size=-1.8e289)) == ()


def test_a_wrong_field_is_reported_once():
    (problem,) = problems(Production(), scaling=None)
    assert problem.field == "scaling"


def test_waivers_are_an_output(stack):
    waive = {"min-instances": 'A nightly job; "nobody" waits'}
    made = stack(**{**GOOD, **BAD["min-instances"]}, guard=Production(waive=waive))
    assert made.json["output"]["waived"]["value"] == waive
    assert "waived" not in stack(**GOOD, guard=Production()).json["output"]


def test_prod_is_guarded(stacks):
    prod = next(item for item in load(EXAMPLE / "environments").environments if item.name == "prod")
    assert isinstance(prod.guard, Production)
    made = json.loads((stacks / "stacks/prod/cdk.tf.json").read_text(encoding="utf-8"))
    (service,) = made["resource"]["aws_apprunner_service"].values()
    assert service["lifecycle"]["prevent_destroy"] is True
