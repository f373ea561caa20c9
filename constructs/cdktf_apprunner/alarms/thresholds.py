"""Thresholds of alarms: of a metric, of the latency, of lines in the log."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, report
from cdktf_apprunner.checks.templates import check_template
from cdktf_apprunner.checks.tokens import is_token


@frozen(kw_only=True)
class Threshold:
    """The values at which an alarm goes off, by severity.

    Parameters
    ----------
    warning
        From this value on somebody should look: above 0, default none.
    critical
        From this value on somebody must act: above ``warning``, default none.
    minutes
        Minutes over which CloudWatch takes the value: 1 to 1440, default 5.

    Raises
    ------
    ConfigurationError
        When both values are missing, one isn't above 0, ``warning`` isn't below ``critical``, or ``minutes``
        is out of range.

    Examples
    --------
    >>> Threshold(warning=1, critical=5)
    Threshold(warning=1, critical=5, minutes=5)

    See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
    """

    warning: float | None = None
    critical: float | None = None
    minutes: int = 5

    def __attrs_post_init__(self) -> None:
        problems = limits.ALARM_MINUTES.check("minutes", self.minutes)
        if is_token(self.minutes):
            problems.append(Problem("minutes", "a token", "it must be known when the app is synthesized"))
        for severity, value in self.severities.items():
            problems += limits.ALARM_THRESHOLD.check(severity, value)
        report(problems or self._check_together())

    def _check_together(self) -> list[Problem]:
        match list(self.severities.values()):
            case []:
                return [Problem("warning", None, "warning, critical or both must be given")]
            case [warning, critical] if not is_token(critical) and warning >= critical:
                return [Problem("warning", warning, f"it must be below critical, {critical}")]
        return []

    @property
    def severities(self) -> dict[str, float]:
        """Each severity that is given, with its value."""
        both = {"warning": self.warning, "critical": self.critical}
        return {severity: value for severity, value in both.items() if value is not None}


@frozen(kw_only=True)
class Latency(Threshold):
    """The thresholds of the latency, in milliseconds.

    Parameters
    ----------
    percentile
        50, 90, 95 or 99 (default): 1 of 100 requests takes longer than the 99th percentile.
    warning, critical, minutes
        As for `Threshold`, in milliseconds.

    Raises
    ------
    ConfigurationError
        As for `Threshold`, and for another percentile.

    Examples
    --------
    >>> Latency(percentile=95, critical=2000).percentile
    95

    See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
    """

    percentile: int = 99

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        report(limits.PERCENTILE.check("percentile", self.percentile))


@frozen(kw_only=True)
class LogErrors(Threshold):
    """The thresholds of lines in the application log that look like errors.

    Parameters
    ----------
    pattern
        A CloudWatch filter pattern of 1 to 1024 characters; default the words ``ERROR``, ``FATAL``,
        ``CRITICAL`` and ``Traceback``. For logs in JSON, for example, ``{ $.level = "error" }``.
    warning, critical, minutes
        As for `Threshold`, in lines.

    Raises
    ------
    ConfigurationError
        As for `Threshold`, and for an empty or too long pattern.

    Examples
    --------
    >>> LogErrors(pattern='{ $.level = "error" }', warning=1, critical=100).minutes
    5

    See https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """

    pattern: str = "?ERROR ?FATAL ?CRITICAL ?Traceback"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        report(
            [*limits.FILTER_PATTERN.check("pattern", self.pattern), *check_template("pattern", self.pattern)]
        )
