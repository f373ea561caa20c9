"""The registry's images that environments run, and whether its rules could let one of them expire."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.environments.environment import Environment
from cdktf_apprunner.environments.registry import Registry
from cdktf_apprunner.sources.ecr_image import EcrImage
from cdktf_apprunner.sources.source import Rollout

PAGE = f"{limits.ECR}/userguide/LifecyclePolicies.html"


def protected_tags(registry: Registry, environments: Iterable[Environment]) -> list[str]:
    """Return the tags that never expire: the registry's, and those that the environments run."""
    run = [image.tag for _, image in _images(registry, environments)]
    named = {tag for tag in run if tag is not None and not is_token(tag)}
    return [*registry.protected_tags, *(tag for tag in sorted(named) if not _matches(registry, tag))]


def check(registry: Registry, environments: list[Environment]) -> list[Problem]:
    """Find rules of the registry that could let an image expire which an environment runs.

    Whether App Runner pulls an image again while the service runs, to add an instance or to resume, isn't
    documented. So a running image counts as needed.
    """
    if not registry.expires:
        return []
    tags = protected_tags(registry, environments)
    problems = limits.PROTECTED_TAGS.check("protected_tags", len(tags))
    for name, image in _images(registry, environments):
        reason = _reason(registry, image)
        for field in ("keep_tagged", "expire_untagged_days") if reason else ():
            if (number := getattr(registry, field)) is not None:
                advice = (
                    f"Leave {field} out, or let {name} run a tag that stays: one that matches protected_tags"
                )
                problems.append(Problem(field, number, f"{name} runs {reason}", advice, PAGE))
    return problems


def _images(registry: Registry, environments: Iterable[Environment]) -> list[tuple[str, EcrImage]]:
    """Return the images of the registry that environments run, by the environment's name."""
    return [
        (each.name, each.image)
        for each in environments
        if isinstance(each.image, EcrImage)
        and each.image.repository == registry.repository_name
        and (each.image.account_id or each.account_id) == registry.account_id
        and (each.image.region or each.region) == registry.region
    ]


def _reason(registry: Registry, image: EcrImage) -> str | None:
    """Say why the image that runs could be one that no rule protects; ``None`` if it can't.

    App Runner itself follows a tag that is rolled out on push.
    """
    if image.tag is None:
        return f"the digest {image.digest}, which no rule can protect"
    if is_token(image.tag):
        return "a tag that only Terraform knows"
    if registry.immutable_tags or image.rollout is Rollout.ON_PUSH or _matches(registry, image.tag):
        return None
    return f"{image.tag}, and goes on running the image that the tag leaves when it moves"


def _matches(registry: Registry, tag: str) -> bool:
    """Whether the registry protects the tag."""
    patterns = (re.escape(each).replace(r"\*", ".*") for each in registry.protected_tags)
    return any(re.fullmatch(pattern, tag) for pattern in patterns)
