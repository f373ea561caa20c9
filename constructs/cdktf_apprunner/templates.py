"""Plain texts in Terraform's JSON, where every string is a template."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cdktf_apprunner.errors import Problem
from cdktf_apprunner.limits import is_token

PAGE = "https://developer.hashicorp.com/terraform/language/expressions/strings"
SHELL = re.compile(r"(?<!\$)\$\{[A-Za-z_]\w*(?:\}|:?[-+=?]|[#%/^,])")
"""A shell's variable: no expression of Terraform is a single name."""


def literal(text: str) -> str:
    """Write a text so that Terraform takes ``%{`` for what it is, no directive; expressions stay."""
    return str(text) if is_token(text) else re.sub(r"(?<!%)%\{", "%%{", text)


def literals(texts: Mapping[str, str]) -> dict[str, str]:
    """Write the names and values of a map so."""
    return {literal(name): literal(text) for name, text in texts.items()}


def check_template(field: str, value: object) -> list[Problem]:
    """Find what Terraform would take for an expression and refuse."""
    found = SHELL.search(value) if isinstance(value, str) else None
    if found is None:
        return []
    name = found[0].rstrip("}")
    return [
        Problem(
            field,
            f"{name}…",
            "Terraform reads ${…} as an expression, and this is none",
            f"Write ${name}… for the shell's variable",
            PAGE,
        )
    ]
