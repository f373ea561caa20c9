"""The kinds of limit: a text, a range, an amount, a choice. Each checks a value and has the rule in words.

Values that only Terraform knows (CDKTF tokens) pass every check.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod

from attrs import field, frozen

from cdktf_apprunner.checks.errors import Problem, is_list
from cdktf_apprunner.checks.tokens import is_token

INTEGER = 2_147_483_647
"""The largest number that AWS's APIs accept, for limits where AWS documents none."""


@frozen(kw_only=True)
class Limit(ABC):
    """The columns that every row has.

    Parameters
    ----------
    model
        Members of botocore's models that tests compare it with: ``service Operation.Member``.
    argument
        The provider's argument that tests compare it with: ``resource.argument``.
    stricter
        Why the limit refuses more than the model does.
    read
        When the page was read.
    """

    model: tuple[str, ...] = ()
    argument: str = ""
    stricter: str = ""
    read: str = "2026-11"

    @abstractmethod
    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""

    def check_optional(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one; ``None`` is allowed."""
        return [] if value is None else self.check(field, value)


@frozen
class Text(Limit):
    """A string that matches a pattern as a whole; letters and digits are ASCII only."""

    pattern: str
    allowed: str
    page: str
    shortest: int = field(default=0, kw_only=True)
    longest: int = field(default=INTEGER, kw_only=True)

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        if is_token(value) or (
            isinstance(value, str)
            and self.shortest <= len(value) <= self.longest
            and re.fullmatch(self.pattern, value, re.ASCII)
        ):
            return []
        return [Problem(field, value, self.allowed, page=self.page)]

    def check_each(self, field: str, values: object, count: Range | None = None) -> list[Problem]:
        """Return the problems of a list of such strings, and of its length."""
        if not is_list(values):
            return [Problem(field, values, "allowed is a list", page=self.page)]
        if count is not None and count.check(field, len(values)):
            return [Problem(field, values, count.allowed, page=count.page)]
        return [problem for each in values for problem in self.check(field, each)]


@frozen
class Range(Limit):
    """A whole number from a lowest to a highest, both included; for a list, its length."""

    low: int
    high: int
    page: str
    unit: str = ""

    @property
    def allowed(self) -> str:
        """The rule in words."""
        return f"allowed is a whole number from {self.low} to {self.high} {self.unit}".rstrip()

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if is_token(value) or (whole and self.low <= value <= self.high):  # type: ignore[operator]  # whole
            return []
        return [Problem(field, value, self.allowed, page=self.page)]


@frozen
class Amount(Limit):
    """A number above 0, with an optional maximum."""

    page: str
    highest: float = math.inf
    unit: str = ""

    @property
    def allowed(self) -> str:
        """The rule in words."""
        most = "" if self.highest == math.inf else f", at most {self.highest:g}"
        return f"allowed is a number above 0{most} {self.unit}".rstrip()

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_token(value) or (number and 0 < value <= self.highest):  # type: ignore[operator]  # number
            return []
        return [Problem(field, value, self.allowed, page=self.page)]


@frozen
class Choice(Limit):
    """One of a few values, compared by type too: ``True`` is not 1."""

    values: tuple[object, ...]
    page: str

    @property
    def allowed(self) -> str:
        """The rule in words."""
        return f"allowed are {', '.join(map(str, self.values))}"

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        if is_token(value) or any(type(value) is type(each) and value == each for each in self.values):
            return []
        return [Problem(field, value, self.allowed, page=self.page)]
