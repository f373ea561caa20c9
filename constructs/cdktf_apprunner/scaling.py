"""How many instances run."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.terraform import require_versions


@frozen
class AutoScaling:
    """The bounds of automatic scaling.

    Parameters
    ----------
    min_size
        Provisioned instances, whose memory is billed even when idle: 1 (default) to 25.
    max_size
        The most instances: 1 or more, default 25. More than 25 needs a quota increase.
    max_concurrency
        Concurrent requests to an instance, above which another instance starts: 1 to 200, default 100.

    Raises
    ------
    ConfigurationError
        When a number is out of range or ``min_size`` is above ``max_size``.

    Examples
    --------
    >>> AutoScaling(min_size=2, max_size=10)
    AutoScaling(min_size=2, max_size=10, max_concurrency=100)

    See https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html
    """

    min_size: int = 1
    max_size: int = 25
    max_concurrency: int = 100

    def __attrs_post_init__(self) -> None:
        problems = [
            *limits.MIN_SIZE.check("min_size", self.min_size),
            *limits.MAX_SIZE.check("max_size", self.max_size),
            *limits.MAX_CONCURRENCY.check("max_concurrency", self.max_concurrency),
        ]
        known = not is_token(self.min_size) and not is_token(self.max_size)
        if not problems and known and self.min_size > self.max_size:
            problems.append(
                Problem("min_size", self.min_size, f"it must be at most max_size, {self.max_size}")
            )
        report(problems)

    def __str__(self) -> str:
        return f"{self.min_size} to {self.max_size} × {self.max_concurrency}"


class AutoScalingConfiguration(Part):
    """An auto scaling configuration that services share.

    A service with an `AutoScaling` makes its own configuration.

    Parameters
    ----------
    configuration_name
        4 to 32 letters, digits, hyphens and underscores.
    scaling
        Its bounds; default 1 to 25 instances, 100 requests each.
    tags
        Tags of the configuration; default none.

    Raises
    ------
    ConfigurationError
        For an invalid name or tag.

    Examples
    --------
    >>> shared = AutoScalingConfiguration(stack, "scaling", configuration_name="shared")

    See https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        configuration_name: str,
        scaling: AutoScaling = AutoScaling(),
        tags: Mapping[str, str] | None = None,
    ) -> None:
        report(
            [
                *limits.SCALING_NAME.check("configuration_name", configuration_name),
                *check_kind("scaling", scaling, AutoScaling),
                *check_tags(tags),
            ]
        )
        super().__init__(scope, id)
        self.scaling = scaling
        # Trap 10: a change of any setting forces a replacement, and a revision in use can't be deleted
        # (hashicorp/terraform-provider-aws#38534), so Terraform makes the new one first. It is a new revision
        # of the same name, so the two don't clash.
        self.resource = make(
            aws.ApprunnerAutoScalingConfigurationVersion,
            self,
            "version",
            auto_scaling_configuration_name=configuration_name,
            min_size=scaling.min_size,
            max_size=scaling.max_size,
            max_concurrency=scaling.max_concurrency,
            tags=dict(tags) if tags else None,
            lifecycle={"create_before_destroy": True},
        )
        require_versions(self.resource)

    @property
    def arn(self) -> str:
        """ARN of the revision."""
        return str(self.resource.arn)


Scaling = AutoScaling | AutoScalingConfiguration | str
"""Bounds for one service, a shared configuration, or the ARN of a configuration."""


def bounds(scaling: Scaling) -> AutoScaling | None:
    """Return the bounds; ``None`` for an ARN, whose bounds aren't known."""
    if isinstance(scaling, str):
        return None
    return scaling.scaling if isinstance(scaling, AutoScalingConfiguration) else scaling


def max_size(scaling: Scaling) -> int | None:
    """Return the most instances that can run, if that is known."""
    known = bounds(scaling)
    return known.max_size if known else None
