"""The report of a run, as Markdown and as JSON, without what identifies the account."""

from __future__ import annotations

import json
from typing import Any

from attrs import asdict, frozen

from cdktf_apprunner_tools.prove.running import Outcome, Seen
from cdktf_apprunner_tools.sandbox.settings import Settings, unknowns


@frozen
class Report:
    """The report of one run.

    Parameters
    ----------
    run, region
        The run's id and region.
    real
        Whether it was a real account.
    """

    run: str
    region: str
    real: bool
    outcome: Outcome

    def data(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        defaults = Settings()
        return {
            "run": self.run,
            "region": self.region,
            "real": self.real,
            "unknowns": {
                name: self._unknown(self.outcome.decided.get(name), getattr(defaults, name))
                for name in unknowns()
            },
            "facts": len(self.outcome.seen),
            "differences": [
                {"fact": each.fact.name, "expected": each.fact.expected, **_shown(each)}
                for each in self.outcome.differences
            ],
            "broken": self.outcome.broken,
            "left": self.outcome.left,
            "interrupted": self.outcome.interrupted,
        }

    @staticmethod
    def _unknown(seen: Seen | None, default: Any) -> dict[str, Any]:
        if seen is None:
            return {"decided": False, "default": default}
        return {"decided": True, "default": default, **_shown(seen)}

    def json(self) -> str:
        """Return it as JSON."""
        return json.dumps(self.data(), indent=2) + "\n"

    def markdown(self) -> str:
        """Return it as Markdown."""
        data = self.data()
        where = "a real account" if self.real else "the local AWS"
        lines = [
            f"# Run {self.run}",
            "",
            f"{len(self.outcome.seen)} facts in {where}, {self.region}; "
            f"{len(self.outcome.differences)} differ from the local AWS's defaults.",
        ]
        if self.outcome.interrupted:
            lines += ["", "It was interrupted."]
        lines += ["", "| unknown | default | seen | scenario |", "|---|---|---|---|"]
        for name, item in data["unknowns"].items():
            seen = f"`{item['seen']}` | {item['scenario']}" if item["decided"] else "not decided |"
            lines.append(f"| {name} | `{item['default']}` | {seen} |")
        for each in data["differences"]:
            lines += ["", f"## {each['scenario']}: {each['fact']}", ""]
            lines.append(f"The local AWS has `{each['expected']}`; `{each['seen']}` came.")
            if call := each["call"]:
                shown = {key: call[key] for key in ("action", "request", "error", "response")}
                lines += ["", "```json", json.dumps(shown, indent=2), "```"]
        lines += _listed("Not run to the end", [f"{name}: {why}" for name, why in data["broken"].items()])
        lines += _listed("Not deleted", data["left"])
        return "\n".join(lines) + "\n"


def _shown(seen: Seen) -> dict[str, Any]:
    """Return what was seen, and the last call before it."""
    call = None if seen.call is None else asdict(seen.call)
    return {"scenario": seen.scenario, "seen": seen.fact.seen, "call": call}


def _listed(title: str, lines: list[str]) -> list[str]:
    return ["", f"## {title}", "", *(f"- {line}" for line in lines)] if lines else []
