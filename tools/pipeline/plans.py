"""What a plan in Terraform's JSON would change, without secrets, to keep and to compare.

See https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from typing import Any

SENSITIVE = "(sensitive value)"
MARKS = {"before": "before_sensitive", "after": "after_sensitive", "values": "sensitive_values"}
"""Where values stand in a plan, and beside them what is sensitive of them."""


def without_secrets(plan: dict[str, Any]) -> dict[str, Any]:
    """Return the plan with every value that Terraform holds sensitive replaced."""
    declared = plan.get("configuration", {}).get("root_module", {}).get("variables", {})
    variables = {
        name: {"value": SENSITIVE} if declared.get(name, {}).get("sensitive") else given
        for name, given in plan.get("variables", {}).items()
    }
    cleaned: dict[str, Any] = _clean({**plan, "variables": variables})
    return cleaned


def _clean(part: Any) -> Any:
    if isinstance(part, list):
        return [_clean(item) for item in part]
    if not isinstance(part, dict):
        return part
    cleaned = {key: _clean(value) for key, value in part.items()}
    for key, mark in MARKS.items():
        if key in cleaned and mark in cleaned:
            cleaned[key] = _mask(cleaned[key], cleaned[mark])
    if cleaned.get("sensitive") is True:  # an output, or a variable's declaration
        cleaned.update({key: SENSITIVE for key in ("value", "default") if key in cleaned})
    return cleaned


def _mask(value: Any, marks: Any) -> Any:
    """Replace what is marked: ``True`` the whole, else each part by its own mark."""
    if marks is True:
        return None if value is None else SENSITIVE
    if isinstance(value, dict) and isinstance(marks, dict):
        return {key: _mask(item, marks.get(key)) for key, item in value.items()}
    if isinstance(value, list) and isinstance(marks, list):
        return [_mask(item, mark) for item, mark in zip(value, marks, strict=False)] + value[len(marks) :]
    return value


def changes(plan: dict[str, Any]) -> dict[str, Any]:
    """Return what an apply would do, by address: all that isn't left as it is, or only read."""
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
    return {**resources, **outputs}


def differences(reviewed: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Return a line for each address that isn't changed as it was reviewed."""
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
