"""The resources of a service's alarms: topics, alarms, failure events and a dashboard."""

from __future__ import annotations

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.alarms._dashboard import create_dashboard
from cdktf_apprunner.alarms._failures import FailureEvents
from cdktf_apprunner.alarms._metrics import Expression, Metric, ServiceMetrics
from cdktf_apprunner.alarms.alarms import Alarms
from cdktf_apprunner.alarms.thresholds import LogErrors, Threshold
from cdktf_apprunner.alarms.topic import AlarmTopic, EncryptedTopic
from cdktf_apprunner.checks.templates import literal
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.names import derived
from cdktf_apprunner.scaling import Scaling, max_size
from cdktf_apprunner.terraform import Token


@frozen
class _Watched:
    """A metric with its thresholds, and the texts of the alarm's description: what happened, what to do."""

    name: str
    threshold: Threshold | None
    metric: Metric | Expression
    what: str
    advice: str


class ServiceAlarms(Part):
    """The alarms of a service, the topics they go to, its failure events and its dashboard.

    ``alarms`` holds the alarms by name, such as ``cpu-warning``; ``topics`` holds the new topics.
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
        self._account_id = make(aws.DataAwsCallerIdentity, self, "caller").account_id
        self._partition = make(aws.DataAwsPartition, self, "partition").partition
        self._region = make(aws.DataAwsRegion, self, "region").id
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
        self.failures = self._create_failure_events() if alarms.failures else None
        self.dashboard = self._create_dashboard() if alarms.dashboard else None

    def _find_topics(self, alarms: Alarms) -> dict[str, str]:
        """Return the ARN of each severity's topic; make a topic if no ARN is given."""
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

        App Runner makes the log group, with the service's id in its name; it exists when the service runs.
        """
        if errors is None:
            return None
        metric = self._metrics.log_errors
        return make(
            aws.CloudwatchLogMetricFilter,
            self,
            "log_errors",
            name=derived(self._service_name, "errors", 512),
            log_group_name=f"{self._logs}/application",
            pattern=literal(errors.pattern),
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
        return make(
            aws.CloudwatchMetricAlarm,
            self,
            name,
            alarm_name=derived(self._service_name, name, 255),
            alarm_description=(
                f"{watched.what.replace('{value}', _text(value))}, over {minutes} minutes. {watched.advice}."
            ),
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=value,
            evaluation_periods=1,
            # Without requests App Runner publishes nothing; that is no reason for an alarm.
            treat_missing_data="notBreaching",
            alarm_actions=topics,
            ok_actions=topics,
            tags=self._tags,
            **watched.metric.alarm(minutes * 60),
        )

    def _create_failure_events(self) -> FailureEvents:
        place = f"arn:{self._partition}:apprunner:{self._region}:{self._account_id}"
        return FailureEvents(
            self,
            "failures",
            service_name=self._service_name,
            arn_prefix=f"{place}:service/{self._service_name}/",
            topic_arn=self.topic_arns["critical"],
            tags=self._tags,
        )

    def _create_dashboard(self) -> aws.CloudwatchDashboard:
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
    """Make the alarms of a service, if it has any."""
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
    """Write a number or its token; nothing if there is no number."""
    if value is None:
        return ""
    return Token.as_string(value) if is_token(value) else str(value)
