"""Resources as the API describes them."""

from __future__ import annotations

import base64
import datetime
from typing import Any

from cdktf_apprunner_tools.sandbox.errors import invalid, missing

Record = dict[str, Any]
"""A resource as the API describes it."""
PAGE = 100
"""Number of results on a page if the request doesn't give one."""


def utc_now() -> datetime.datetime:
    """Return the time in the form that descriptions use."""
    return datetime.datetime.now(datetime.UTC)


def find(records: dict[str, Record], arn: str) -> Record:
    """Return a resource by its ARN."""
    if arn not in records:
        raise missing(arn)
    return records[arn]


def page(request: Record, items: list[Any], key: str) -> Record:
    """Return one page of items, with a token if more items follow."""
    start = 0
    if token := request.get("NextToken"):
        try:
            start = int(base64.urlsafe_b64decode(token.encode()))
        except ValueError:
            raise invalid("The NextToken is invalid.") from None
    end = start + (request.get("MaxResults") or PAGE)
    more = {"NextToken": base64.urlsafe_b64encode(b"%d" % end).decode()} if end < len(items) else {}
    return {key: items[start:end], **more}
