"""Hide sensitive values: they are marked when a plan is read, and their copies are hidden everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from attrs import field, frozen

from cdktf_apprunner.checks.credentials import HIDDEN_NAMES, has_credential_form

VARIABLES = {"runtime_environment_variables", "environment_variables", "variables"}
"""Attributes that map names of variables to values; the name shows whether a value is a credential."""
HIDDEN = "(sensitive)"
SHORTEST = 6
"""A sensitive text shorter than this is hidden only where Terraform marks it; its copies are not."""


@frozen
class Sensitive:
    """A value that may be compared but never shown."""

    value: Any = field(repr=False)

    def __str__(self) -> str:
        return "sensitive"


class _Unknown:
    """A value that is known after the apply."""

    def __str__(self) -> str:
        return "known after apply"

    __repr__ = __str__


UNKNOWN = _Unknown()


def mark(value: Any, sensitive: Any, unknown: Any = None) -> Any:
    """Mark the values that Terraform's masks mark, and variables that look like credentials."""
    if unknown is True:
        return UNKNOWN
    if sensitive is True:
        return Sensitive(value)
    if isinstance(value, dict) or (unknown and isinstance(unknown, dict)):
        masks = [part if isinstance(part, dict) else {} for part in (value, sensitive, unknown)]
        names = dict.fromkeys([*masks[0], *masks[2]])
        return {name: _mark_member(name, *(mask.get(name) for mask in masks)) for name in names}
    if isinstance(value, list) or (unknown and isinstance(unknown, list)):
        lists = [part if isinstance(part, list) else [] for part in (value, sensitive, unknown)]
        length = max(len(lists[0]), len(lists[2]))
        return [mark(*item) for item, _ in zip(zip_longest(*lists), range(length), strict=False)]
    if isinstance(value, str) and has_credential_form(value):
        return Sensitive(value)
    return value


def _mark_member(name: str, value: Any, sensitive: Any, unknown: Any) -> Any:
    marked = mark(value, sensitive, unknown)
    if name in VARIABLES and isinstance(marked, dict):
        return {
            key: Sensitive(item) if HIDDEN_NAMES.search(key) and isinstance(item, str) else item
            for key, item in marked.items()
        }
    return marked


class Secrets:
    """Every sensitive text of a plan, to hide its unmarked copies."""

    def __init__(self) -> None:
        self._texts: set[str] = set()

    def add(self, value: Any) -> None:
        """Add every text in a value."""
        if isinstance(value, str):
            written = json.dumps(value)[1:-1]  # as JSON inside a text writes it
            as_terraform = written.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
            self._texts |= {text for text in (value, written, as_terraform) if len(text) >= SHORTEST}
        elif isinstance(value, Mapping):
            for item in value.values():
                self.add(item)
        elif isinstance(value, list):
            for item in value:
                self.add(item)

    def add_marked(self, value: Any) -> None:
        """Add every text in a value that is marked as sensitive."""
        if isinstance(value, Sensitive):
            self.add(value.value)
        elif isinstance(value, Mapping):
            for item in value.values():
                self.add_marked(item)
        elif isinstance(value, list):
            for item in value:
                self.add_marked(item)

    def hide(self, text: str) -> str:
        """Return the text without secrets; the longest is hidden first, since it may contain another."""
        for secret in sorted((found for found in self._texts if found in text), key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return text
