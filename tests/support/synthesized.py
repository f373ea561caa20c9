"""The JSON of one stack, and what tests ask of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any


def without_comments(value: Any) -> Any:
    """Return the JSON without the metadata that CDKTF adds under ``//``."""
    if isinstance(value, dict):
        return {key: without_comments(item) for key, item in value.items() if key != "//"}
    return [without_comments(item) for item in value] if isinstance(value, list) else value


def document(policy: str) -> list[dict[str, Any]]:
    """Return the statements of a policy; double quotes in expressions become single, as JSON needs."""
    plain = re.sub(r"\$\{[^}]*\}", lambda found: found[0].replace('"', "'"), policy)
    statements: list[dict[str, Any]] = json.loads(plain)["Statement"]
    return statements


class Synthesized:
    """The JSON of one stack."""

    def __init__(self, text: str) -> None:
        self.json: dict[str, Any] = without_comments(json.loads(text))

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the resources of a type by name; ``data.<type>`` returns data sources."""
        section, name = ("data", kind[5:]) if kind.startswith("data.") else ("resource", kind)
        found: dict[str, dict[str, Any]] = self.json.get(section, {}).get(name, {})
        return found

    def one(self, kind: str) -> dict[str, Any]:
        """Return the only resource of a type."""
        (found,) = self.all(kind).values()
        return found

    def statements(self, name: str) -> list[dict[str, Any]]:
        """Return the statements of the inline policy with this name."""
        (policy,) = (item for item in self.all("aws_iam_role_policy").values() if item["name"] == name)
        return document(policy["policy"])


def synthesize(fill: Callable[[Any], object]) -> Synthesized:
    """Synthesize a stack that a function fills."""
    from cdktf import TerraformStack, Testing

    stack = TerraformStack(Testing.app(), "stack")
    fill(stack)
    return Synthesized(Testing.synth(stack))
