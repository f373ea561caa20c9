"""The schedule that sets the retention of a log group."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cdktf_apprunner_tools.prove.account import Account
from cdktf_apprunner_tools.prove.kinds import log_groups
from cdktf_apprunner_tools.prove.scenarios import Fact, scenario
from cdktf_apprunner_tools.prove.scenarios.services import main, role

TARGET = "arn:aws:scheduler:::aws-sdk:cloudwatchlogs:putRetentionPolicy"


@scenario("service", minutes=12)
def scheduled_retention(account: Account) -> Iterator[Fact]:
    """Set the retention of a log group with a schedule, as the library does."""
    arn = main(account)
    account.ended(arn)
    group = log_groups(account.clients, arn)["service"]["logGroupName"]
    name = account.record.named("retention")
    account.create("schedule group", "retention")
    resource = f"arn:aws:logs:{account.region}:{account.account_id}:log-group:{group}:*"
    statement = {"Action": "logs:PutRetentionPolicy", "Resource": resource}
    target = {
        "Arn": TARGET,
        "RoleArn": role(account, "schedule", "scheduler.amazonaws.com", statement),
        "Input": json.dumps({"LogGroupName": group, "RetentionInDays": 1}),
    }

    account.patiently(
        "assume the role",  # it is new
        lambda: account.clients["scheduler"].create_schedule(
            Name=name,
            GroupName=name,
            ScheduleExpression="rate(1 day)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target=target,
        ),
    )
    found = account.settles(lambda: log_groups(account.clients, arn)["service"].get("retentionInDays"), 10)
    yield Fact("the retention of the log group", found, 1)
