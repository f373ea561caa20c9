"""The problems of a configuration, all reported at once; each says what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import TypeGuard

from attrs import evolve, frozen

OURS = {__name__.partition(".")[0], "jsii"}
"""Packages that a problem's file and line never point to: the mistake is in the code that calls them."""
LONGEST_SHOWN = 200


@frozen
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    field
        The argument, as the user writes it.
    given
        The value.
    allowed
        The values that are allowed.
    advice
        What to do.
    page
        The AWS page or model with the rule.
    where
        File and line of the value; filled in when the problem is reported.
    """

    field: str
    given: object
    allowed: str
    advice: str = ""
    page: str = ""
    where: str = ""

    @property
    def shown(self) -> str:
        """The value's ``repr``, cut if it is long."""
        text = repr(self.given)
        return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}… ({len(text)} characters)"

    @property
    def order(self) -> tuple[str, int, str, str]:
        """The key that problems are sorted by: file, line, field."""
        file, _, line = self.where.partition(":")
        return file, int(line or 0), self.field, self.shown

    def __str__(self) -> str:
        parts = [
            f"{self.where}: " if self.where else "",
            f"{self.field}: got {self.shown}; {self.allowed}.",
        ]
        end = "" if self.advice.endswith("?") else "."
        parts += [f" {self.advice}{end}" if self.advice else "", f" See {self.page}" if self.page else ""]
        return "".join(parts)


@frozen
class Hidden:
    """A description in place of a value that may be secret."""

    description: str

    def __repr__(self) -> str:
        return f"{self.description} (not shown)"


class ConfigurationError(Exception):
    """Raised with every problem found: ``problems`` holds them, the message has a line for each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(map(str, self.problems)))


_collected: ContextVar[list[Problem] | None] = ContextVar("collected", default=None)


@contextmanager
def collect_problems() -> Iterator[list[Problem]]:
    """Collect the problems of everything made inside the block, instead of raising at the first."""
    problems: list[Problem] = []
    token = _collected.set(problems)
    try:
        yield problems
    finally:
        _collected.reset(token)


def report(problems: Iterable[Problem]) -> None:
    """Collect the problems inside `collect_problems`; elsewhere raise them as one `ConfigurationError`."""
    where = _caller()
    found = [problem if problem.where else evolve(problem, where=where) for problem in problems]
    collected = _collected.get()
    if collected is not None:
        collected.extend(found)
    elif found:
        raise ConfigurationError(found)


def check_kind(field: str, value: object, *kinds: type) -> list[Problem]:
    """Check that a value is an instance of one of some classes."""
    if isinstance(value, kinds):
        return []
    names = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
    return [Problem(field, value, f"allowed is {names}")]


def is_list(values: object) -> TypeGuard[Sequence[object]]:
    """Whether a value is a list or tuple; a string isn't one."""
    return isinstance(values, Sequence) and not isinstance(values, str | bytes)


def check_kinds(field: str, values: object, kind: type, page: str = "") -> list[Problem]:
    """Check that a value is a list whose items are all of one class."""
    if not is_list(values):
        return [Problem(field, values, f"allowed is a list of {kind.__name__}", page=page)]
    return [problem for each in values for problem in check_kind(field, each, kind)]


def _caller() -> str:
    """File and line of the code outside `OURS` that made the value."""
    frame = sys._getframe(1)
    while frame.f_back and _package(frame) in OURS:
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"


def _package(frame: FrameType) -> str:
    """The top-level package of a frame's module; a prefix would also match ``cdktf_apprunner_acme``."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
