"""The differences between two values of a plan, leaf by leaf."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from attrs import frozen

Path = tuple[str | int, ...]


@frozen
class Difference:
    """One leaf that differs."""

    path: Path
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """The path as Terraform writes it, without the index 0, which every single block has."""
        return ".".join(str(part) for part in self.path if part != 0) or "value"


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[Difference]:
    """Yield the leaves that differ. JSON in a text has leaves too; a list of plain values is one leaf."""
    if before == after or (_empty(before) and _empty(after)):
        return
    one, other = _opened(before), _opened(after)
    if isinstance(one, dict) and isinstance(other, dict):
        for name in dict.fromkeys([*one, *other]):
            yield from differences(one.get(name), other.get(name), (*path, name))
    elif isinstance(one, list) and isinstance(other, list) and any(map(_nested, [*one, *other])):
        for number, (left, right) in enumerate(zip_longest(one, other)):
            yield from differences(left, right, (*path, number))
    elif _nested(one) and _empty(other):
        yield from differences(one, {} if isinstance(one, dict) else [{}], path)
    elif _nested(other) and _empty(one):
        yield from differences({} if isinstance(other, dict) else [{}], other, path)
    else:
        yield Difference(path, before, after)


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _nested(value: Any) -> bool:
    """Whether a value has leaves to compare."""
    if isinstance(value, list):
        return any(isinstance(item, list | dict) for item in value)
    return isinstance(value, dict) and bool(value)


def _opened(value: Any) -> Any:
    """Return the JSON document in a text, or the value itself."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
