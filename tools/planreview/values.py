"""Reads values of a plan, whose form only the provider knows: what isn't there is ``None``."""

from __future__ import annotations

from typing import Any

from tools.planreview.redact import UNKNOWN, Sensitive


def at(value: Any, *path: str | int) -> Any:
    """Return what stands at a path; where a part of it is unknown or sensitive, that."""
    for part in path:
        if value is UNKNOWN or isinstance(value, Sensitive):
            return value
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def mapping(value: Any) -> dict[str, Any]:
    """Return the value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def known(value: Any) -> bool:
    """Whether there is a value that the plan knows."""
    return value is not None and value is not UNKNOWN and not isinstance(value, Sensitive)
