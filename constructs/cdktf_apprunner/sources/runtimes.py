"""The runtimes with which App Runner builds source code, and the last day of their support."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner.checks.limits import GUIDE
from cdktf_apprunner.checks.tokens import is_token

PAGE = f"{GUIDE}/service-source-code.html#service-source-code.managed-platforms.eos"
END_OF_SUPPORT: Mapping[str, date | None] = MappingProxyType(
    {
        "CORRETTO_8": None,
        "CORRETTO_11": None,
        "DOTNET_6": date(2025, 12, 1),  # service-source-code-dotnet-releases.html
        "GO_1": date(2025, 12, 1),  # service-source-code-go-releases.html: Go 1.18
        "NODEJS_12": date(2025, 12, 1),  # service-source-code-nodejs-releases.html
        "NODEJS_14": date(2025, 12, 1),
        "NODEJS_16": date(2025, 12, 1),
        "NODEJS_18": date(2025, 12, 1),
        "NODEJS_22": None,
        "PHP_81": date(2025, 12, 31),  # service-source-code-php.html
        "PYTHON_3": date(2025, 12, 1),  # service-source-code-python-releases.html: Python 3.7 and 3.8
        "PYTHON_311": None,
        "RUBY_31": date(2025, 12, 1),  # service-source-code-ruby.html
    }
)
"""Every runtime of the model (``Runtime``), and its last day of support from the guide's page of its
language; ``None`` if the guide names no day."""


def check(field: str, runtime: object) -> list[Problem]:
    """Refuse an unknown runtime, and suggest similar names."""
    if is_token(runtime) or (isinstance(runtime, str) and runtime in END_OF_SUPPORT):
        return []
    close = difflib.get_close_matches(str(runtime).upper(), END_OF_SUPPORT)
    allowed = f"allowed are {', '.join(END_OF_SUPPORT)}"
    return [Problem(field, runtime, allowed, f"Did you mean {' or '.join(close)}?" if close else "", PAGE)]


def warning(runtime: str, today: date) -> str | None:
    """Return a warning if a runtime's support has ended."""
    end = END_OF_SUPPORT.get(runtime)
    if end is None or today <= end:
        return None
    supported = ", ".join(name for name, last in END_OF_SUPPORT.items() if last is None or today <= last)
    return (
        f"App Runner's support of {runtime} ended on {end.isoformat()}: it gets no fixes. "
        f"Supported are {supported}, or an image of your own. See {PAGE}"
    )
