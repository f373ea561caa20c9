"""How App Runner finds out that an instance works."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner import limits
from cdktf_apprunner.errors import report
from cdktf_apprunner.templates import check_template


@frozen
class HealthCheck:
    """A check by TCP or HTTP; make it with `HealthCheck.tcp` or `HealthCheck.http`.

    Parameters
    ----------
    protocol
        ``"TCP"`` or ``"HTTP"``.
    path
        The path asked for, for HTTP; default ``/``.
    interval
        Seconds between checks: 1 to 20, default 5.
    timeout
        Seconds to wait for an answer: 1 to 20, default 2.
    healthy_threshold
        Checks in a row that must pass: 1 to 20, default 1.
    unhealthy_threshold
        Checks in a row that must fail: 1 to 20, default 5.

    Raises
    ------
    ConfigurationError
        When a number or the path is out of range.

    Examples
    --------
    >>> HealthCheck.http("/healthz", interval=10).path
    '/healthz'

    See https://docs.aws.amazon.com/apprunner/latest/dg/manage-configure-healthcheck.html
    """

    protocol: str = "TCP"
    path: str = "/"
    interval: int = 5
    timeout: int = 2
    healthy_threshold: int = 1
    unhealthy_threshold: int = 5

    def __attrs_post_init__(self) -> None:
        report(
            [
                *limits.HEALTH_PROTOCOL.check("protocol", self.protocol),
                *limits.HEALTH_PATH.check("path", self.path),
                *check_template("path", self.path),
                *limits.HEALTH_SECONDS.check("interval", self.interval),
                *limits.HEALTH_SECONDS.check("timeout", self.timeout),
                *limits.HEALTH_COUNT.check("healthy_threshold", self.healthy_threshold),
                *limits.HEALTH_COUNT.check("unhealthy_threshold", self.unhealthy_threshold),
            ]
        )

    @classmethod
    def tcp(
        cls, *, interval: int = 5, timeout: int = 2, healthy_threshold: int = 1, unhealthy_threshold: int = 5
    ) -> HealthCheck:
        """Check that the port accepts connections."""
        return cls("TCP", "/", interval, timeout, healthy_threshold, unhealthy_threshold)

    @classmethod
    def http(
        cls,
        path: str,
        *,
        interval: int = 5,
        timeout: int = 2,
        healthy_threshold: int = 1,
        unhealthy_threshold: int = 5,
    ) -> HealthCheck:
        """Check that a GET of the path answers 200."""
        return cls("HTTP", path, interval, timeout, healthy_threshold, unhealthy_threshold)
