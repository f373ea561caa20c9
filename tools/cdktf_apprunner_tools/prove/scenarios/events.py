"""The events of services; the last scenario of its tier, so that there are many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cdktf_apprunner_tools.prove.account import Account
from cdktf_apprunner_tools.prove.scenarios import Fact, scenario
from cdktf_apprunner_tools.prove.scenarios.services import listen, main

OPERATION = "AppRunner Service Operation Status Change"
STATUS = "AppRunner Service Status Change"


@scenario("service", minutes=5)
def delivered_events(account: Account) -> Iterator[Fact]:
    """Read the events of all operations so far."""
    arn, url = main(account), listen(account)
    account.ended(arn)
    events: list[dict[str, Any]] = []

    def complete() -> bool:
        events.extend(_receive(account, url))
        return {OPERATION, STATUS} <= {event["detail-type"] for event in events}

    account.settles(complete, 5)
    for kind, key in ((OPERATION, "operationStatus"), (STATUS, "currentServiceStatus")):
        details = [event["detail"] for event in events if event["detail-type"] == kind]
        yield Fact(f"there are events {kind}", bool(details))
        yield Fact(f"each has the key {key}", bool(details) and all(key in detail for detail in details))
    statuses = {event["detail"].get("operationStatus") for event in events if event["resources"] == [arn]}
    yield Fact("an event of the start of the creation", "CreateServiceStarted" in statuses)
    yield Fact("an event of the end of the creation", "CreateServiceCompletedSuccessfully" in statuses)
    yield Fact("an event of an update that was rolled back", "UpdateServiceFailed" in statuses)
    all_statuses = {event["detail"].get("operationStatus") for event in events}
    yield Fact("an event of a creation that failed", "CreateServiceFailed" in all_statuses)


def _receive(account: Account, url: str) -> Iterator[dict[str, Any]]:
    """Receive all messages of the queue; it hides those that it gave."""
    while True:
        found = account.clients["sqs"].receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        if not found.get("Messages"):
            return
        yield from (json.loads(message["Body"]) for message in found["Messages"])
