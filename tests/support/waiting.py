"""Waiting for something that another process does."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(holds: Callable[[], object], *, seconds: float = 30) -> None:
    """Look every tenth of a second until it holds; fail when the time is over."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it didn't hold within {seconds} seconds"
        time.sleep(0.1)
