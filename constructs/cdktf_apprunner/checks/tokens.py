"""CDKTF tokens: values that only Terraform knows, so they can't be checked at synthesis."""

from __future__ import annotations

import re

TOKEN = re.compile(r"(?<!\$)\$\{|[#&]\{TfToken\[")
"""Terraform's expressions, and CDKTF's marks for lists and maps; ``$${`` is Terraform's own escape."""
TOKEN_NUMBER = -1e200
"""CDKTF writes a number that isn't known yet as a large negative one."""


def is_token(value: object) -> bool:
    """Whether only Terraform knows the value."""
    if isinstance(value, str):
        return TOKEN.search(value) is not None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value < TOKEN_NUMBER
    return hasattr(value, "creation_stack")  # IResolvable is a protocol that isinstance can't test
