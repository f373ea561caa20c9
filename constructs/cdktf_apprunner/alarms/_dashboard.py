"""A CloudWatch dashboard of a service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import make
from cdktf_apprunner.alarms._metrics import ServiceMetrics
from cdktf_apprunner.names import derived

WIDTH, HEIGHT = 12, 6
"""The size of a widget; a dashboard has 24 columns."""


def create_dashboard(
    scope: Construct,
    metrics: ServiceMetrics,
    *,
    alarm_arns: Sequence[str],
    log_groups: Sequence[str],
    region: str,
) -> aws.CloudwatchDashboard:
    """Make the dashboard: alarms, traffic, errors, latency, instances, CPU and memory, and both logs."""
    graphs = {
        "Requests and responses": [
            *metrics.requests.rows("requests"),
            *(row for status in ("2xx", "4xx", "5xx") for row in metrics.responses(status).rows(status)),
        ],
        "5xx responses, % of requests": metrics.server_error_rate.rows("5xx"),
        "Latency, ms": [row for rank in (50, 90, 99) for row in metrics.latency(rank).rows(f"p{rank}")],
        "Active instances": metrics.instances("Maximum").rows("active"),
        "CPU and memory, % of an instance's": [*metrics.cpu.rows("CPU"), *metrics.memory.rows("memory")],
    }
    widgets = [
        *([_alarms(alarm_arns)] if alarm_arns else []),
        *(_graph(title, rows, region) for title, rows in graphs.items()),
        *(_log(name, region) for name in log_groups),
    ]
    return make(
        aws.CloudwatchDashboard,
        scope,
        "dashboard",
        dashboard_name=derived(metrics.service_name, "", 255),
        dashboard_body=json.dumps({"widgets": [_placed(*each) for each in enumerate(widgets)]}),
    )


def _placed(number: int, widget: dict[str, Any]) -> dict[str, Any]:
    row, column = divmod(number, 2)
    return {"x": column * WIDTH, "y": row * HEIGHT, "width": WIDTH, "height": HEIGHT, **widget}


def _alarms(arns: Sequence[str]) -> dict[str, Any]:
    return {"type": "alarm", "properties": {"title": "Alarms", "alarms": list(arns)}}


def _graph(title: str, rows: list[list[object]], region: str) -> dict[str, Any]:
    settings = {"title": title, "metrics": rows, "region": region, "period": 60, "view": "timeSeries"}
    return {"type": "metric", "properties": settings}


def _log(group: str, region: str) -> dict[str, Any]:
    query = f"SOURCE '{group}' | fields @timestamp, @message | sort @timestamp desc | limit 100"
    settings = {"title": group, "query": query, "region": region, "view": "table"}
    return {"type": "log", "properties": settings}
