"""Write plain texts into Terraform's JSON, where every string is a template."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from cdktf_apprunner.checks.errors import Hidden, Problem
from cdktf_apprunner.checks.tokens import is_token

PAGE = "https://developer.hashicorp.com/terraform/language/expressions/strings"
EXPRESSION = re.compile(r"((?<!\$)\$\{[^}]*\})")
"""A Terraform expression in a text."""
MARK = re.compile(r"\$\{TfToken\[[^]]*\]\}")
"""A CDKTF token in a text."""
SHELL = re.compile(r"(?<!\$)\$\{(?:[^}]*$|[A-Za-z_]\w*(?:\}|:?[-+=?]|[#%/^,]))")
"""A shell variable, which is never a Terraform expression, or a ``${`` without a ``}``."""

NOT_IN_HCL = {"b": "\\u0008", "f": "\\u000c"}
"""JSON's short escapes that Terraform doesn't know, with the form that it knows."""


def literal(text: str) -> str:
    """Escape ``%{``, so that Terraform doesn't read it as a directive; expressions stay."""
    return str(text) if is_token(text) else re.sub(r"(?<!%)%\{", "%%{", text)


def literals(texts: Mapping[str, str]) -> dict[str, str]:
    """Escape ``%{`` in the names and values of a map."""
    return {literal(name): literal(text) for name, text in texts.items()}


def escaped(text: str) -> str:
    """Escape a text for a Terraform function: CDKTF quotes it but doesn't escape it."""
    return text if is_token(text) else text.replace("\\", "\\\\").replace('"', '\\"')


def quote(text: str) -> str:
    """Write a text as a value in a Terraform expression; expressions in it stay.

    CDKTF writes a token in an expression without ``${}``, and takes any ``}`` for the expression's end. So
    this value has no ``}``: an expression in the text loses its ``${}``, and a plain ``}`` is escaped.
    """
    parts = [part for part in EXPRESSION.split(text) if part]
    written = [_part(part) for part in parts] or ['""']
    return written[0] if len(written) == 1 else f'join("", [{", ".join(written)}])'


def _part(text: str) -> str:
    if MARK.fullmatch(text):
        return text
    if EXPRESSION.fullmatch(text):
        return f"({text[2:-1]})"
    written = json.dumps(text, ensure_ascii=False).replace("}", "\\u007d")
    return re.sub(r"\\(.)", lambda pair: NOT_IN_HCL.get(pair[1], pair[0]), written)


def check_template(field: str, value: object) -> list[Problem]:
    """Find a text that Terraform would read as an expression and refuse."""
    found = SHELL.search(value) if isinstance(value, str) else None
    if found is None:
        return []
    allowed = "Terraform reads ${…} as an expression, and this isn't one"
    return [Problem(field, Hidden("a text with ${"), allowed, "Write $${ for a literal ${", PAGE)]
