"""Failed operations: which events match, and the text of the message."""

import json

import pytest
from moto.events.models import EventPattern

from cdktf_apprunner import Alarms
from tests.support.alarms import TOPIC, web


def event(kind="Operation ", service="shop", **detail):
    arn = f"arn:aws:apprunner:eu-west-1:111122223333:service/{service}/0123456789abcdef"
    return {
        "source": "aws.apprunner",
        "detail-type": f"AppRunner Service {kind}Status Change",
        "resources": [arn],
        "detail": detail,
    }


@pytest.mark.parametrize(
    ("matches", "happened"),
    [
        (True, event(operationStatus="UpdateServiceFailed")),
        (True, event(Status="DeploymentFailed")),
        (True, event(operationStatus="CreateServiceFailed")),
        (True, event("", currentServiceStatus="CREATE_FAILED")),
        (True, event("", CurrentStatus="DELETE_FAILED")),
        (False, event(operationStatus="UpdateServiceCompletedSuccessfully")),
        (False, event("", currentServiceStatus="RUNNING", previousServiceStatus="CREATE_FAILED")),
        (False, event(service="shop-staging", operationStatus="UpdateServiceFailed")),
        (False, {**event(operationStatus="UpdateServiceFailed"), "source": "acme"}),
    ],
)
def test_failures(everything, matches, happened):
    pattern = everything.one("aws_cloudwatch_event_rule")["event_pattern"]
    for kind, value in (("partition", "aws"), ("region", "eu-west-1"), ("caller_identity", "111122223333")):
        (name,) = everything.all(f"data.aws_{kind}")
        attribute = {"region": "id", "caller_identity": "account_id"}.get(kind, kind)
        pattern = pattern.replace(f"${{data.aws_{kind}.{name}.{attribute}}}", value)
    assert EventPattern.load(pattern).matches_event(happened) is matches


def test_the_message_of_failures(everything):
    target = everything.one("aws_cloudwatch_event_target")
    transformer = target["input_transformer"]
    text = json.loads(transformer["input_template"])
    assert text.startswith("App Runner service shop in <region> at <time>: <operationStatus><Status>")
    for name, path in transformer["input_paths"].items():
        assert f"<{name}>" in text
        assert path in (f"$.{name}", f"$.detail.{name}")
    critical = next(name for name in everything.all("aws_sns_topic") if "critical" in name)
    assert target["arn"] == f"${{aws_sns_topic.{critical}.arn}}"


def test_no_failures(synth):
    made = synth(lambda scope: web(scope, Alarms(topic=TOPIC, failures=False)))
    assert made.all("aws_cloudwatch_event_rule") == {}
