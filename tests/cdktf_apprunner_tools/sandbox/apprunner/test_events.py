"""Events of services in EventBridge."""

import json

import pytest

from cdktf_apprunner_tools.sandbox import neighbours
from tests.support.apprunner import settle
from tests.support.direct import Direct
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow


def test_events_reach_queues_and_topics(sandbox, client, create):
    account = client.account_id
    queue = sandbox.client("sqs", account_id=client.account_id).create_queue(QueueName="direct")["QueueUrl"]
    behind = sandbox.client("sqs", account_id=client.account_id).create_queue(QueueName="behind")["QueueUrl"]
    sns = sandbox.client("sns", account_id=client.account_id)
    allow = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish"}
    topic = sns.create_topic(Name="topic", Attributes={"Policy": json.dumps({"Statement": [allow]})})
    topic = topic["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:eu-west-1:{account}:behind")
    events = sandbox.client("events", account_id=client.account_id)
    pattern = {"source": ["aws.apprunner"], "detail": {"operationStatus": ["CreateServiceFailed"]}}
    events.put_rule(Name="failed", EventPattern=json.dumps(pattern))
    events.put_targets(
        Rule="failed",
        Targets=[
            {"Id": "queue", "Arn": f"arn:aws:sqs:eu-west-1:{account}:direct"},
            {"Id": "topic", "Arn": topic},
        ],
    )
    sandbox.control(next_operation="fail")
    arn = create()
    settle(client, arn)
    for url in (queue, behind):
        messages = sandbox.client("sqs", account_id=client.account_id).receive_message(QueueUrl=url)[
            "Messages"
        ]
        assert arn in messages[0]["Body"]


STATUS, OPERATION = "AppRunner Service Status Change", "AppRunner Service Operation Status Change"
LIVES = [
    (
        [
            ("CreateService", None),
            ("UpdateService", None),
            ("StartDeployment", None),
            ("DeleteService", None),
        ],
        [
            "CreateServiceStarted",
            "CreateServiceCompletedSuccessfully",
            "OPERATION_IN_PROGRESS → RUNNING",
            "UpdateServiceStarted",
            "RUNNING → OPERATION_IN_PROGRESS",
            "UpdateServiceCompletedSuccessfully",
            "OPERATION_IN_PROGRESS → RUNNING",
            "DeploymentStarted",
            "RUNNING → OPERATION_IN_PROGRESS",
            "DeploymentCompletedSuccessfully",
            "OPERATION_IN_PROGRESS → RUNNING",
            "DeleteServiceStarted",
            "RUNNING → OPERATION_IN_PROGRESS",
            "DeleteServiceCompletedSuccessfully",
            "OPERATION_IN_PROGRESS → DELETED",
        ],
    ),
    (
        [("CreateService", "fail"), ("DeleteService", "fail")],
        [
            "CreateServiceStarted",
            "CreateServiceFailed",
            "OPERATION_IN_PROGRESS → CREATE_FAILED",
            "DeleteServiceStarted",
            "CREATE_FAILED → OPERATION_IN_PROGRESS",
            "DeleteServiceFailed",
            "OPERATION_IN_PROGRESS → DELETE_FAILED",
        ],
    ),
    (
        [("CreateService", None), ("PauseService", None), ("ResumeService", "fail")],
        [
            "CreateServiceStarted",
            "CreateServiceCompletedSuccessfully",
            "OPERATION_IN_PROGRESS → RUNNING",
            "PauseServiceStarted",
            "RUNNING → OPERATION_IN_PROGRESS",
            "PauseServiceCompletedSuccessfully",
            "OPERATION_IN_PROGRESS → PAUSED",
            "ResumeServiceStarted",
            "PAUSED → OPERATION_IN_PROGRESS",
            "ResumeServiceFailed",
            "OPERATION_IN_PROGRESS → PAUSED",
        ],
    ),
]


@pytest.mark.parametrize(("calls", "expected"), LIVES)
def test_every_operation_has_its_events(monkeypatch, calls, expected):
    sent = []
    monkeypatch.setattr(neighbours, "put_event", lambda account_id, region, event: sent.append(event))
    call, arn = Direct(), {}
    for operation, outcome in calls:
        call.application.faults.next_operation = outcome
        named = arn or {"ServiceName": "shop", "SourceConfiguration": HELLO_SOURCE}
        made = call(operation, **named)
        arn = arn or {"ServiceArn": made["Service"]["ServiceArn"]}
        call.tick()
    assert [_told(event) for event in sent] == expected
    for event in sent:
        assert event["resources"] == [arn["ServiceArn"]]
        assert event["detail"]["message"].endswith(".")
        assert event["detail"]["severity"] == ("ERROR" if "Failed" in _told(event) else "INFO") or (
            event["detail-type"] == STATUS
        )


def _told(event):
    detail = event["detail"]
    if event["detail-type"] == OPERATION:
        return detail["operationStatus"]
    return f"{detail['previousServiceStatus']} → {detail['currentServiceStatus']}"


def test_an_event_that_cannot_be_delivered_stops_nothing(monkeypatch):
    def fail(*_):
        raise RuntimeError("no queue")

    monkeypatch.setattr(neighbours, "put_event", fail)
    call = Direct()
    arn = call("CreateService", ServiceName="shop", SourceConfiguration=HELLO_SOURCE)["Service"]["ServiceArn"]
    call.tick()
    assert call("DescribeService", ServiceArn=arn)["Service"]["Status"] == "RUNNING"


def test_a_validated_domain_has_its_event(monkeypatch):
    sent = []
    monkeypatch.setattr(neighbours, "put_event", lambda account_id, region, event: sent.append(event))
    monkeypatch.setattr(neighbours, "has_record", lambda *_: True)
    call = Direct()
    arn = call("CreateService", ServiceName="shop", SourceConfiguration=HELLO_SOURCE)["Service"]["ServiceArn"]
    call.tick()
    call("AssociateCustomDomain", ServiceArn=arn, DomainName="shop.example.com", EnableWWWSubdomain=False)
    call.tick()
    call.tick()
    assert sent[-1]["detail-type"] == "AppRunner Custom Domain Validation Status Update"
    assert sent[-1]["detail"]["domainName"] == "shop.example.com"
