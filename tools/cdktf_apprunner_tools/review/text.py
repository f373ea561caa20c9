"""The review for a terminal, or a log."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cdktf_apprunner_tools.review.markdown import cost_in_words
from cdktf_apprunner_tools.review.phrase import Phrase, display, printable
from cdktf_apprunner_tools.review.review import Review
from cdktf_apprunner_tools.review.words import called

WIDTH = 120


def text(reviews: Sequence[Review]) -> str:
    """Write the reviews as plain text, without colours: the output may be a file."""
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, color_system=None, highlight=False, markup=False)
    for number, review in enumerate(reviews):
        if number:
            console.print()
        _print(console, review)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _print(console: Console, review: Review) -> None:
    def write(phrase: Phrase) -> str:
        return phrase.write(lambda value: display(value, review.plan.secrets))

    def names(values: list[Any]) -> str:
        shown = ", ".join(display(value, review.plan.secrets) for value in values[:5])
        return f"{shown} and {len(values) - 5} more" if len(values) > 5 else shown  # noqa: PLR2004

    console.print(f"{printable(review.plan.name)}: {write(review.verdict)}", soft_wrap=True)
    if cost := cost_in_words(review.cost):
        console.print(f"  a month: {cost}")
    for finding in review.findings:
        console.print(f"  {finding.risk.level} risk: {finding.risk.name}")
        for place in finding.places:
            console.print(f"    {write(place)}", soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("", "Resource", "Setting", "Before", "After"):
        table.add_column(heading, overflow="fold")
    for entry in review.entries:
        first = [str(entry.kind), f"{write(called(entry.type, len(entry.names)))} {names(entry.names)}"]
        rows = [[write(part) for part in (row.setting, row.before, row.after)] for row in entry.rows]
        for number, row in enumerate(rows or [["", "", ""]]):
            table.add_row(*map(Text, [*(first if number == 0 else ["", ""]), *row]))
    if review.entries:
        console.print(table)
    for change, _ in review.drift:
        console.print(
            f"  changed outside of Terraform: {display(change.address, review.plan.secrets)}", soft_wrap=True
        )
    for place in review.places:
        console.print(f"  {write(place)}", soft_wrap=True)
