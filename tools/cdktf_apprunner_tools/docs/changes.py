"""``docs/changes.md``: a row for each edit that ``tests/e2e/test_edits.py`` plans."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

HEAD = """# What happens when you change …

Made from `tests/e2e/edits.py` by `make docs`: {edits} edits of all {arguments} arguments of an environment.
The test deploys environments to a local AWS and plans each edit. It fails where a plan destroys or
replaces what isn't here. Not proven on real AWS.

**Deployed again** means that App Runner starts new instances, moves the requests to them, then stops the old
ones. **Replaced** means that the old one is destroyed before the new one is made, and **new first** the
opposite. The last column leaves out what is only made or changed in place.

"""
TABLE = "| Field | Edit | What happens | Destroyed or replaced |\n|---|---|---|---|\n"
LOST = {
    "destroy": "destroyed",
    "replace": "replaced",
    "new before old": "replaced, new first",
    "forget": "forgotten, stays in AWS",
}
"""What is listed, and how."""


def document() -> str:
    """Return the page."""
    table = importlib.import_module("tests.e2e.edits")  # only the project's folder has it
    arguments: dict[str, list[Any]] = {}
    for edit in table.EDITS:
        arguments.setdefault(edit.argument, []).append(edit)
    return HEAD.format(edits=len(table.EDITS), arguments=len(arguments)) + "\n".join(
        f"## {argument}\n\n{TABLE}{''.join(map(_row, edits))}" for argument, edits in arguments.items()
    )


def _row(edit: Any) -> str:
    return f"| `{edit.field}` | {edit.edit} | {edit.says} | {_lost(edit.plan)} |\n"


def _lost(plan: Mapping[str, str]) -> str:
    """Return what is destroyed or replaced, each kind with its addresses."""
    found: dict[str, list[str]] = {}
    for address, action in plan.items():
        if action in LOST:
            found.setdefault(LOST[action], []).append(f"`{address.removeprefix('aws_')}`")
    return "; ".join(f"{how}: {', '.join(addresses)}" for how, addresses in found.items())
