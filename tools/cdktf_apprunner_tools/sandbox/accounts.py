"""The account that credentials belong to.

An access key of twelve digits means the account of that number, so a test can use several accounts. A key
that moto issued, for an assumed role or a user, means the account of that role or user. Any other key means
the sandbox's account.
"""

from __future__ import annotations

import re

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.iam.models import get_account_id_from

CREDENTIAL = re.compile(r"Credential=(?P<key>[^/]+)/\d+/(?P<region>[a-z0-9-]+)/")


def of(authorization: str, own: str) -> str:
    """Return the account of a request by its ``Authorization``; by default the sandbox's."""
    found = CREDENTIAL.search(authorization)
    if found is None:
        return own
    if re.fullmatch(r"\d{12}", found["key"]):
        return found["key"]
    known = get_account_id_from(found["key"])
    return own if known == DEFAULT_ACCOUNT_ID else known


def region(authorization: str) -> str | None:
    """Return the region that a request was signed for; ``None`` if it isn't signed."""
    found = CREDENTIAL.search(authorization)
    return found["region"] if found else None
