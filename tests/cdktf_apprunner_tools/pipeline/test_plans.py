"""Kept plans: without secrets, and compared with newer plans."""

import json
from copy import deepcopy

from cdktf_apprunner_tools.pipeline.plans import CHANGED, SENSITIVE, changes, differences, without_secrets
from cdktf_apprunner_tools.review.redact import HIDDEN

SECRET = "hunter2"


def resource(address="terraform_data.it", actions=("update",), **given):
    change = {"actions": list(actions), "before": {"input": "v1"}, "after": {"input": "v2"}}
    return {"address": address, "change": change, **given}


def plan(*resources, **outputs):
    return {"format_version": "1.2", "resource_changes": list(resources), "output_changes": outputs}


def test_no_secret_is_kept():
    values = {"open": "shown", "closed": SECRET, "nested": [{"a": SECRET, "b": "shown"}, "shown"]}
    marks = {"closed": True, "nested": [{"a": True}, False]}
    whole = {
        "variables": {"password": {"value": SECRET}, "tag": {"value": "shown"}},
        "configuration": {
            "root_module": {
                "variables": {
                    "password": {"sensitive": True, "default": SECRET},
                    "tag": {"default": "shown"},
                },
                "module_calls": {
                    "m": {"module": {"variables": {"p": {"sensitive": True, "default": SECRET}}}}
                },
            }
        },
        "planned_values": {
            "outputs": {
                "password": {"sensitive": True, "value": SECRET},
                "tag": {"sensitive": False, "value": 1},
            },
            "root_module": {"resources": [{"values": values, "sensitive_values": marks}]},
        },
        "prior_state": {
            "values": {
                "root_module": {
                    "child_modules": [{"resources": [{"values": values, "sensitive_values": marks}]}]
                }
            }
        },
        "resource_changes": [
            {
                "change": {
                    "before": values,
                    "before_sensitive": marks,
                    "after": SECRET,
                    "after_sensitive": True,
                }
            }
        ],
        "resource_drift": [
            {"change": {"before": [SECRET, "shown"], "before_sensitive": [True], "after": None}},
        ],
        "output_changes": {
            "password": {"before": None, "before_sensitive": True, "after": SECRET, "after_sensitive": True}
        },
    }
    before = deepcopy(whole)
    kept = without_secrets(whole)
    assert SECRET not in json.dumps(kept)
    assert whole == before
    assert kept["resource_changes"][0]["change"]["before"] == {
        "open": "shown",
        "closed": SENSITIVE,
        "nested": [{"a": SENSITIVE, "b": "shown"}, "shown"],
    }
    assert kept["resource_drift"][0]["change"]["before"] == [SENSITIVE, "shown"]
    assert kept["output_changes"]["password"]["before"] is None
    assert kept["variables"]["password"]["value"] == SENSITIVE
    assert kept["variables"]["tag"]["value"] == "shown"
    assert kept["planned_values"]["outputs"]["tag"]["value"] == 1


def test_a_copy_of_a_secret_is_hidden_too():
    """A provider may return a secret without the mark. Equal names and actions stay."""
    change = {
        "actions": ["update"],
        "before": {"password": "update", "url": "https://me:update@host"},
        "before_sensitive": {"password": True},
        "after": {"password": "ab", "url": "ab"},
        "after_sensitive": {"password": True},
    }
    kept = without_secrets({"resource_changes": [{"address": "update.it", "change": change}]})
    (made,) = kept["resource_changes"]
    assert made["address"] == "update.it"
    assert made["change"]["actions"] == ["update"]
    assert made["change"]["before"] == {"password": SENSITIVE, "url": f"https://me:{HIDDEN}@host"}
    assert made["change"]["after"] == {"password": CHANGED, "url": "ab"}


def test_a_copy_inside_json_text_is_hidden_too():
    secret = 'hunter"2<&'
    change = {
        "after": {"password": secret, "policy": json.dumps({"a": secret}), "raw": r"hunter\"2\u003c\u0026"},
        "after_sensitive": {"password": True},
    }
    (made,) = without_secrets({"resource_changes": [{"change": change}]})["resource_changes"]
    assert made["change"]["after"]["policy"] == f'{{"a": "{HIDDEN}"}}'
    assert made["change"]["after"]["raw"] == HIDDEN


def test_a_changed_secret_stays_marked_as_changed():
    def kept(before, after, marks):
        change = {"before": before, "before_sensitive": marks, "after": after, "after_sensitive": marks}
        return without_secrets({"resource_changes": [{"change": change}]})["resource_changes"][0]["change"][
            "after"
        ]

    assert kept({"a": SECRET}, {"a": SECRET}, {"a": True}) == {"a": SENSITIVE}
    assert kept({"a": SECRET}, {"a": "hunter3"}, {"a": True}) == {"a": CHANGED}
    assert kept([{"a": SECRET}], [{"a": "hunter3"}], [{"a": True}]) == [{"a": CHANGED}]
    assert kept(None, {"a": SECRET}, {"a": True}) == {"a": CHANGED}
    assert kept({"a": SECRET}, None, {"a": True}) is None


def test_no_op_and_read_are_not_changes():
    same = resource(actions=["no-op"])
    reading = resource("data.aws_iam_role.it", actions=["read"])
    assert changes(plan(same, reading, url={"actions": ["no-op"], "before": 1, "after": 1})) == {}
    assert changes({"format_version": "1.2"}) == {}


def test_changes_to_only_the_state_count():
    imported = resource("a.b", actions=["no-op"])
    imported["change"]["importing"] = {"id": "x"}
    moved = resource("c.d", actions=["no-op"], previous_address="c.e")
    forgotten = resource("e.f", actions=["forget"])
    output = {"actions": ["update"], "before": 1, "after": 2}
    assert set(changes(plan(imported, moved, forgotten, url=output))) == {"a.b", "c.d", "e.f", "output.url"}


def test_a_deposed_object_has_its_own_key():
    both = plan(resource(actions=["no-op"]), resource(actions=["delete"], deposed="1a2b"))
    assert set(changes(both)) == {"terraform_data.it 1a2b"}


def test_the_same_plan_has_no_differences():
    assert differences(plan(resource()), plan(resource())) == []


def test_differences_in_words():
    replaced = resource(actions=["delete", "create"])
    other = resource()
    other["change"]["after"] = {"input": "v3"}
    imported = resource(actions=["no-op"])
    imported["change"]["importing"] = {"id": "x"}
    it = "terraform_data.it: reviewed"
    assert differences(plan(resource()), plan(replaced)) == [f"{it} update, now delete and create"]
    assert differences(plan(resource()), plan(other)) == [f"{it} update, now update with other values"]
    assert differences(plan(), plan(resource())) == [f"{it} no change, now update"]
    assert differences(plan(resource()), plan()) == [f"{it} update, now no change"]
    assert differences(plan(), plan(imported)) == [f"{it} no change, now no-op and import"]
    drifted = resource()
    drifted["change"]["before"] = {"input": "by hand"}
    assert differences(plan(resource()), plan(drifted)) == [f"{it} update, now update with other values"]
