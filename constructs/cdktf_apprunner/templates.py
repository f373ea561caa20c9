"""Plain texts in Terraform's JSON, where every string is a template."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cdktf_apprunner.errors import Hidden, Problem
from cdktf_apprunner.limits import is_token

PAGE = "https://developer.hashicorp.com/terraform/language/expressions/strings"
SHELL = re.compile(r"(?<!\$)\$\{(?:[^}]*$|[A-Za-z_]\w*(?:\}|:?[-+=?]|[#%/^,]))")
"""A shell's variable, which no expression of Terraform is, and one that never ends."""


def literal(text: str) -> str:
    """Write a text so that Terraform takes ``%{`` for what it is, no directive; expressions stay."""
    return str(text) if is_token(text) else re.sub(r"(?<!%)%\{", "%%{", text)


def literals(texts: Mapping[str, str]) -> dict[str, str]:
    """Write the names and values of a map so."""
    return {literal(name): literal(text) for name, text in texts.items()}


def quoted(texts: Mapping[str, str]) -> dict[str, str]:
    """Write the names and values of a map for a function."""
    return {escaped(name): escaped(text) for name, text in texts.items()}


def escaped(text: str) -> str:
    """Write a text for a function, where CDKTF quotes but doesn't escape."""
    return text if is_token(text) else text.replace("\\", "\\\\").replace('"', '\\"')


def check_template(field: str, value: object) -> list[Problem]:
    """Find what Terraform would take for an expression and refuse."""
    found = SHELL.search(value) if isinstance(value, str) else None
    if found is None:
        return []
    allowed = "Terraform reads ${…} as an expression, and this is none"
    return [Problem(field, Hidden("a text with ${"), allowed, "Write $${ where ${ itself is meant", PAGE)]
