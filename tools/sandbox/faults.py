"""Failures on demand."""

from __future__ import annotations

import random

from attrs import define, field

from tools.sandbox.errors import ApiError

OUTCOMES = ("roll back", "fail", "stuck")


@define
class Faults:
    """What is to go wrong."""

    seed: int = 0
    next_operation: str | None = None
    """What the next operation of a service comes to: ``roll back``, ``fail``, or ``stuck`` in progress."""
    throttled_share: float = 0
    """Share of calls refused as too many."""
    failing_share: float = 0
    """Share of calls answered with an internal error."""
    _random: random.Random = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  # chance, no secret

    def strike(self) -> None:
        """Refuse a call now and then."""
        chance = self._random.random()
        if chance < self.throttled_share:
            raise ApiError("ThrottlingException", "Rate exceeded", 400)
        if chance < self.throttled_share + self.failing_share:
            raise ApiError("InternalServiceErrorException", "An internal error occurred", 500)

    def take_outcome(self) -> str | None:
        """Return what the operation that starts now is to come to."""
        outcome, self.next_operation = self.next_operation, None
        return outcome
