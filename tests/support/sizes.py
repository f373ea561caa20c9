"""Two sizes of a series of tests: a small one for ``make test``, and the full one with ``FULL=1``."""

from __future__ import annotations

import os
from typing import TypeVar

Item = TypeVar("Item")


def series(full: list[Item], *, small: list[Item]) -> list[Item]:
    """Return the size that is asked for."""
    return full if os.environ.get("FULL") else small
