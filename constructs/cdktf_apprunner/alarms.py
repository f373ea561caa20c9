"""What is watched of a service, from which value on, and who is told."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner import limits
from cdktf_apprunner.errors import Problem, check_kind, report
from cdktf_apprunner.scaling import Scaling, max_size
from cdktf_apprunner.templates import check_template
from cdktf_apprunner.topic import AlarmTopic


@frozen(kw_only=True)
class Threshold:
    """The value from which on an alarm goes off, by severity.

    Parameters
    ----------
    warning
        Where a look is worth while; default nowhere.
    critical
        Where somebody must act; default nowhere.
    minutes
        The window that the value is taken over: 1 to 1440, default 5.

    Raises
    ------
    ConfigurationError
        When neither is given, one isn't above 0, or ``warning`` isn't below ``critical``.

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
        if limits.is_token(self.minutes):
            problems.append(Problem("minutes", "a token", "it must be known when the app is synthesized"))
        for severity, value in self.severities.items():
            problems += limits.ALARM_THRESHOLD.check(severity, value)
        report(problems or self._check_together())

    def _check_together(self) -> list[Problem]:
        match list(self.severities.values()):
            case []:
                return [Problem("warning", None, "warning, critical or both must be given")]
            case [warning, critical] if not limits.is_token(critical) and warning >= critical:
                return [Problem("warning", warning, f"it must be below critical, {critical}")]
        return []

    @property
    def severities(self) -> dict[str, float]:
        """Each severity that is given, with its value."""
        both = {"warning": self.warning, "critical": self.critical}
        return {severity: value for severity, value in both.items() if value is not None}


@frozen(kw_only=True)
class Latency(Threshold):
    """How many milliseconds requests may take.

    Parameters
    ----------
    percentile
        50, 90, 95 or 99 (default): 99 looks at the slowest hundredth of the requests.
    warning, critical, minutes
        As of `Threshold`, in milliseconds.

    Raises
    ------
    ConfigurationError
        As `Threshold`, and for another percentile.

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
    """How many lines of the application log may look like errors.

    Parameters
    ----------
    pattern
        A CloudWatch filter pattern of 1 to 1024 characters; default the words ``ERROR``, ``FATAL``,
        ``CRITICAL`` and ``Traceback``. Of JSON, say, ``{ $.level = "error" }``.
    warning, critical, minutes
        As of `Threshold`, in lines.

    Raises
    ------
    ConfigurationError
        As `Threshold`, and for an empty or too long pattern.

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


WATCHED = {
    "server_error_rate": Threshold,
    "latency": Latency,
    "cpu": Threshold,
    "memory": Threshold,
    "at_maximum": Threshold,
    "no_instances": Threshold,
    "log_errors": LogErrors,
}
"""What may be watched, and the class that says from which value on."""


@frozen(kw_only=True)
class Alarms:
    """What is watched and who is told; ``None`` leaves a thing unwatched.

    Parameters
    ----------
    topic
        `AlarmTopic` to have one made, or the ARN of an SNS topic that lets ``cloudwatch.amazonaws.com``
        and ``events.amazonaws.com`` publish.
    critical_topic
        Another one for critical alarms and failures; default ``topic``.
    server_error_rate
        5xx responses in percent of the requests; default a warning at 1, critical at 5.
    latency
        Milliseconds that requests take; default of the 99th percentile, a warning at 1000, critical at 3000.
    cpu
        Percent of the instances' CPU; default over 10 minutes, a warning at 80, critical at 95.
    memory
        Percent of the instances' memory; default over 10 minutes, a warning at 80, critical at 95.
    at_maximum
        Instances active all the time in percent of the scaling's ``max_size``; default over 15 minutes,
        a warning at 100.
    no_instances
        Requests that came while no instance was active; default critical from 1 on. Without requests no
        instance is active either, and nothing is wrong.
    log_errors
        Lines of the application log that look like errors; default a warning from 1 on.
    failures
        Whether failed operations of the service, roll-backs among them, are told; default yes.
    dashboard
        Whether there is a CloudWatch dashboard; default no.

    Raises
    ------
    ConfigurationError
        Without a topic where something is to be told, or when a percentage is out of range.

    Examples
    --------
    >>> alarms = Alarms(topic=AlarmTopic(emails=["ops@example.com"]), cpu=Threshold(critical=90), memory=None)

    See https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cw.html
    """

    topic: AlarmTopic | str | None = None
    critical_topic: AlarmTopic | str | None = None
    server_error_rate: Threshold | None = Threshold(warning=1, critical=5)
    latency: Latency | None = Latency(warning=1000, critical=3000)
    cpu: Threshold | None = Threshold(warning=80, critical=95, minutes=10)
    memory: Threshold | None = Threshold(warning=80, critical=95, minutes=10)
    at_maximum: Threshold | None = Threshold(warning=100, minutes=15)
    no_instances: Threshold | None = Threshold(critical=1)
    log_errors: LogErrors | None = LogErrors(warning=1)
    failures: bool = True
    dashboard: bool = False

    def __attrs_post_init__(self) -> None:
        report([*self._check_kinds(), *self._check_topics(), *self._check_percentages()])

    def _check_kinds(self) -> list[Problem]:
        return [
            *(
                problem
                for name, kind in WATCHED.items()
                for problem in check_kind(name, getattr(self, name), kind, type(None))
            ),
            *check_kind("failures", self.failures, bool),
            *check_kind("dashboard", self.dashboard, bool),
        ]

    def _check_topics(self) -> list[Problem]:
        problems = [
            problem
            for name, topic in (("topic", self.topic), ("critical_topic", self.critical_topic))
            if topic is not None and not isinstance(topic, AlarmTopic)
            for problem in limits.TOPIC.check(name, topic)
        ]
        tells = self.failures or any(getattr(self, name) is not None for name in WATCHED)
        if tells and self.topic is None:
            advice = "Give the ARN of an SNS topic, or AlarmTopic() to have one made"
            problems.append(Problem("topic", None, "alarms and failures need somewhere to go", advice))
        if not tells and self.topic is not None:
            advice = "Leave the topic out, or watch something"
            problems.append(Problem("topic", self.topic, "no alarm and no failure goes there", advice))
        return problems

    def _check_percentages(self) -> list[Problem]:
        return [
            problem
            for name in ("server_error_rate", "cpu", "memory", "at_maximum")
            if isinstance(threshold := getattr(self, name), Threshold)
            for severity, value in threshold.severities.items()
            for problem in limits.ALARM_PERCENT.check(f"{name}.{severity}", value)
        ]


def check_alarms(alarms: Alarms | None, scaling: Scaling) -> list[Problem]:
    """Find where the alarms contradict the scaling."""
    if alarms is None or alarms.at_maximum is None:
        return []
    field, advice = "alarms.at_maximum", "Give at_maximum=None"
    if isinstance(scaling, str):
        return [Problem(field, scaling, "max_size of a scaling given by ARN isn't known", advice)]
    if max_size(scaling) == 1:
        allowed = "with a scaling of max_size=1 every request would set it off"
        return [Problem(field, alarms.at_maximum, allowed, f"{advice}, or a larger max_size")]
    return []
