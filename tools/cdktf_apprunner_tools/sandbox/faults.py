"""Failures on demand."""

from __future__ import annotations

import random

from attrs import define, field

from cdktf_apprunner_tools.sandbox.errors import ApiError

OUTCOMES = ("roll back", "fail", "stuck")


@define
class Faults:
    """The failures that a test asked for."""

    seed: int = 0
    next_operation: str | None = None
    """Outcome of the next operation on a service: ``roll back``, ``fail``, or ``stuck`` in progress."""
    throttled_share: float = 0
    """Share of calls that are throttled."""
    failing_share: float = 0
    """Share of calls that fail with an internal error."""
    _random: random.Random = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  # not used for security

    def strike(self) -> None:
        """Fail a random share of the calls."""
        chance = self._random.random()
        if chance < self.throttled_share:
            raise ApiError("ThrottlingException", "Rate exceeded", 400)
        if chance < self.throttled_share + self.failing_share:
            raise ApiError("InternalServiceErrorException", "An internal error occurred", 500)

    def take_outcome(self) -> str | None:
        """Return the outcome of the operation that starts now."""
        outcome, self.next_operation = self.next_operation, None
        return outcome
