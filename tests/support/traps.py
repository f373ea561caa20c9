"""The traps, recorded beside the tests that show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from attrs import frozen

Tests = TypeVar("Tests", bound=type)


@frozen
class Trap:
    """One trap: a row of ``docs/traps.md``."""

    number: int
    title: str
    source: str
    plain: str
    ours: str


TRAPS: dict[int, Trap] = {}


def trap(number: int, title: str, *, source: str, plain: str, ours: str) -> Callable[[Tests], Tests]:
    """Record the trap that a class's ``test_plain`` and ``test_ours`` show."""
    TRAPS[number] = Trap(number, title, source, plain, ours)

    def mark(tests: Tests) -> Tests:
        class Recorded(tests):  # type: ignore[valid-type,misc]
            @pytest.fixture(autouse=True)
            def _record(self, record_property, request):
                record_property("trap", number)
                record_property("side", request.node.name.partition("[")[0].removeprefix("test_"))

        Recorded.__name__, Recorded.__qualname__ = tests.__name__, tests.__qualname__
        Recorded.__module__ = tests.__module__
        return pytest.mark.terraform(Recorded)  # type: ignore[return-value]

    return mark
