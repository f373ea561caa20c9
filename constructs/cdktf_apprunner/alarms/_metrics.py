"""The metrics of a service, for alarms and dashboards.

App Runner publishes them every minute with two dimensions. With only one of them CloudWatch finds no data,
and an alarm never goes off. Names: https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cw.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from cdktf_apprunner import aws

NAMESPACE = "AWS/AppRunner"


@frozen
class Metric:
    """A metric and its statistic."""

    name: str
    statistic: str
    """``Sum``, ``Average``, ``Minimum``, ``Maximum``, or a percentile such as ``p99``."""
    dimensions: Mapping[str, str]
    namespace: str = NAMESPACE

    def alarm(self, seconds: int) -> dict[str, Any]:
        """Return the arguments of `aws_cloudwatch_metric_alarm`, for a window in seconds."""
        statistic: dict[str, Any] = {"statistic": self.statistic}
        if self.statistic.startswith("p"):
            # A percentile of a few requests means nothing, so the alarm then keeps its state.
            statistic = {
                "extended_statistic": self.statistic,
                "evaluate_low_sample_count_percentiles": "ignore",
            }
        return {**statistic, **self._named(), "period": seconds}

    def query(self, name: str, seconds: int) -> aws.CloudwatchMetricAlarmMetricQuery:
        """Return the query for an expression, under the metric's name there."""
        metric = aws.CloudwatchMetricAlarmMetricQueryMetric(
            **self._named(), period=seconds, stat=self.statistic
        )
        return aws.CloudwatchMetricAlarmMetricQuery(id=name, metric=metric)

    def rows(self, label: str, **settings: object) -> list[list[object]]:
        """Return the metric's row in a dashboard's graph."""
        dimensions = [part for dimension in self.dimensions.items() for part in dimension]
        return [
            [self.namespace, self.name, *dimensions, {"stat": self.statistic, "label": label, **settings}]
        ]

    def _named(self) -> dict[str, Any]:
        dimensions = {"dimensions": dict(self.dimensions)} if self.dimensions else {}
        return {"namespace": self.namespace, "metric_name": self.name, **dimensions}


@frozen
class Expression:
    """Metric math; ``metrics`` holds the metrics by their names in the expression."""

    expression: str
    metrics: Mapping[str, Metric]

    def alarm(self, seconds: int) -> dict[str, Any]:
        """Return the arguments of `aws_cloudwatch_metric_alarm`, for a window in seconds."""
        result = aws.CloudwatchMetricAlarmMetricQuery(
            id="result", expression=self.expression, label="result", return_data=True
        )
        return {"metric_query": [result, *(each.query(name, seconds) for name, each in self.metrics.items())]}

    def rows(self, label: str) -> list[list[object]]:
        """Return the rows in a dashboard's graph; only the result is visible."""
        hidden = [
            row for name, each in self.metrics.items() for row in each.rows(name, id=name, visible=False)
        ]
        return [[{"expression": self.expression, "label": label, "id": "result"}], *hidden]


@frozen
class ServiceMetrics:
    """Every metric of one service."""

    service_name: str
    service_id: str

    def _of(self, name: str, statistic: str) -> Metric:
        return Metric(name, statistic, {"ServiceName": self.service_name, "ServiceID": self.service_id})

    @property
    def requests(self) -> Metric:
        """Requests received."""
        return self._of("Requests", "Sum")

    def responses(self, status: str) -> Metric:
        """Responses by status: ``"2xx"``, ``"4xx"`` or ``"5xx"``."""
        return self._of(f"{status}StatusResponses", "Sum")

    @property
    def server_error_rate(self) -> Expression:
        """Percentage of requests answered with 5xx; App Runner publishes no 5xx count before the first."""
        return Expression(
            "IF(requests > 0, 100 * FILL(errors, 0) / requests, 0)",
            {"requests": self.requests, "errors": self.responses("5xx")},
        )

    def latency(self, percentile: int) -> Metric:
        """Milliseconds that requests took."""
        return self._of("RequestLatency", f"p{percentile}")

    @property
    def cpu(self) -> Metric:
        """Percentage of the instances' virtual CPU in use, over all instances."""
        return self._of("CPUUtilization", "Average")

    @property
    def memory(self) -> Metric:
        """Percentage of the instances' memory in use, over all instances."""
        return self._of("MemoryUtilization", "Average")

    def instances(self, statistic: str) -> Metric:
        """Instances that handle requests; it is normal that a service without requests has none."""
        return self._of("ActiveInstances", statistic)

    def instances_in_use(self, max_size: str) -> Expression:
        """Percentage of ``max_size`` instances that were active all the time."""
        return Expression(f"100 * active / {max_size}", {"active": self.instances("Minimum")})

    @property
    def unserved_requests(self) -> Expression:
        """Requests that came while no instance was active."""
        return Expression(
            "IF(FILL(active, 0) < 1, requests, 0)",
            {"requests": self.requests, "active": self.instances("Maximum")},
        )

    @property
    def log_errors(self) -> Metric:
        """Lines of the application log that match the pattern, counted by a metric filter."""
        return Metric("LogErrors", "Sum", {}, f"AppRunner/{self.service_name}")
