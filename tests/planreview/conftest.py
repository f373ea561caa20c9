"""Plans to review: those kept, and changes to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tools.planreview.__main__ import main

PLANS = Path(__file__).parent / "plans"
KEPT = sorted(path.relative_to(PLANS).with_suffix("").as_posix() for path in PLANS.rglob("*.json"))


def kept(name: str) -> Any:
    """The JSON of a plan that Terraform made."""
    return json.loads((PLANS / f"{name}.json").read_text(encoding="utf-8"))


def run(*arguments: object) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(item) for item in arguments])


@pytest.fixture
def write(tmp_path):
    """Write a plan's JSON to a file named as its environment, and return the path."""

    def made(plan: Any, name: str = "prod") -> Path:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(plan), encoding="utf-8")
        return path

    return made
