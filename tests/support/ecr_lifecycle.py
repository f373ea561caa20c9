"""What a lifecycle policy leaves in a repository, by ECR's published rules; moto only keeps policies.

The rules are evaluated at the same time, each over all images, and applied by priority. An image that a rule
selects by its tags can't be expired by a later one.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from __future__ import annotations

import json
import re
from typing import Any

from attrs import frozen


@frozen
class Image:
    """An image: its name in the test, its tags, and the days since its push."""

    name: str
    tags: frozenset[str]
    age: int


def expired(policy: str, images: list[Image]) -> set[str]:
    """Return the names of the images that ECR deletes."""
    gone: set[str] = set()
    claimed: set[str] = set()
    for rule in sorted(json.loads(policy)["rules"], key=lambda rule: rule["rulePriority"]):
        selected = [image for image in images if _selects(rule["selection"], image)]
        gone |= {image.name for image in _old(rule["selection"], selected)} - claimed
        claimed |= {image.name for image in selected}
    return gone


def _selects(selection: dict[str, Any], image: Image) -> bool:
    if selection["tagStatus"] == "any":
        return True
    if selection["tagStatus"] == "untagged":
        return not image.tags
    patterns = [re.escape(each).replace(r"\*", ".*") for each in selection["tagPatternList"]]
    return all(any(re.fullmatch(pattern, tag) for tag in image.tags) for pattern in patterns)


def _old(selection: dict[str, Any], images: list[Image]) -> list[Image]:
    number = selection["countNumber"]
    if selection["countType"] == "sinceImagePushed":
        return [image for image in images if image.age > number]
    return sorted(images, key=lambda image: image.age)[number:]
