"""Which alarms a service has, and which topics they notify."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner.alarms.thresholds import Latency, LogErrors, Threshold
from cdktf_apprunner.alarms.topic import AlarmTopic
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.scaling import Scaling, max_size

WATCHED = {
    "server_error_rate": Threshold,
    "latency": Latency,
    "cpu": Threshold,
    "memory": Threshold,
    "at_maximum": Threshold,
    "no_instances": Threshold,
    "log_errors": LogErrors,
}
"""The alarms that can be set, and the class of their thresholds."""


@frozen(kw_only=True)
class Alarms:
    """The alarms of a service, and the topics they notify; ``None`` turns an alarm off.

    Parameters
    ----------
    topic
        `AlarmTopic` to make a topic, or the ARN of an SNS topic that lets ``cloudwatch.amazonaws.com`` and
        ``events.amazonaws.com`` publish; default none.
    critical_topic
        Another topic for critical alarms and failures; default ``topic``.
    server_error_rate
        5xx responses in percent of the requests; default a warning at 1, critical at 5.
    latency
        Milliseconds that requests take; default of the 99th percentile, a warning at 1000, critical at 3000.
    cpu
        Percent of the instances' CPU; default over 10 minutes, a warning at 80, critical at 95.
    memory
        Percent of the instances' memory; default over 10 minutes, a warning at 80, critical at 95.
    at_maximum
        Instances that were active all the time, in percent of the scaling's ``max_size``; default over
        15 minutes, a warning at 100.
    no_instances
        Requests that came while no instance was active; default critical at 1. It is normal that no instance
        is active without requests.
    log_errors
        Lines of the application log that look like errors; default a warning at 1.
    failures
        Whether to notify of failed operations of the service, such as a roll-back; default yes.
    dashboard
        Whether to make a CloudWatch dashboard; default no.

    Raises
    ------
    ConfigurationError
        When alarms or failures have no topic, a topic has no use, or a percentage is out of range.

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
        notifies = self.failures or any(getattr(self, name) is not None for name in WATCHED)
        if notifies and self.topic is None:
            advice = "Give the ARN of an SNS topic, or AlarmTopic() to make one"
            problems.append(Problem("topic", None, "alarms and failures need a topic", advice))
        if not notifies and self.topic is not None:
            advice = "Leave the topic out, or set an alarm or failures=True"
            problems.append(Problem("topic", self.topic, "no alarm or failure uses this topic", advice))
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
    """Find alarms that contradict the scaling."""
    if alarms is None or alarms.at_maximum is None:
        return []
    field, advice = "alarms.at_maximum", "Set at_maximum=None"
    if isinstance(scaling, str):
        return [Problem(field, scaling, "max_size of a scaling given by ARN isn't known", advice)]
    if max_size(scaling) == 1:
        allowed = "with max_size=1 every request would set off this alarm"
        return [Problem(field, alarms.at_maximum, allowed, f"{advice}, or a larger max_size")]
    return []
