"""Problems for people, on a terminal or in a log, and for programs, as JSON."""

from __future__ import annotations

import json
import os
import sys

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cdktf_apprunner import Problem
from cdktf_apprunner.environments._discovery import EnvironmentsError


def show(error: EnvironmentsError) -> None:
    """Print every problem under its environment: several lines on a terminal, else one line."""
    console = Console(stderr=True)
    count = len(error.problems)
    heading = f"{count} problem{'s' if count > 1 else ''}; nothing was written."
    if console.is_terminal and not {"CI", "NO_COLOR"} & os.environ.keys():
        _show_on_terminal(console, heading, error)
        return
    print(heading, file=sys.stderr)
    for name, problems in error.by_name.items():
        print(f"\n{name}", file=sys.stderr)
        for problem in problems:
            print(f"  {problem}", file=sys.stderr)


def _show_on_terminal(console: Console, heading: str, error: EnvironmentsError) -> None:
    console.print(Text(heading, style="bold red"))
    for name, problems in error.by_name.items():
        console.print(Text(f"\n{name}", style="bold"))
        for problem in problems:
            title = Text.assemble((problem.field, "bold"), "  ", (problem.where, "dim"))
            console.print(Padding(title, (0, 0, 0, 2)))
            console.print(Padding(_details(problem), (0, 0, 0, 4)))


def _details(problem: Problem) -> Table:
    grid = Table.grid(padding=(0, 2))
    rows = (
        ("got", problem.shown, "red"),
        ("but", problem.allowed, "green"),
        ("do", problem.advice, ""),
        ("see", problem.page, "dim"),
    )
    for label, text, style in rows:
        if text:
            grid.add_row(Text(label, style="dim"), Text(text, style=style))
    return grid


def as_json(by_name: dict[str, list[Problem]], **others: object) -> str:
    """Write the problems for editors and bots."""
    problems = []
    for name, found in by_name.items():
        for problem in found:
            file, _, line = problem.where.partition(":")
            problems.append(
                {
                    "environment": name,
                    "file": file or None,
                    "line": int(line) if line else None,
                    "field": problem.field,
                    "given": problem.shown,
                    "allowed": problem.allowed,
                    "advice": problem.advice,
                    "page": problem.page,
                }
            )
    return json.dumps({"problems": problems, **others}, indent=2)
