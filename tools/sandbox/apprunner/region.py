"""What one account has in one region, and what every resource there has in common."""

from __future__ import annotations

import base64
import datetime
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import define, field

from tools.sandbox.errors import invalid, missing
from tools.sandbox.faults import Faults
from tools.sandbox.settings import Settings

if TYPE_CHECKING:
    from tools.sandbox.apprunner.services import Service

Record = dict[str, Any]
"""A resource as the API describes it."""
Handler = Callable[["Region", Record], Record]

OPERATIONS: dict[str, Handler] = {}
"""Every operation by its name in snake case."""
PAGE = 100
"""Results on a page where the request doesn't say."""


def operation(function: Handler) -> Handler:
    """Make a function answer the operation of its name."""
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
    """What happens later, and when."""

    def arn(self, kind: str, *parts: object) -> str:
        """Make an ARN with an id of its own at its end."""
        path = "/".join([kind, *map(str, parts), uuid.uuid4().hex])
        return f"arn:aws:apprunner:{self.name}:{self.account_id}:{path}"

    def later(self, now: float, seconds: float, act: Callable[[], None]) -> None:
        """Do something when some seconds have passed."""
        self.due.append((now + seconds, act))

    def tag(self, arn: str, tags: list[Record] | None) -> None:
        """Add tags to a resource."""
        self.tags.setdefault(arn, {}).update({item["Key"]: item.get("Value", "") for item in tags or []})


def utc_now() -> datetime.datetime:
    """Return the time, as descriptions hold it."""
    return datetime.datetime.now(datetime.UTC)


def find(records: dict[str, Record], arn: str) -> Record:
    """Return a resource by its ARN."""
    if arn not in records:
        raise missing(arn)
    return records[arn]


def page(request: Record, items: list[Any], key: str) -> Record:
    """Return one page of items, with a token where there are more."""
    start = 0
    if token := request.get("NextToken"):
        try:
            start = int(base64.urlsafe_b64decode(token.encode()))
        except ValueError:
            raise invalid("The NextToken is invalid.") from None
    end = start + (request.get("MaxResults") or PAGE)
    more = {"NextToken": base64.urlsafe_b64encode(b"%d" % end).decode()} if end < len(items) else {}
    return {key: items[start:end], **more}
