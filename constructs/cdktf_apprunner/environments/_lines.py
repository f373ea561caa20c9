"""Find the line of the argument that a problem is about; Python knows only the line of the call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from cdktf_apprunner import Problem

MAIN_CALLS = {"Environment", "Registry"}
"""Calls that a problem without a line is about."""


def locate(path: Path, problem: Problem) -> Problem:
    """Add the argument's line to the problem, if the file has the argument."""
    where = problem.where or path.name
    file, _, line = where.partition(":")
    found = next(_lines(path.with_name(file), problem.field, int(line or 0)), line)
    return evolve(problem, where=f"{file}:{found}" if found else file)


def _lines(path: Path, field: str, line: int) -> Iterator[int]:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    name, _, key = field.partition("[")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (node.lineno == line or (not line and _called(node) in MAIN_CALLS)):
            for argument in ast.walk(node):
                if isinstance(argument, ast.keyword) and argument.arg == name:
                    yield _line_of_key(argument.value, key.removesuffix("]")) or argument.value.lineno


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _line_of_key(value: ast.expr, key: str) -> int | None:
    if not isinstance(value, ast.Dict):
        return None
    keys = (each for each in value.keys if isinstance(each, ast.Constant) and repr(each.value) == key)
    return next((each.lineno for each in keys), None)
