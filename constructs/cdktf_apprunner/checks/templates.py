"""Write plain texts into Terraform's JSON, where every string is a template."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cdktf_apprunner.checks.errors import Hidden, Problem
from cdktf_apprunner.checks.tokens import is_token

PAGE = "https://developer.hashicorp.com/terraform/language/expressions/strings"
SHELL = re.compile(r"(?<!\$)\$\{(?:[^}]*$|[A-Za-z_]\w*(?:\}|:?[-+=?]|[#%/^,]))")
"""A shell variable, which is never a Terraform expression, or a ``${`` without a ``}``."""


def literal(text: str) -> str:
    """Escape ``%{``, so that Terraform doesn't read it as a directive; expressions stay."""
    return str(text) if is_token(text) else re.sub(r"(?<!%)%\{", "%%{", text)


def literals(texts: Mapping[str, str]) -> dict[str, str]:
    """Escape ``%{`` in the names and values of a map."""
    return {literal(name): literal(text) for name, text in texts.items()}


def quoted(texts: Mapping[str, str]) -> dict[str, str]:
    """Escape the names and values of a map for a Terraform function."""
    return {escaped(name): escaped(text) for name, text in texts.items()}


def escaped(text: str) -> str:
    """Escape a text for a Terraform function: CDKTF quotes it but doesn't escape it."""
    return text if is_token(text) else text.replace("\\", "\\\\").replace('"', '\\"')


def check_template(field: str, value: object) -> list[Problem]:
    """Find a text that Terraform would read as an expression and refuse."""
    found = SHELL.search(value) if isinstance(value, str) else None
    if found is None:
        return []
    allowed = "Terraform reads ${…} as an expression, and this isn't one"
    return [Problem(field, Hidden("a text with ${"), allowed, "Write $${ for a literal ${", PAGE)]
