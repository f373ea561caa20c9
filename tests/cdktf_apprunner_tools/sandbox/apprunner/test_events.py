"""Events of services in EventBridge."""

import json

import pytest

from tests.support.apprunner import settle

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
