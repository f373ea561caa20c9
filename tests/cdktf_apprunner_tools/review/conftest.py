"""Plans to review."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """Write a plan's JSON to a file named as its environment; return the path."""

    def made(plan: Any, name: str = "prod") -> Path:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(plan), encoding="utf-8")
        return path

    return made
