"""The README and the pages under docs."""

from __future__ import annotations

import re
import textwrap


def blocks(page: str, language: str) -> list[str]:
    """Return the code blocks of a language, indented ones without their indentation."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", page, flags=re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(text) for _, text in found]
