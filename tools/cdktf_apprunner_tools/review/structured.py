"""The review as JSON, for programs: all facts of the comment, without its limit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cdktf_apprunner_tools.review.changes import Row
from cdktf_apprunner_tools.review.phrase import Phrase, display
from cdktf_apprunner_tools.review.review import Review
from cdktf_apprunner_tools.review.words import called


def structured(reviews: Sequence[Review]) -> str:
    """Write the reviews as a list."""
    return json.dumps(list(map(_environment, reviews)), indent=2) + "\n"


def _environment(review: Review) -> dict[str, Any]:
    def show(value: Any) -> str:
        return display(value, review.plan.secrets)

    def write(phrase: Phrase) -> str:
        return phrase.write(show)

    def row(given: Row) -> dict[str, str]:
        return {name: write(getattr(given, name)) for name in ("setting", "before", "after")}

    return {
        "environment": review.plan.name,
        "verdict": write(review.verdict),
        "deploys": review.deploys,
        "monthly_cost": {
            side: None if (value := getattr(review.cost, side)) is None else str(value)
            for side in ("before", "after")
        },
        "prices": review.cost.source or None,
        "risks": [
            {
                "name": finding.risk.name,
                "level": str(finding.risk.level),
                "places": list(map(write, finding.places)),
            }
            for finding in review.findings
        ],
        "changes": [
            {
                "kind": str(entry.kind),
                "resource": write(called(entry.type)),
                "names": list(map(show, entry.names)),
                "settings": list(map(row, entry.rows)),
            }
            for entry in review.entries
        ],
        "drift": [
            {
                "address": show(change.address),
                "settings": [
                    {"setting": show(found.label), "before": show(found.before), "after": show(found.after)}
                    for found in settings
                ],
            }
            for change, settings in review.drift
        ],
        "look_at": list(map(write, review.places)),
    }
