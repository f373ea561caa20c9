"""Which account credentials belong to.

An access key of twelve digits is that account's, so that several accounts can be used side by side; keys
that moto handed out (an assumed role's, a user's) are their account's; any other is the sandbox's own.
"""

from __future__ import annotations

import re

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.iam.models import get_account_id_from

CREDENTIAL = re.compile(r"Credential=(?P<key>[^/]+)/\d+/(?P<region>[a-z0-9-]+)/")


def of(authorization: str, own: str) -> str:
    """Return the account of a request by its ``Authorization``, or the sandbox's own."""
    found = CREDENTIAL.search(authorization)
    if found is None:
        return own
    if re.fullmatch(r"\d{12}", found["key"]):
        return found["key"]
    known = get_account_id_from(found["key"])
    return own if known == DEFAULT_ACCOUNT_ID else known


def region(authorization: str) -> str | None:
    """Return the region a request was signed for; ``None`` where it isn't signed."""
    found = CREDENTIAL.search(authorization)
    return found["region"] if found else None
