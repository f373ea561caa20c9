"""Sentences that mix our own words with what stands in a plan, kept apart until they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from tools.planreview.redact import UNKNOWN, Secrets, Sensitive

LONGEST = 300
"""Characters of one value that are shown."""


@frozen
class Phrase:
    """Our words, with ``{}`` for each value of the plan."""

    template: str
    values: tuple[Any, ...] = ()

    def write(self, quote: Callable[[Any], str]) -> str:
        """Return the sentence with each value as the format quotes it."""
        return self.template.format(*map(quote, self.values))


def say(template: str, *values: Any) -> Phrase:
    """Make a phrase."""
    return Phrase(template, values)


def join(separator: str, phrases: Iterable[Phrase]) -> Phrase:
    """Put phrases side by side."""
    listed = list(phrases)
    return Phrase(
        separator.join(phrase.template for phrase in listed),
        tuple(value for phrase in listed for value in phrase.values),
    )


def display(value: Any, secrets: Secrets) -> str:
    """Return a value as one line that can be shown: nothing sensitive, nothing unprintable, not too long.

    Every value of a plan is written by way of this function.
    """
    text = secrets.hide(_text(value))
    return printable(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def printable(text: str) -> str:
    """Write by its number what can't be printed: line breaks, signs that turn the direction of writing."""
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
