"""Resources as the API describes them."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from typing import Any

from cdktf_apprunner_tools.sandbox.errors import invalid, missing

Record = dict[str, Any]
"""A resource as the API describes it."""


def utc_now() -> datetime.datetime:
    """Return the time in the form that descriptions use."""
    return datetime.datetime.now(datetime.UTC)


def find(records: dict[str, Record], arn: str) -> Record:
    """Return a resource by its ARN."""
    if arn not in records:
        raise missing(arn)
    return records[arn]


def page(request: Record, items: list[Any], key: str) -> Record:
    """Return one page of items, with a token if more items follow.

    Text of botocore's model: without ``MaxResults`` a page has all items, and with a token "all other
    parameter values must be identical to the ones that are specified in the initial request".
    """
    others = {name: value for name, value in request.items() if name != "NextToken"}
    mark = hashlib.sha256(json.dumps(others, sort_keys=True).encode()).hexdigest()
    start = 0
    if token := request.get("NextToken"):
        try:
            first, same = base64.urlsafe_b64decode(token.encode()).decode().split(" ")
            start = int(first)
        except ValueError:
            raise invalid("The NextToken is invalid.") from None
        if same != mark:
            raise invalid("The NextToken belongs to a request with other parameters.")
    end = start + (request.get("MaxResults") or len(items))
    more = {"NextToken": base64.urlsafe_b64encode(f"{end} {mark}".encode()).decode()}
    return {key: items[start:end], **(more if end < len(items) else {})}
