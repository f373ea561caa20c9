"""Region, account and backend of an environment or a registry, and the tag that both set."""

from __future__ import annotations

from typing import get_args

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind
from cdktf_apprunner.environments.backends import Backend

MANAGED = {"managed-by": "cdktf"}
"""The tag of every resource in a stack."""


def check_place(region: object, account_id: object, backend: object) -> list[Problem]:
    """Check region, account and backend."""
    return [
        *limits.REGION.check("region", region),
        *limits.ACCOUNT_ID.check("account_id", account_id),
        *check_kind("backend", backend, *get_args(Backend)),
    ]
