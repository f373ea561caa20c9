"""What the policies in docs/pipelines.md allow."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase

from tests.conftest import PROJECT

FREE = {"sts:GetCallerIdentity"}
"""Actions that need no permission."""


def refused(called: set[str], *sids: str) -> set[str]:
    """What the documented statements of these names don't allow."""
    page = (PROJECT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    policies = map(json.loads, re.findall(r"^```json\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL))
    allowed = [
        action
        for policy in policies
        for statement in policy["Statement"]
        if statement.get("Sid") in sids
        for action in statement["Action"]
    ]
    return {call for call in called - FREE if not any(fnmatchcase(call, action) for action in allowed)}
