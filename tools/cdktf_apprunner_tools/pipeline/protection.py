"""Deletion protection that outlives its block: what the last apply left of it in the state.

Terraform forgets ``prevent_destroy`` together with the block of the service. But it keeps the results of
checks in the state, and a protected service has a check of its name. A plan lacks the checks that have
vanished, so the plan is kept with the state's checks beside its own, as ``prior_checks``.
"""

from __future__ import annotations

import json
from typing import Any

SERVICE = "aws_apprunner_service."
CHECK, SUFFIX = "check.", "_protected"
"""`cdktf_apprunner.AppRunnerService` makes the name of the check from the service's."""


def recorded(state: str) -> list[str]:
    """Return the checks in a state, as ``terraform state pull`` prints it: nothing before the first apply."""
    results = json.loads(state or "{}").get("check_results") or []
    return [each["config_addr"] for each in results if each["object_kind"] == "check"]


def before(plan: dict[str, Any]) -> set[str]:
    """Return the checks of the services that were protected at the last apply."""
    return set(filter(_protects, plan.get("prior_checks", [])))


def after(plan: dict[str, Any]) -> set[str]:
    """Return the checks of the services that a plan protects."""
    return set(filter(_protects, (each["address"]["to_display"] for each in plan.get("checks", []))))


def lost(plan: dict[str, Any]) -> list[str]:
    """Return each service that was protected at the last apply, and that a plan destroys or replaces."""
    protected = {f"{SERVICE}{check[len(CHECK) : -len(SUFFIX)]}" for check in before(plan)}
    services = [
        (item.get("previous_address", item["address"]), item["change"])
        for item in plan.get("resource_changes", [])
    ]
    return [
        f"{address} ({change['before']['service_name']})"
        for address, change in services
        if address in protected and "delete" in change["actions"]
    ]


def _protects(check: str) -> bool:
    return check.startswith(CHECK) and check.endswith(SUFFIX)
