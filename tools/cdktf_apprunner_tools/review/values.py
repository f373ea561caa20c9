"""Read values of a plan. Only the provider knows their form, so a missing part is ``None``."""

from __future__ import annotations

from typing import Any

from cdktf_apprunner_tools.review.redact import UNKNOWN, Sensitive


def at(value: Any, *path: str | int) -> Any:
    """Return the value at a path; an unknown or sensitive value on the way is the result."""
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
    """Return the value where it is a mapping, or an empty mapping."""
    return value if isinstance(value, dict) else {}


def known(value: Any) -> bool:
    """Whether there is a value and the plan shows it."""
    return value is not None and value is not UNKNOWN and not isinstance(value, Sensitive)
