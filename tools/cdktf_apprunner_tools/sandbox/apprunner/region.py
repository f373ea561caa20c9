"""The App Runner resources of an account in a region, and the table of operations."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import define, field

from cdktf_apprunner_tools.sandbox.apprunner.records import Record
from cdktf_apprunner_tools.sandbox.errors import invalid
from cdktf_apprunner_tools.sandbox.faults import Faults
from cdktf_apprunner_tools.sandbox.settings import Settings

if TYPE_CHECKING:
    from cdktf_apprunner_tools.sandbox.apprunner.service import Service

MAX_TAGS = 50
"""https://docs.aws.amazon.com/general/latest/gr/aws_tagging.html"""
Handler = Callable[["Region", Record], Record]

OPERATIONS: dict[str, Handler] = {}
"""Every operation by its name in snake case."""


def operation(function: Handler) -> Handler:
    """Register a function as the operation of the same name."""
    OPERATIONS[function.__name__] = function
    return function


@define
class Region:
    """The App Runner resources of one account in one region."""

    account_id: str
    name: str
    settings: Settings
    faults: Faults
    services: dict[str, Service] = field(factory=dict)
    scaling: dict[str, Record] = field(factory=dict)
    observability: dict[str, Record] = field(factory=dict)
    connectors: dict[str, Record] = field(factory=dict)
    connections: dict[str, Record] = field(factory=dict)
    ingress: dict[str, Record] = field(factory=dict)
    tags: dict[str, dict[str, str]] = field(factory=dict)
    due: list[tuple[float, Callable[[], None]]] = field(factory=list)
    """Scheduled actions, each with its time."""

    def arn(self, kind: str, *parts: object) -> str:
        """Make an ARN that ends with a unique id."""
        path = "/".join([kind, *map(str, parts), uuid.uuid4().hex])
        return f"arn:aws:apprunner:{self.name}:{self.account_id}:{path}"

    def later(self, now: float, seconds: float, act: Callable[[], None]) -> None:
        """Schedule an action for some seconds after ``now``."""
        self.due.append((now + seconds, act))

    def tag(self, arn: str, tags: list[Record] | None) -> None:
        """Add tags to a resource."""
        added = {item.get("Key", ""): item.get("Value", "") for item in tags or []}
        changed = {**self.tags.get(arn, {}), **added}
        if len(changed) > MAX_TAGS:
            raise invalid(f"A resource takes {MAX_TAGS} tags at most.")
        self.tags[arn] = changed
