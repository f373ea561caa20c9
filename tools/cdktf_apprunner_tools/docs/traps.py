"""``docs/traps.md``: a row for each trap that ``tests/e2e/test_traps.py`` shows."""

from __future__ import annotations

import importlib

HEAD = """# The traps

Made from `tests/e2e/test_traps.py` by `make docs`. The tests show each line on a local AWS, once with a plain
configuration and once with ours. Not proven on real AWS: the local one behaves as the named sources say.

| # | Trap | Source | A plain configuration | Ours |
|---|---|---|---|---|
"""


def document() -> str:
    """Return the page."""
    importlib.import_module("tests.e2e.test_traps")  # fills the table; only the project's folder has it
    table = importlib.import_module("tests.support.traps").TRAPS
    return HEAD + "".join(
        f"| {item.number} | {item.title} | {item.source} | {item.plain} | {item.ours} |\n"
        for item in sorted(table.values(), key=lambda item: item.number)
    )
