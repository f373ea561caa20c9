"""What is watched of a service, from which value on, and who is told."""

from __future__ import annotations

from attrs import frozen
from cdktf import Token
from constructs import Construct

from cdktf_apprunner import aws, limits
from cdktf_apprunner.dashboard import create_dashboard
from cdktf_apprunner.errors import Problem, report
from cdktf_apprunner.failures import FailureEvents
from cdktf_apprunner.metrics import Expression, Metric, ServiceMetrics
from cdktf_apprunner.names import derived
from cdktf_apprunner.scaling import Scaling, max_size
from cdktf_apprunner.topic import AlarmTopic, EncryptedTopic


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
        report(limits.FILTER_PATTERN.check("pattern", self.pattern))


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
        report([*self._check_topics(), *self._check_percentages()])

    def _check_topics(self) -> list[Problem]:
        thresholds = (
            self.server_error_rate,
            self.latency,
            self.cpu,
            self.memory,
            self.at_maximum,
            self.no_instances,
            self.log_errors,
        )
        problems = [
            problem
            for name, topic in (("topic", self.topic), ("critical_topic", self.critical_topic))
            if topic is not None and not isinstance(topic, AlarmTopic)
            for problem in limits.TOPIC.check(name, topic)
        ]
        tells = self.failures or any(thresholds)
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
            if (threshold := getattr(self, name)) is not None
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


@frozen
class _Watched:
    """One thing that is watched: what is said when its alarm goes off, and what one does about it."""

    name: str
    threshold: Threshold | None
    metric: Metric | Expression
    what: str
    advice: str


class ServiceAlarms(Construct):
    """The alarms of a service, the topics they go to, its failure events and its dashboard.

    ``alarms`` holds the alarms by their name, such as ``cpu-warning``; ``topics`` what was made.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        service_name: str,
        service: aws.ApprunnerService,
        alarms: Alarms,
        scaling: Scaling,
        tags: dict[str, str] | None,
    ) -> None:
        super().__init__(scope, id)
        self._service_name = service_name
        self._tags = tags
        self._account_id = aws.DataAwsCallerIdentity(self, "caller").account_id
        self._partition = aws.DataAwsPartition(self, "partition").partition
        self._region = aws.DataAwsRegion(self, "region").id
        self.topics: list[EncryptedTopic] = []
        self.topic_arns = self._find_topics(alarms)
        self._metrics = ServiceMetrics(service_name, service.service_id)
        self._max_size = _text(max_size(scaling))
        self._logs = f"/aws/apprunner/{service_name}/{service.service_id}"
        self.filter = self._count_errors(alarms.log_errors)
        self.alarms = {
            name: alarm
            for watched in self._watched(alarms)
            for name, alarm in self._create_alarms(watched).items()
        }
        self.failures = self._tell_failures() if alarms.failures else None
        self.dashboard = self._show() if alarms.dashboard else None

    def _find_topics(self, alarms: Alarms) -> dict[str, str]:
        """Return the ARN of each severity's topic, made where it isn't there."""
        if alarms.topic is None:
            return {}
        topic = self._topic_arn("topic", "alarms", alarms.topic)
        if alarms.critical_topic is None:
            return {"warning": topic, "critical": topic}
        critical = self._topic_arn("critical_topic", "critical-alarms", alarms.critical_topic)
        return {"warning": topic, "critical": critical}

    def _topic_arn(self, id: str, suffix: str, topic: AlarmTopic | str) -> str:  # noqa: A002
        if isinstance(topic, str):
            return topic
        made = EncryptedTopic(
            self,
            id,
            name=derived(self._service_name, suffix, 256),
            topic=topic,
            account_id=self._account_id,
            partition=self._partition,
            tags=self._tags,
        )
        self.topics.append(made)
        return made.arn

    def _count_errors(self, errors: LogErrors | None) -> aws.CloudwatchLogMetricFilter | None:
        """Count the lines that match.

        App Runner makes the log group, under an id that is known once the service is there; it exists by
        the time the service runs.
        """
        if errors is None:
            return None
        metric = self._metrics.log_errors
        return aws.CloudwatchLogMetricFilter(
            self,
            "log_errors",
            name=derived(self._service_name, "errors", 512),
            log_group_name=f"{self._logs}/application",
            pattern=errors.pattern,
            metric_transformation={
                "namespace": metric.namespace,
                "name": metric.name,
                "value": "1",
                "default_value": "0",
            },
        )

    def _watched(self, alarms: Alarms) -> list[_Watched]:
        name, metrics, logs = self._service_name, self._metrics, self._logs
        percentile = alarms.latency.percentile if alarms.latency else 99
        return [
            _Watched(
                "server-error-rate",
                alarms.server_error_rate,
                metrics.server_error_rate,
                f"{name} answered {{value}} % or more of its requests with a 5xx status",
                f"Look into log group {logs}/application, and at what was deployed last",
            ),
            _Watched(
                "latency",
                alarms.latency,
                metrics.latency(percentile),
                f"The p{percentile} latency of {name} was {{value}} ms or more",
                "Look at what was deployed last, at its CPU, and at what it calls",
            ),
            _Watched(
                "cpu",
                alarms.cpu,
                metrics.cpu,
                f"The instances of {name} used {{value}} % or more of their CPU",
                "A larger instance helps, or a lower max_concurrency, which spreads the load",
            ),
            _Watched(
                "memory",
                alarms.memory,
                metrics.memory,
                f"The instances of {name} used {{value}} % or more of their memory",
                "Look for a leak, or take a larger instance",
            ),
            _Watched(
                "at-maximum",
                alarms.at_maximum,
                metrics.instances_in_use(self._max_size),
                f"{name} had {{value}} % or more of its {self._max_size} instances active all the time",
                "Raise max_size of its scaling, or find out what keeps them busy",
            ),
            _Watched(
                "no-instances",
                alarms.no_instances,
                metrics.unserved_requests,
                f"{{value}} or more requests came for {name} while no instance was active",
                f"Look into log group {logs}/service, and whether the service is paused",
            ),
            _Watched(
                "log-errors",
                alarms.log_errors,
                metrics.log_errors,
                f"{{value}} or more lines of the log of {name} matched its error pattern",
                f"Look into log group {logs}/application",
            ),
        ]

    def _create_alarms(self, watched: _Watched) -> dict[str, aws.CloudwatchMetricAlarm]:
        threshold = watched.threshold
        if threshold is None:
            return {}
        return {
            f"{watched.name}-{severity}": self._create_alarm(watched, severity, value, threshold.minutes)
            for severity, value in threshold.severities.items()
        }

    def _create_alarm(
        self, watched: _Watched, severity: str, value: float, minutes: int
    ) -> aws.CloudwatchMetricAlarm:
        topics = [self.topic_arns[severity]]
        name = f"{watched.name}-{severity}"
        return aws.CloudwatchMetricAlarm(
            self,
            name,
            alarm_name=derived(self._service_name, name, 255),
            alarm_description=(
                f"{watched.what.replace('{value}', _text(value))}, over {minutes} minutes. {watched.advice}."
            ),
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=value,
            evaluation_periods=1,
            # Nothing is published while nothing is asked of the service: no reason to wake anybody.
            treat_missing_data="notBreaching",
            alarm_actions=topics,
            ok_actions=topics,
            tags=self._tags,
            **watched.metric.alarm(minutes * 60),
        )

    def _tell_failures(self) -> FailureEvents:
        place = f"arn:{self._partition}:apprunner:{self._region}:{self._account_id}"
        return FailureEvents(
            self,
            "failures",
            service_name=self._service_name,
            arn_prefix=f"{place}:service/{self._service_name}/",
            topic_arn=self.topic_arns["critical"],
            tags=self._tags,
        )

    def _show(self) -> aws.CloudwatchDashboard:
        return create_dashboard(
            self,
            self._metrics,
            alarm_arns=[alarm.arn for alarm in self.alarms.values()],
            log_groups=[f"{self._logs}/{kind}" for kind in ("application", "service")],
            region=self._region,
        )


def create_alarms(
    scope: Construct,
    service_name: str,
    service: aws.ApprunnerService,
    *,
    alarms: Alarms | None,
    scaling: Scaling,
    tags: dict[str, str] | None,
) -> ServiceAlarms | None:
    """Make the alarms of a service, where there are to be any."""
    if alarms is None:
        return None
    return ServiceAlarms(
        scope,
        "alarms",
        service_name=service_name,
        service=service,
        alarms=alarms,
        scaling=scaling,
        tags=tags,
    )


def _text(value: float | None) -> str:
    """Write a number, known yet or not; nothing where it can't be known."""
    if value is None:
        return ""
    return Token.as_string(value) if limits.is_token(value) else str(value)
