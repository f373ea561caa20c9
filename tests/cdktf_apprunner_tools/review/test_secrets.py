"""Sensitive values are never shown, wherever they are in a plan."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdktf_apprunner_tools.review.markdown import markdown
from cdktf_apprunner_tools.review.plan import parse
from cdktf_apprunner_tools.review.redact import Secrets, Sensitive, mark
from cdktf_apprunner_tools.review.review import review
from cdktf_apprunner_tools.review.structured import structured
from cdktf_apprunner_tools.review.text import text
from tests.support.credentials import CREDENTIALS
from tests.support.plans import PLANS, kept, run

PLANTED = 'sown-|`<b>"\\value'
MANY = [kept(name) for name in ("settings", "secrets", "replaced", "drift", "created")]


@pytest.mark.parametrize("form", ["markdown", "text", "json"])
@pytest.mark.parametrize("name", ["secrets", "modules"])
def test_planted_in_a_plan_of_terraform(name, form):
    """Variables, policies, tags, commands, outputs, drift, checks, provider: each holds "planted"."""
    path = PLANS / f"{name}.json"
    assert path.read_text(encoding="utf-8").count("planted") > 5
    assert "planted" not in run("--format", form, path).stdout


@pytest.mark.parametrize("form", ["markdown", "text", "json"])
def test_variables_named_like_credentials(form):
    assert "for-no-eye" in (PLANS / "settings.json").read_text(encoding="utf-8")
    assert "eye" not in run("--format", form, PLANS / "settings.json").stdout


@pytest.mark.parametrize("kind", CREDENTIALS)
def test_every_form_of_credential(kind):
    """Known forms are hidden wherever they are, also where Terraform marks nothing."""
    value = {"tags": {"note": CREDENTIALS[kind]}}
    assert isinstance(mark(value, {})["tags"]["note"], Sensitive)


def leaves(value, path=()):
    """Yield the path of every text."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, number))
    elif isinstance(value, str):
        yield path


def mask(path):
    """Return a mask that marks one path."""
    if not path:
        return True
    first, rest = path[0], mask(path[1:])
    return {first: rest} if isinstance(first, str) else [{}] * first + [rest]


def plant(plan, draw):
    """Put a secret into a change, mark it or a container of it, and put an unmarked copy elsewhere."""
    places = [
        (item, side)
        for section in ("resource_changes", "resource_drift")
        for item in plan.get(section, [])
        for side in ("before", "after")
        if item["change"].get(side) and item["mode"] == "managed"
    ]
    item, side = places[draw(st.integers(0, len(places) - 1))]
    change = item["change"]
    path = draw(st.sampled_from(list(leaves(change[side]))))
    change["actions"] = draw(
        st.sampled_from([["update"], ["delete", "create"], ["create"], ["delete"], ["no-op"]])
    )
    change[f"{side}_sensitive"] = mask(path[: draw(st.integers(0, len(path)))])
    change["after_unknown"] = {}
    other, other_side = places[draw(st.integers(0, len(places) - 1))]
    elsewhere = draw(st.sampled_from(list(leaves(other["change"][other_side]))))
    set_at(other["change"][other_side], elsewhere, f"before {PLANTED} after")
    set_at(change[side], path, PLANTED)
    plan["checks"] = [
        {
            "address": {"to_display": f"check.{PLANTED}"},
            "status": "fail",
            "instances": [{"problems": [{"message": f"{PLANTED} is bad"}]}],
        }
    ]


def set_at(value, path, text):
    for part in path[:-1]:
        value = value[part]
    value[path[-1]] = text


def assert_hidden(plan):
    made = review(parse("prod", plan))
    for written in (markdown([made]), text([made]), structured([made])):
        assert "sown" not in written


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_planted_anywhere(data):
    plan = copy.deepcopy(MANY[data.draw(st.integers(0, len(MANY) - 1))])
    plant(plan, data.draw)
    assert_hidden(plan)


@pytest.mark.parametrize(
    "where", ["variable", "default", "output", "planned output", "prior state", "provider"]
)
def test_planted_outside_the_changes(where):
    plan = kept("settings")
    root = plan["configuration"].setdefault("root_module", {})
    variables = root.setdefault("variables", {})
    if where == "variable":
        plan["variables"]["word"] = {"value": {"deep": [PLANTED]}}
        variables["word"] = {"sensitive": True}
    elif where == "default":
        variables["word"] = {"sensitive": True, "default": PLANTED}
    elif where == "output":
        plan["output_changes"]["word"] = {"actions": ["create"], "after": [PLANTED], "after_sensitive": True}
    elif where == "planned":
        plan["planned_values"]["outputs"]["word"] = {"sensitive": True, "value": [PLANTED]}
    elif where == "prior state":
        child = {"resources": [{"values": {"a": [{"b": PLANTED}]}, "sensitive_values": {"a": [{"b": True}]}}]}
        plan["prior_state"]["values"]["root_module"]["child_modules"] = [child]
    else:
        expressions = plan["configuration"]["provider_config"]["aws"]["expressions"]
        expressions["secret_key"] = {"constant_value": PLANTED}
    for item in plan["resource_changes"]:
        if item["type"] == "aws_apprunner_service":
            image = item["change"]["after"]["source_configuration"][0]["image_repository"][0]
            image["image_configuration"][0]["start_command"] = f"serve --key {PLANTED}"
    plan["output_changes"]["waived"] = {"actions": ["create"], "after": {"guard": f"because {PLANTED}"}}
    assert_hidden(plan)


def test_a_mark_shows_nothing():
    marked = mark({"a": PLANTED, "b": "shown"}, {"a": True})
    assert "sown" not in repr(marked)
    assert "sown" not in json.dumps(marked, default=str)
    assert marked["a"] == Sensitive(PLANTED)
    assert marked["b"] == "shown"


def test_short_values_are_hidden_only_by_marks():
    secrets = Secrets()
    secrets.add(["abc", "abcdef", "abcdef-longer"])
    assert secrets.hide("abc abcdef abcdef-longer") == "abc (sensitive) (sensitive)"
