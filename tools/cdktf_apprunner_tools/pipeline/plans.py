"""Plans in Terraform's JSON: hide the secrets of a plan, and compare the changes of two plans.

See https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from cdktf_apprunner_tools.pipeline import protection
from cdktf_apprunner_tools.review.redact import Secrets

SENSITIVE = "(sensitive value)"
CHANGED = "(another sensitive value)"
MARKS = {"before": "before_sensitive", "after": "after_sensitive", "values": "sensitive_values"}
"""Members of a plan that hold values, and the members beside them that mark the sensitive ones."""


def without_secrets(plan: dict[str, Any]) -> dict[str, Any]:
    """Return the plan with every sensitive value replaced, and every copy of its text.

    The replacement of a new value shows only whether it differs from the old one.
    """
    declared = plan.get("configuration", {}).get("root_module", {}).get("variables", {})
    variables = {
        name: {**given, "sensitive": True} if declared.get(name, {}).get("sensitive") else given
        for name, given in plan.get("variables", {}).items()
    }
    secrets = Secrets()
    masked = _mask_all({**plan, "variables": variables}, secrets)
    hidden: dict[str, Any] = _hide(masked, secrets, inside=False)
    return hidden


def _mask_all(part: Any, secrets: Secrets) -> Any:
    if isinstance(part, list):
        return [_mask_all(item, secrets) for item in part]
    if not isinstance(part, dict):
        return part
    masked = {key: _mask_all(value, secrets) for key, value in part.items()}
    for key, mark in MARKS.items():
        if key in part and mark in part:
            other = part.get("before") if key == "after" else part[key]
            masked[key] = _mask(part[key], part[mark], other, secrets)
    if part.get("sensitive") is True:  # an output, or a variable
        masked |= {
            key: _mask(part[key], True, part[key], secrets) for key in ("value", "default") if key in part
        }
    return masked


def _mask(value: Any, marks: Any, other: Any, secrets: Secrets) -> Any:
    """Replace the marked parts of a value; ``True`` marks the whole value."""
    if marks is True:
        secrets.add(value)
        return None if value is None else SENSITIVE if value == other else CHANGED
    if isinstance(value, dict) and isinstance(marks, dict):
        named = other if isinstance(other, dict) else {}
        return {key: _mask(item, marks.get(key), named.get(key), secrets) for key, item in value.items()}
    if isinstance(value, list) and isinstance(marks, list):
        listed = other if isinstance(other, list) else []
        parts = zip_longest(value, marks[: len(value)], listed[: len(value)])
        return [_mask(*part, secrets) for part in parts]
    return value


def _hide(part: Any, secrets: Secrets, *, inside: bool) -> Any:
    """Replace the secret texts inside values; addresses, types and actions don't change."""
    if isinstance(part, dict):
        return {
            key: _hide(value, secrets, inside=inside or key in (*MARKS, "value", "default"))
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_hide(item, secrets, inside=inside) for item in part]
    return secrets.hide(part) if isinstance(part, str) and inside else part


def changes(plan: dict[str, Any]) -> dict[str, Any]:
    """Return the changes of a plan by address, without resources that are unchanged or only read.

    A deletion protection that is set or lifted counts: an apply must record it in the state.
    """
    resources = {
        " ".join(filter(None, (item["address"], item.get("deposed")))): {
            **item["change"],
            "previous_address": item.get("previous_address"),
        }
        for item in plan.get("resource_changes", [])
        if item["change"]["actions"] not in (["no-op"], ["read"])
        or "importing" in item["change"]
        or "previous_address" in item
    }
    outputs = {
        f"output.{name}": change
        for name, change in plan.get("output_changes", {}).items()
        if change["actions"] != ["no-op"]
    }
    before, after = protection.before(plan), protection.after(plan)
    protections = {check: {"actions": ["create" if check in after else "delete"]} for check in before ^ after}
    return {**resources, **outputs, **protections}


def differences(reviewed: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Return a line for each address whose change differs from the reviewed one."""
    before, now = changes(reviewed), changes(fresh)
    return [
        f"{address}: reviewed {_action(before.get(address))}, now {_action(now.get(address))}"
        + (" with other values" if _action(before.get(address)) == _action(now.get(address)) else "")
        for address in sorted(before | now)
        if before.get(address) != now.get(address)
    ]


def _action(change: dict[str, Any] | None) -> str:
    if change is None:
        return "no change"
    return " and ".join([*change["actions"], *(["import"] if "importing" in change else [])])
