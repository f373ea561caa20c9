"""Tags go to every resource that takes them, so the strictest AWS service decides."""

from __future__ import annotations

from collections.abc import Mapping

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind


def check_tags(tags: Mapping[str, str] | None, others: Mapping[str, str] | None = None) -> list[Problem]:
    """Find tags that AWS would refuse, alone or together with others on the same resource."""
    tags = {} if tags is None else tags
    if problems := check_kind("tags", tags, Mapping):
        return problems
    for key, value in tags.items():
        problems += limits.TAG_KEY.check("tags", key)
        problems += limits.TAG_VALUE.check(f"tags[{key!r}]", value)
    return problems or _check_together({**(others or {}), **tags})


def _check_together(tags: Mapping[str, str]) -> list[Problem]:
    problems = []
    if limits.TAGS.check("tags", len(tags)):
        problems.append(Problem("tags", f"{len(tags)} tags", limits.TAGS.allowed, page=limits.TAGS.page))
    seen: dict[str, str] = {}
    for key in tags:
        if (twin := seen.setdefault(key.lower(), key)) != key:
            allowed = f"IAM treats it as the same key as {twin!r}"
            problems.append(Problem("tags", key, allowed, "Use one spelling", limits.TAGS.page))
    return problems
