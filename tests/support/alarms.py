"""Alarms of a service, and what becomes of them."""

from __future__ import annotations

from typing import Any

from cdktf_apprunner import Alarms, AppRunnerService
from tests.support import services
from tests.support.synthesized import Synthesized

TOPIC = "arn:aws:sns:eu-west-1:111122223333:team"
PAGER = "arn:aws:sns:eu-west-1:111122223333:pager"
NOTHING = {
    "server_error_rate": None,
    "latency": None,
    "cpu": None,
    "memory": None,
    "at_maximum": None,
    "no_instances": None,
    "log_errors": None,
    "failures": False,
}


def web(scope: Any, alarms: Alarms | None, **arguments: Any) -> AppRunnerService:
    """Make a service with alarms."""
    return services.web(scope, alarms=alarms, **arguments)


def only(**watched: Any) -> dict[str, Any]:
    """Return the arguments of `Alarms` that watch nothing but this."""
    return {**NOTHING, "topic": TOPIC, **watched}


def by_name(made: Synthesized) -> dict[str, dict[str, Any]]:
    """Return the alarms by name."""
    return {alarm["alarm_name"]: alarm for alarm in made.all("aws_cloudwatch_metric_alarm").values()}
