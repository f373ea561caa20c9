"""How many instances run."""

from __future__ import annotations

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws, limits
from cdktf_apprunner.errors import Problem, report
from cdktf_apprunner.names import derived


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


def create_version(
    scope: Construct, service_name: str, scaling: AutoScaling, tags: dict[str, str] | None
) -> aws.ApprunnerAutoScalingConfigurationVersion:
    """Make a revision under the service's name.

    Trap 10: every setting forces a replacement, and a revision in use can't be deleted
    (hashicorp/terraform-provider-aws#38534), so the new one is made first. The same name makes a new
    revision of it, so the two don't clash.
    """
    return aws.ApprunnerAutoScalingConfigurationVersion(
        scope,
        "scaling",
        auto_scaling_configuration_name=derived(service_name, "", limits.SCALING_NAME.longest),
        min_size=scaling.min_size,
        max_size=scaling.max_size,
        max_concurrency=scaling.max_concurrency,
        tags=tags,
        lifecycle={"create_before_destroy": True},
    )
