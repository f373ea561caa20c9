"""Which account credentials belong to.

An access key of twelve digits is that account's, so that several accounts can be used side by side; keys
that moto handed out (an assumed role's, a user's) are their account's; any other is the sandbox's own.
"""

from __future__ import annotations

import re

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.iam import models

STOCK = models.get_account_id_from


def use(account_id: str) -> None:
    """Make an account the one of credentials nobody knows; moto looks it up by this very name."""

    def of(access_key: str) -> str:
        if re.fullmatch(r"\d{12}", access_key):
            return access_key
        known = STOCK(access_key)
        return account_id if known == DEFAULT_ACCOUNT_ID else known

    models.get_account_id_from = of


def of(access_key: str) -> str:
    """Return the account of an access key."""
    return models.get_account_id_from(access_key)
