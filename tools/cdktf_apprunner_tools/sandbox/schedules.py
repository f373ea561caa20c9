"""Schedules, as in EventBridge Scheduler, with the one universal target that this project uses.

A rate schedule without a start date runs at once and then at its rate:
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import json
import re
from typing import Any

from attrs import define, field

from cdktf_apprunner_tools.sandbox import neighbours

PUT_RETENTION = "arn:aws:scheduler:::aws-sdk:cloudwatchlogs:putRetentionPolicy"
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}


@define
class Schedules:
    """The time of the last run of each schedule."""

    rate_seconds: float
    _ran: dict[tuple[str, float], float] = field(factory=dict)

    def tick(self, now: float) -> None:
        """Run the schedules that are due; a failed run is repeated, as the retry policy of AWS does."""
        for schedule in neighbours.schedules():
            key = (schedule.arn, schedule.last_modified_date)
            period = self._period(schedule.schedule_expression)
            if schedule.state != "ENABLED" or period is None or schedule.target["Arn"] != PUT_RETENTION:
                continue
            if now - self._ran.get(key, 0) >= period and _run(schedule):
                self._ran[key] = now

    def _period(self, expression: str) -> float | None:
        found = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression)
        return int(found[1]) * MINUTES[found[2]] * self.rate_seconds if found else None


def _run(schedule: Any) -> bool:
    given = json.loads(schedule.target["Input"])
    _, _, _, region, account_id, _ = schedule.arn.split(":", 5)
    group = given["LogGroupName"]
    arn = f"arn:aws:logs:{region}:{account_id}:log-group:{group}:*"
    role_arn = schedule.target["RoleArn"]
    found = neighbours.role(role_arn)
    return (
        found is not None
        and neighbours.trusts(found, "scheduler.amazonaws.com")
        and (
            neighbours.allows(role_arn, "logs:PutRetentionPolicy", arn)
            or neighbours.allows(role_arn, "logs:PutRetentionPolicy", arn.removesuffix(":*"))
        )
        and neighbours.put_retention(account_id, region, group, given["RetentionInDays"])
    )
