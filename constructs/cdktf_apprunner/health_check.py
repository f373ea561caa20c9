"""How App Runner checks that an instance is healthy."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import report
from cdktf_apprunner.checks.templates import check_template


@frozen
class HealthCheck:
    """The health check of an instance, by TCP or HTTP; make it with `HealthCheck.tcp` or `HealthCheck.http`.

    Parameters
    ----------
    protocol
        ``"TCP"`` (default) or ``"HTTP"``.
    path
        The path that an HTTP check requests; it begins with ``/``, default ``/``.
    interval
        Seconds between checks: 1 to 20, default 5.
    timeout
        Seconds to wait for an answer: 1 to 20, default 2.
    healthy_threshold
        Successful checks in a row that make an instance healthy: 1 to 20, default 1.
    unhealthy_threshold
        Failed checks in a row that make an instance unhealthy: 1 to 20, default 5.

    Raises
    ------
    ConfigurationError
        When a number is out of range, or the protocol or path is invalid.

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
        """Check that a GET of the path returns 200."""
        return cls("HTTP", path, interval, timeout, healthy_threshold, unhealthy_threshold)
