"""CloudWatch in the local AWS: metrics, alarms, filters of logs, and who may publish to a topic."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings
from cdktf_apprunner_tools.sandbox.alarms import calculate
from cdktf_apprunner_tools.sandbox.filters import matches
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow
ACCOUNT = Settings().account_id
HERE = f"eu-west-1:{ACCOUNT}"
LET = {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}
CLOUDWATCH = {"Service": "cloudwatch.amazonaws.com"}
EVENTS = {"Service": "events.amazonaws.com"}
USE = {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Settings(operation_seconds=0.1, rate_seconds=0.1)) as made:
        yield made


@pytest.fixture
def topic(sandbox):
    """Create topics, each with a queue that receives its messages."""

    def make(name, statements=None, key=None):
        attributes = {"Policy": json.dumps({"Statement": statements})} if statements else {}
        if key:
            attributes["KmsMasterKeyId"] = key
        arn = sandbox.client("sns").create_topic(Name=name, Attributes=attributes)["TopicArn"]
        sandbox.client("sqs").create_queue(QueueName=name)
        endpoint = f"arn:aws:sqs:{HERE}:{name}"
        sandbox.client("sns").subscribe(TopicArn=arn, Protocol="sqs", Endpoint=endpoint)
        return arn

    return make


@pytest.fixture
def message(sandbox):
    """Return the message in the queue of a topic, or None after a second."""

    def receive(name):
        sqs = sandbox.client("sqs")
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        for _ in range(10):
            if found := sqs.receive_message(QueueUrl=url).get("Messages"):
                return json.loads(found[0]["Body"])["Message"]
            time.sleep(0.1)
        return None

    return receive


def key(sandbox, *statements):
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return sandbox.client("kms").create_key(Policy=policy)["KeyMetadata"]["KeyId"]


def alarm(sandbox, name, *topics, **settings):
    sandbox.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        EvaluationPeriods=settings.pop("periods", 1),
        Threshold=10,
        AlarmActions=list(topics),
        **{"Namespace": "test", "MetricName": name, "Statistic": "Sum", "Period": 60, **settings},
    )


def measure(sandbox, name, *values, dimensions=()):
    data = [{"MetricName": name, "Value": value, "Dimensions": list(dimensions)} for value in values]
    sandbox.client("cloudwatch").put_metric_data(Namespace="test", MetricData=data)


def state(sandbox, name, wanted):
    for _ in range(20):
        (found,) = sandbox.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
        if found["StateValue"] == wanted:
            break
        time.sleep(0.05)
    return found["StateValue"]


def test_who_is_notified_of_an_alarm(sandbox, topic, message):
    """CloudWatch can't publish to a topic under AWS's own key: its alarm goes off without a message."""
    own = key(sandbox, {**USE, "Principal": CLOUDWATCH})
    here = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    topics = [
        topic("default"),
        topic("own-key", [{**LET, "Principal": CLOUDWATCH, "Condition": here}], own),
        topic("aws-key", [{**LET, "Principal": CLOUDWATCH}], "alias/aws/sns"),
        topic("others", [{**LET, "Principal": EVENTS}]),
    ]
    alarm(sandbox, "heard", *topics)
    measure(sandbox, "heard", 10)
    assert state(sandbox, "heard", "ALARM") == "ALARM"
    messages = {name: message(name) for name in ("default", "own-key", "aws-key", "others")}
    assert [name for name, text in messages.items() if text] == ["default", "own-key"]
    assert json.loads(messages["own-key"])["NewStateValue"] == "ALARM"


def test_who_is_notified_of_an_event(sandbox, topic, message):
    """EventBridge can't publish under a topic's default policy, nor under conditions."""
    open_key, closed_key = (
        key(sandbox, {**USE, "Principal": EVENTS, **condition})
        for condition in ({}, {"Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}})
    )
    let = {**LET, "Principal": EVENTS}
    names = {
        "events-default": topic("events-default"),
        "events": topic("events", [let], open_key),
        "events-condition": topic("events-condition", [{**let, "Condition": {"StringEquals": {}}}]),
        "events-key": topic("events-key", [let], closed_key),
    }
    events = sandbox.client("events")
    events.put_rule(Name="all", EventPattern=json.dumps({"source": ["aws.apprunner"]}))
    transformer = {
        "InputPathsMap": {
            "name": "$.detail.serviceName",
            "kind": "$.detail-type",
            "old": "$.detail.ServiceName",
        },
        "InputTemplate": '"<kind>: <name><old>"',
    }
    targets = [{"Id": name, "Arn": arn, "InputTransformer": transformer} for name, arn in names.items()]
    events.put_targets(Rule="all", Targets=targets)
    sandbox.client("apprunner").create_service(ServiceName="shop", SourceConfiguration=HELLO_SOURCE)
    messages = {name: message(name) for name in names}
    assert {name for name, text in messages.items() if text} == {"events"}
    assert messages["events"] == '"AppRunner Service Operation Status Change: shop"'


def test_metrics_of_a_service(sandbox):
    made = sandbox.client("apprunner").create_service(
        ServiceName="measured", SourceConfiguration=HELLO_SOURCE
    )
    sandbox.publish_metrics("measured", {"Requests": [1]})
    (metric,) = sandbox.client("cloudwatch").list_metrics(Namespace="AWS/AppRunner")["Metrics"]
    assert metric["MetricName"] == "Requests"
    assert metric["Dimensions"] == [
        {"Name": "ServiceName", "Value": "measured"},
        {"Name": "ServiceID", "Value": made["Service"]["ServiceId"]},
    ]
    with pytest.raises(SandboxError, match="publishes no 5xxStatusResponse"):
        sandbox.publish_metrics("measured", {"5xxStatusResponse": [1]})
    with pytest.raises(SandboxError, match="nobody"):
        sandbox.publish_metrics("nobody", {"Requests": [1]})


def test_an_alarm_needs_exactly_the_dimensions(sandbox):
    both = [{"Name": name, "Value": "1"} for name in ("ServiceName", "ServiceID")]
    alarm(sandbox, "half", Dimensions=both[:1])
    alarm(sandbox, "whole", MetricName="half", Dimensions=both)
    measure(sandbox, "half", 99, dimensions=both)
    assert state(sandbox, "whole", "ALARM") == "ALARM"
    assert state(sandbox, "half", "INSUFFICIENT_DATA") == "INSUFFICIENT_DATA"


@pytest.mark.parametrize(
    ("treat", "expected"),
    [("breaching", "ALARM"), ("notBreaching", "OK"), ("missing", "INSUFFICIENT_DATA"), ("ignore", "OK")],
)
def test_missing_data(sandbox, treat, expected):
    alarm(sandbox, f"missing-{treat}", TreatMissingData=treat)
    assert state(sandbox, f"missing-{treat}", expected) == expected


@pytest.mark.parametrize(
    ("settings", "values", "expected"),
    [
        ({"Statistic": "Sum"}, (4, 6), "ALARM"),
        ({"Statistic": "Sum"}, (4, 5.9), "OK"),
        ({"Statistic": "Average"}, (9, 10), "OK"),
        ({"Statistic": "Maximum"}, (1, 10), "ALARM"),
        ({"Statistic": "Minimum"}, (1, 10), "OK"),
        ({"Statistic": "SampleCount"}, [0] * 10, "ALARM"),
        ({"ExtendedStatistic": "p90"}, [*[1] * 9, 10], "OK"),
        ({"ExtendedStatistic": "p99"}, [*[1] * 9, 10], "ALARM"),
        ({"periods": 2}, (99,), "OK"),
        ({"periods": 2, "DatapointsToAlarm": 1}, (99,), "ALARM"),
    ],
)
def test_statistics(sandbox, request, settings, values, expected):
    name = f"statistic-{request.node.callspec.id}"
    if "ExtendedStatistic" in settings:
        settings = {"Statistic": "", **settings}
    alarm(sandbox, name, **settings)
    measure(sandbox, name, *values)
    time.sleep(0.3)
    assert state(sandbox, name, expected) == expected


@pytest.mark.parametrize(
    ("expression", "series", "expected"),
    [
        ("100 * a / b", {"a": 1, "b": 4}, 25),
        ("a / b", {"a": 1, "b": 0}, None),
        ("a + b - 1", {"a": 1, "b": None}, None),
        ("FILL(a, 3)", {"a": None}, 3),
        ("FILL(a, 3)", {"a": 2}, 2),
        ("IF(a > 0, b / a, 0)", {"a": 0, "b": 1}, 0),
        ("IF(a > 0, b / a, 0)", {"a": None, "b": 1}, None),
        ("IF(FILL(a, 0) < 1, b, 0)", {"a": None, "b": 7}, 7),
    ],
)
def test_metric_math(expression, series, expected):
    assert calculate(expression, series) == expected


def test_unsupported_metric_math():
    with pytest.raises(NotImplementedError):
        calculate("ANOMALY_DETECTION_BAND(a)", {"a": 1})


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        ("ERROR", "an ERROR here", True),
        ("ERROR", "an error here", False),
        ("ERROR disk", "ERROR on disk", True),
        ("ERROR disk", "ERROR in memory", False),
        ("?ERROR ?FATAL", "FATAL", True),
        ("?ERROR ?FATAL", "fine", False),
        ('"out of memory"', "out of memory", True),
        ('"out of memory"', "memory out of", False),
        ("ERROR -test", "ERROR in a test", False),
        ("", "anything", True),
        ('{ $.level = "error" }', '{"level": "error"}', False),
    ],
)
def test_patterns(pattern, line, expected):
    assert matches(pattern, line) is expected


def test_filters_count_new_lines(sandbox):
    logs = sandbox.client("logs")
    put = {
        "filterName": "errors",
        "logGroupName": "/test",
        "metricTransformations": [
            {"metricName": "errors", "metricNamespace": "test", "metricValue": "1", "defaultValue": 0}
        ],
    }
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.put_metric_filter(filterPattern="ERROR", **put)
    logs.create_log_group(logGroupName="/test")
    logs.create_log_stream(logGroupName="/test", logStreamName="one")

    def write(*lines):
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": line} for line in lines]
        logs.put_log_events(logGroupName="/test", logStreamName="one", logEvents=events)
        time.sleep(0.3)

    write("ERROR before")
    logs.put_metric_filter(filterPattern="ERROR", **put)
    logs.put_metric_filter(filterPattern="?ERROR ?FATAL", **put)
    (made,) = logs.describe_metric_filters()["metricFilters"]
    assert made["filterPattern"] == "?ERROR ?FATAL"
    time.sleep(0.3)
    write("fine", "FATAL", "ERROR")
    asked = {"Namespace": "test", "MetricName": "errors", "Period": 600, "Statistics": ["Sum", "SampleCount"]}
    found = sandbox.client("cloudwatch").get_metric_statistics(
        **asked, StartTime=time.time() - 300, EndTime=time.time() + 300
    )
    (point,) = found["Datapoints"]
    assert (point["Sum"], point["SampleCount"]) == (2, 3)
