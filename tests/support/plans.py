"""The kept plans, and the plan review run on plans."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from cdktf_apprunner_tools.pipeline.commands import review
from tests.support.project import PROJECT

PLANS = PROJECT / "tests/cdktf_apprunner_tools/review/plans"
KEPT = sorted(path.relative_to(PLANS).with_suffix("").as_posix() for path in PLANS.rglob("*.json"))


def kept(name: str) -> Any:
    """Return the JSON of a plan that Terraform made."""
    return json.loads((PLANS / f"{name}.json").read_text(encoding="utf-8"))


def run(*arguments: object) -> Result:
    """Run the review in this process; its errors are the result's exception."""
    return CliRunner().invoke(review, [str(item) for item in arguments], standalone_mode=False)


def actions(plan: Any) -> dict[str, str]:
    """Return what a plan does to each resource and output, besides moving it."""
    changes = [
        *((change["address"], change["change"]) for change in plan.get("resource_changes", [])),
        *((f"output {name}", change) for name, change in plan.get("output_changes", {}).items()),
    ]
    return {
        address: "+".join(change["actions"])
        for address, change in changes
        if change["actions"] not in (["no-op"], ["read"])
    }
