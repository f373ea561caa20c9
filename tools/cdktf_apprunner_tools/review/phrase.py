"""Sentences of our own words and a plan's values, kept apart until a format writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from cdktf_apprunner_tools.review.redact import UNKNOWN, Secrets, Sensitive

LONGEST = 300
"""How many characters of one value are shown."""


@frozen
class Phrase:
    """Our words, with ``{}`` for each value of the plan."""

    template: str
    values: tuple[Any, ...] = ()

    def write(self, quote: Callable[[Any], str]) -> str:
        """Return the sentence with each value as the format quotes it."""
        return self.template.format(*map(quote, self.values))


def say(template: str, *values: Any) -> Phrase:
    """Create a phrase."""
    return Phrase(template, values)


def join(separator: str, phrases: Iterable[Phrase]) -> Phrase:
    """Join phrases to one."""
    listed = list(phrases)
    return Phrase(
        separator.join(phrase.template for phrase in listed),
        tuple(value for phrase in listed for value in phrase.values),
    )


def display(value: Any, secrets: Secrets) -> str:
    """Return a value as one line: without secrets, printable, and not too long.

    Every value of a plan is written by this function.
    """
    text = secrets.hide(_text(value))
    return printable(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def printable(text: str) -> str:
    """Escape characters that can't be printed, such as line breaks and marks of the writing direction."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value or '""'
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is UNKNOWN or isinstance(value, Sensitive):
        return str(value)
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return ", ".join(map(_text, value)) or "none"
    return json.dumps(value, default=str, ensure_ascii=False)
