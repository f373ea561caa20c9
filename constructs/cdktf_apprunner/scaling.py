"""How many instances run."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws, limits
from cdktf_apprunner.errors import Problem, check_kind, report
from cdktf_apprunner.tags import check_tags


@frozen
class AutoScaling:
    """Bounds of automatic scaling.

    Parameters
    ----------
    min_size
        Instances always provisioned, whose memory is billed: 1 (default) to 25.
    max_size
        Instances at most: default 25; more needs a quota increase.
    max_concurrency
        Requests at once an instance takes before another starts: 1 to 200, default 100.

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
        known = not limits.is_token(self.min_size) and not limits.is_token(self.max_size)
        if not problems and known and self.min_size > self.max_size:
            problems.append(
                Problem("min_size", self.min_size, f"it may not be above max_size, {self.max_size}")
            )
        report(problems)

    def __str__(self) -> str:
        return f"{self.min_size} to {self.max_size} × {self.max_concurrency}"


class AutoScalingConfiguration(Construct):
    """A configuration under a name of its own, for one service or for several that share it.

    A service makes its own where it is given an `AutoScaling`; this is for sharing.

    Parameters
    ----------
    configuration_name
        4 to 32 letters, digits, hyphens and underscores.
    scaling
        Its bounds; default 1 to 25 instances, 100 requests each.
    tags
        Tags of the configuration.

    Raises
    ------
    ConfigurationError
        When the name is out of range, or a tag can't be.

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
        # Trap 10: every setting forces a replacement, and a revision in use can't be deleted
        # (hashicorp/terraform-provider-aws#38534), so the new one is made first. The same name makes a new
        # revision of it, so the two don't clash.
        self.resource = aws.ApprunnerAutoScalingConfigurationVersion(
            self,
            "version",
            auto_scaling_configuration_name=configuration_name,
            min_size=scaling.min_size,
            max_size=scaling.max_size,
            max_concurrency=scaling.max_concurrency,
            tags=dict(tags) if tags else None,
            lifecycle={"create_before_destroy": True},
        )

    @property
    def arn(self) -> str:
        """ARN of the revision."""
        return str(self.resource.arn)


Scaling = AutoScaling | AutoScalingConfiguration | str
"""Bounds of a service's own, a configuration it shares, or the ARN of one."""


def bounds(scaling: Scaling) -> AutoScaling | None:
    """Return the bounds; those of a configuration given by ARN aren't known."""
    if isinstance(scaling, str):
        return None
    return scaling.scaling if isinstance(scaling, AutoScalingConfiguration) else scaling


def max_size(scaling: Scaling) -> int | None:
    """Return the most instances there can be, if that is known."""
    known = bounds(scaling)
    return known.max_size if known else None
