"""What the policies in docs/pipelines.md allow."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

from tests.support.pages import blocks
from tests.support.project import read

FREE = {"sts:GetCallerIdentity"}
"""Actions that need no permission."""


def refused(called: set[str], *sids: str) -> set[str]:
    """Return the actions that the documented statements with these ids don't allow."""
    policies = map(json.loads, blocks(read("docs/pipelines.md"), "json"))
    allowed = [
        action
        for policy in policies
        for statement in policy["Statement"]
        if statement.get("Sid") in sids
        for action in statement["Action"]
    ]
    return {call for call in called - FREE if not any(fnmatchcase(call, action) for action in allowed)}
