"""Find the tag of a digest: with ``Rollout.ON_APPLY`` a plan names the image by its digest."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from cdktf_apprunner_tools.review.plan import Change, Plan
from cdktf_apprunner_tools.review.redact import UNKNOWN
from cdktf_apprunner_tools.review.values import at

IMAGE = ("source_configuration", 0, "image_repository", 0, "image_identifier")
SHORT_DIGEST = len("sha256:") + 12


@frozen
class Image:
    """An image, and its tag where that is known."""

    identifier: Any
    """The identifier in the plan, or a mark where the plan doesn't show it."""
    tag: str | None

    def __str__(self) -> str:
        return self.tag or self.digest or str(self.identifier)

    @property
    def digest(self) -> str | None:
        """The shortened digest, where the identifier has one."""
        _, at_sign, digest = str(self.identifier).partition("@")
        return digest[:SHORT_DIGEST] if at_sign else None


def before(plan: Plan, service: Change) -> Image | None:
    """Return the image that the service runs before the apply."""
    return _image(plan, at(service.before, *IMAGE), "before")


def after(plan: Plan, service: Change) -> Image | None:
    """Return the image that the service runs after the apply."""
    return _image(plan, at(service.after, *IMAGE), "after")


def _image(plan: Plan, identifier: Any, side: str) -> Image | None:
    if identifier is None:
        return None
    if identifier is UNKNOWN or not isinstance(identifier, str):
        return Image(identifier, None)
    if "@" not in identifier:
        return Image(identifier, identifier.rpartition(":")[2])
    return Image(identifier, _output_tag(plan, identifier, side) or _looked_up_tag(plan, identifier))


def _output_tag(plan: Plan, identifier: str, side: str) -> str | None:
    """Return the tag from the outputs; no other place in a plan has the old tag."""
    image, tag = (plan.outputs.get(name) for name in ("image", "image_tag"))
    if image is None or tag is None or getattr(image, side) != identifier:
        return None
    found = getattr(tag, side)
    return found if isinstance(found, str) else None


def _looked_up_tag(plan: Plan, identifier: str) -> str | None:
    """Return the tag under which the plan found the digest in ECR."""
    for found in plan.images:
        if found.get("image_digest") == identifier.partition("@")[2]:
            key, tag = found.get("index"), found.get("image_tag")
            if isinstance(tag, str) and tag:
                return tag
            return key.rpartition(":")[2] if isinstance(key, str) else None
    return None
