"""Metric alarms, evaluated as in CloudWatch; only the features that this project's alarms use.

States and missing data: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html;
metric math: …/using-metric-math.html, only arithmetic, comparisons, ``IF`` and ``FILL`` with a number.
"""

from __future__ import annotations

import ast
import datetime
import json
import math
import operator
import statistics
from collections.abc import Callable
from typing import Any

from attrs import define

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner.records import utc_now

STATISTICS: dict[str, Callable[[list[float]], float]] = {
    "Sum": sum,
    "Average": statistics.fmean,
    "Minimum": min,
    "Maximum": max,
    "SampleCount": len,
}
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
}
MISSING = {"breaching": "ALARM", "notBreaching": "OK", "missing": "INSUFFICIENT_DATA"}
"""States for a window without data; ``ignore`` keeps the state."""


@define
class Alarms:
    """All alarms; each is evaluated once a minute, as in CloudWatch."""

    minute_seconds: float
    _evaluated: float = 0

    def tick(self, now: float) -> None:
        """Evaluate every alarm if a minute has passed."""
        if now - self._evaluated < self.minute_seconds:
            return
        self._evaluated = now
        for backend in neighbours.backends("cloudwatch"):
            for alarm in list(backend.alarms.values()):
                if alarm.rule is None:
                    _evaluate(backend, alarm)


def _evaluate(backend: Any, alarm: Any) -> None:
    windows = int(alarm.evaluation_periods)
    values = [_value(backend, alarm, window) for window in range(windows)]
    known = [value for value in values if value is not None]
    breaching = [value for value in known if COMPARISONS[alarm.comparison_operator](value, alarm.threshold)]
    if len(breaching) >= int(alarm.datapoints_to_alarm or windows):
        state = "ALARM"
    else:
        state = "OK" if known else MISSING.get(alarm.treat_missing_data or "missing", alarm.state_value)
    if state != alarm.state_value:
        _change(backend, alarm, state, f"{breaching or known or 'no data'} against {alarm.threshold}")


def _change(backend: Any, alarm: Any, state: str, reason: str) -> None:
    """Change the state of an alarm and notify its topics."""
    before = alarm.state_value
    alarm.update_state(reason, "{}", state)
    actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}.get(
        state, alarm.insufficient_data_actions
    )
    notification = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": backend.account_id,
        "NewStateValue": state,
        "OldStateValue": before,
        "NewStateReason": reason,
        "StateChangeTime": utc_now().isoformat(),
        "AlarmArn": alarm.alarm_arn,
    }
    for arn in actions or []:
        neighbours.publish("cloudwatch.amazonaws.com", arn, json.dumps(notification))


def _value(backend: Any, alarm: Any, window: int) -> float | None:
    """Return the value that an alarm evaluates; window 0 ends now, window 1 is the one before it."""
    queries = alarm.metric_data_queries
    if not queries:
        statistic = alarm.extended_statistic or alarm.statistic
        return _statistic(backend, alarm, int(alarm.period), window, statistic)
    series = {
        query.id: _statistic(
            backend,
            query.metric_stat.metric,
            int(query.metric_stat.period),
            window,
            query.metric_stat.stat,
        )
        for query in queries
        if query.metric_stat
    }
    (expression,) = (query.expression for query in queries if query.expression)
    return calculate(expression, series)


def _statistic(backend: Any, metric: Any, period: int, window: int, statistic: str) -> float | None:
    end = utc_now().replace(tzinfo=None) - datetime.timedelta(seconds=period * window)
    start = end - datetime.timedelta(seconds=period)
    asked = {(dimension.name, dimension.value) for dimension in metric.dimensions}
    values = sorted(
        datum.value
        for datum in list(backend.metric_data)
        if (datum.namespace, datum.name) == (metric.namespace, metric.metric_name)
        and {(dimension.name, dimension.value) for dimension in datum.dimensions} == asked
        and start < datum.timestamp.replace(tzinfo=None) <= end
    )
    if not values:
        return None
    if statistic.startswith("p"):
        return float(values[math.ceil(len(values) * float(statistic[1:]) / 100) - 1])
    return STATISTICS[statistic](values)


def calculate(expression: str, series: dict[str, float | None]) -> float | None:
    """Calculate metric math; ``None`` without data or on a division by zero."""
    return _calculate(ast.parse(expression, mode="eval").body, series)


def _calculate(node: ast.AST, series: dict[str, float | None]) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id=name):
            return series[name]
        case ast.Call(func=ast.Name(id="FILL"), args=[filled, otherwise]):
            given = _calculate(filled, series)
            return _calculate(otherwise, series) if given is None else given
        case ast.Call(func=ast.Name(id="IF"), args=[condition, then, otherwise]):
            chosen = _calculate(condition, series)
            return None if chosen is None else _calculate(then if chosen else otherwise, series)
        case (
            ast.BinOp(left=left, op=sign, right=right)
            | ast.Compare(left=left, ops=[sign], comparators=[right])
        ):
            first, second = _calculate(left, series), _calculate(right, series)
            if first is None or second is None or (isinstance(sign, ast.Div) and second == 0):
                return None
            return OPERATORS[type(sign)](first, second)
    raise NotImplementedError(ast.dump(node))  # this project's alarms use no other metric math
