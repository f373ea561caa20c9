"""Metric filters on log groups, as in CloudWatch Logs.

A pattern is a list of terms. The line must contain all of them, at least one of those with ``?``, and none
of those with ``-``: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html.
Patterns for JSON and columns aren't supported: such a filter counts nothing and logs a warning.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from attrs import define, field

from cdktf_apprunner_tools.sandbox import neighbours

TERM = re.compile(r'([?-]?)("[^"]*"|\S+)')


@define
class MetricFilters:
    """The last line that each filter has read; lines older than the filter don't count."""

    _read: dict[tuple[str, str, str, str], int] = field(factory=dict)

    def tick(self) -> None:
        """Count the new lines."""
        for backend in neighbours.backends("logs"):
            for item in list(backend.filters.metric_filters):
                self._count(backend, item)

    def _count(self, backend: Any, item: dict[str, Any]) -> None:
        group = backend.groups.get(item["logGroupName"])
        events = (
            [event for stream in list(group.streams.values()) for event in stream.events] if group else []
        )
        last = max((event.event_id for event in events), default=-1)
        key = (backend.account_id, backend.region_name, item["logGroupName"], item["filterName"])
        before = self._read.setdefault(key, last)
        if before == last:
            return
        self._read[key] = last
        for transformation in item["metricTransformations"]:
            values = [
                transformation["metricValue"]
                if matches(item["filterPattern"], event.message)
                else transformation.get("defaultValue")
                for event in events
                if event.event_id > before
            ]
            neighbours.put_metric(
                backend.account_id,
                backend.region_name,
                transformation["metricNamespace"],
                transformation["metricName"],
                [float(value) for value in values if value is not None],
            )


def matches(pattern: str, line: str) -> bool:
    """Whether a line matches a pattern of terms."""
    if pattern[:1] in ("{", "["):
        logging.warning("the sandbox can't read the pattern %s", pattern)
        return False
    terms: dict[str, list[bool]] = {"": [], "?": [], "-": []}
    for sign, term in TERM.findall(pattern):
        terms[sign].append(term.strip('"') in line)
    return all(terms[""]) and not any(terms["-"]) and (not terms["?"] or any(terms["?"]))
