"""Alarms: every argument reaches the JSON; what contradicts itself is refused."""

import json

import pytest
from cdktf import TerraformVariable
from moto.events.models import EventPattern

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AppRunnerService,
    AutoScaling,
    ConfigurationError,
    EcrPublicImage,
    Latency,
    LogErrors,
    Threshold,
)
from tests.conftest import document

HELLO = EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest")
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
EACH = Threshold(warning=10, critical=20, minutes=7)
TOKEN = -1.8881545897087626e289


def web(scope, alarms, **arguments):
    return AppRunnerService(
        scope, "web", **{"service_name": "shop", "source": HELLO, "alarms": alarms, **arguments}
    )


def only(**watched):
    """Alarms that watch one thing."""
    return Alarms(**{**NOTHING, "topic": TOPIC, **watched})


def by_name(made):
    return {alarm["alarm_name"]: alarm for alarm in made.all("aws_cloudwatch_metric_alarm").values()}


def metric_of(alarm):
    """Namespace, name, statistic and dimensions' names of a plain alarm."""
    statistic = alarm.get("statistic") or alarm["extended_statistic"]
    return alarm["namespace"], alarm["metric_name"], statistic, sorted(alarm.get("dimensions", {}))


@pytest.fixture(scope="module")
def everything(synth):
    """A service with all there is."""
    alarms = Alarms(
        topic=AlarmTopic(emails=["a@example.com", "b@example.com"]),
        critical_topic=AlarmTopic(),
        dashboard=True,
    )
    return synth(lambda scope: web(scope, alarms, tags={"team": "shop"}))


def test_no_alarms(synth):
    made = synth(lambda scope: web(scope, None))
    kinds = [kind for kind in made.json["resource"] if "cloudwatch" in kind or "sns" in kind or "kms" in kind]
    assert kinds == ["aws_cloudwatch_log_group"]


def test_all_alarms(everything):
    assert {
        name: (alarm["threshold"], alarm.get("period")) for name, alarm in by_name(everything).items()
    } == {
        "shop-server-error-rate-warning": (1, None),
        "shop-server-error-rate-critical": (5, None),
        "shop-latency-warning": (1000, 300),
        "shop-latency-critical": (3000, 300),
        "shop-cpu-warning": (80, 600),
        "shop-cpu-critical": (95, 600),
        "shop-memory-warning": (80, 600),
        "shop-memory-critical": (95, 600),
        "shop-at-maximum-warning": (100, None),
        "shop-no-instances-critical": (1, None),
        "shop-log-errors-warning": (1, 300),
    }
    for alarm in by_name(everything).values():
        assert alarm["comparison_operator"] == "GreaterThanOrEqualToThreshold"
        assert alarm["treat_missing_data"] == "notBreaching"
        assert alarm["evaluation_periods"] == 1
        assert alarm["tags"] == {"team": "shop"}
        assert alarm["alarm_description"].startswith(("shop ", "The ", "1 or more "))


@pytest.mark.parametrize(
    ("argument", "threshold", "name", "metric"),
    [
        ("latency", Latency(critical=9), "latency", ("RequestLatency", "p99")),
        ("latency", Latency(critical=9, percentile=50), "latency", ("RequestLatency", "p50")),
        ("cpu", Threshold(critical=9), "cpu", ("CPUUtilization", "Average")),
        ("memory", Threshold(critical=9), "memory", ("MemoryUtilization", "Average")),
    ],
)
def test_plain_metrics(synth, argument, threshold, name, metric):
    made = synth(lambda scope: web(scope, only(**{argument: threshold})))
    ((alarm_name, alarm),) = by_name(made).items()
    assert alarm_name == f"shop-{name}-critical"
    assert metric_of(alarm) == ("AWS/AppRunner", *metric, ["ServiceID", "ServiceName"])
    assert alarm["dimensions"]["ServiceName"] == "shop"
    assert alarm["dimensions"]["ServiceID"].endswith(".service_id}")
    assert ("evaluate_low_sample_count_percentiles" in alarm) == (argument == "latency")


@pytest.mark.parametrize(
    ("argument", "expression", "metrics"),
    [
        (
            "server_error_rate",
            "IF(requests > 0, 100 * FILL(errors, 0) / requests, 0)",
            {"requests": ("Requests", "Sum"), "errors": ("5xxStatusResponses", "Sum")},
        ),
        ("at_maximum", "100 * active / 25", {"active": ("ActiveInstances", "Minimum")}),
        (
            "no_instances",
            "IF(FILL(active, 0) < 1, requests, 0)",
            {"requests": ("Requests", "Sum"), "active": ("ActiveInstances", "Maximum")},
        ),
    ],
)
def test_expressions(synth, argument, expression, metrics):
    made = synth(lambda scope: web(scope, only(**{argument: EACH})))
    for alarm in by_name(made).values():
        result, *queries = alarm["metric_query"]
        assert result == {"id": "result", "expression": expression, "label": "result", "return_data": True}
        assert {item["id"]: (item["metric"]["metric_name"], item["metric"]["stat"]) for item in queries} == (
            metrics
        )
        for query in queries:
            assert query["metric"]["namespace"] == "AWS/AppRunner"
            assert sorted(query["metric"]["dimensions"]) == ["ServiceID", "ServiceName"]
            assert query["metric"]["period"] == 7 * 60


@pytest.mark.parametrize("argument", ["server_error_rate", "cpu", "memory", "at_maximum", "no_instances"])
def test_both_severities(synth, argument):
    made = synth(lambda scope: web(scope, only(**{argument: EACH, "critical_topic": PAGER})))
    warning, critical = sorted(by_name(made).values(), key=lambda alarm: alarm["threshold"])
    assert (warning["threshold"], critical["threshold"]) == (10, 20)
    assert warning["alarm_actions"] == warning["ok_actions"] == [TOPIC]
    assert critical["alarm_actions"] == critical["ok_actions"] == [PAGER]
    assert "over 7 minutes" in warning["alarm_description"]
    assert "10 " in warning["alarm_description"]


def test_numbers_known_later(synth):
    def fill(scope):
        size, slow = (TerraformVariable(scope, name, type="number").number_value for name in ("size", "slow"))
        alarms = only(at_maximum=EACH, latency=Latency(critical=slow))
        return web(scope, alarms, scaling=AutoScaling(max_size=size))

    alarms = by_name(synth(fill))
    assert alarms["shop-at-maximum-critical"]["metric_query"][0]["expression"] == "100 * active / ${var.size}"
    assert alarms["shop-latency-critical"]["threshold"] == "${var.slow}"
    assert "was ${var.slow} ms or more" in alarms["shop-latency-critical"]["alarm_description"]


def test_log_errors(synth):
    errors = LogErrors(pattern='{ $.level = "error" }', warning=3)
    made = synth(lambda scope: web(scope, only(log_errors=errors)))
    counted = made.one("aws_cloudwatch_log_metric_filter")
    assert counted["name"] == "shop-errors"
    assert counted["pattern"] == '{ $.level = "error" }'
    assert counted["log_group_name"].startswith("/aws/apprunner/shop/${aws_apprunner_service.")
    assert counted["log_group_name"].endswith(".service_id}/application")
    assert counted["metric_transformation"] == {
        "namespace": "AppRunner/shop",
        "name": "LogErrors",
        "value": "1",
        "default_value": "0",
    }
    (alarm,) = by_name(made).values()
    assert metric_of(alarm) == ("AppRunner/shop", "LogErrors", "Sum", [])


def test_given_topic_makes_none(synth):
    made = synth(lambda scope: web(scope, Alarms(topic=TOPIC)))
    assert made.all("aws_sns_topic") == made.all("aws_kms_key") == {}
    assert {arn for alarm in by_name(made).values() for arn in alarm["alarm_actions"]} == {TOPIC}
    assert made.one("aws_cloudwatch_event_target")["arn"] == TOPIC


def test_made_topics(everything):
    topics = {topic["name"]: topic for topic in everything.all("aws_sns_topic").values()}
    assert set(topics) == {"shop-alarms", "shop-critical-alarms"}
    assert all(topic["kms_master_key_id"].startswith("${aws_kms_key.") for topic in topics.values())
    emails = everything.all("aws_sns_topic_subscription").values()
    assert {email["endpoint"] for email in emails} == {"a@example.com", "b@example.com"}
    assert {email["protocol"] for email in emails} == {"email"}
    assert topics["shop-alarms"]["tags"] == {"team": "shop"}


def test_who_may_publish(everything):
    policy, _ = everything.all("aws_sns_topic_policy").values()
    alarms, events = document(policy["policy"])
    assert alarms["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert list(alarms["Condition"]["StringEquals"]) == ["aws:SourceAccount"]
    assert events["Principal"] == {"Service": "events.amazonaws.com"}
    assert "Condition" not in events, "EventBridge's deliveries fail with one"
    assert alarms["Action"] == events["Action"] == "sns:Publish"
    assert alarms["Resource"] == events["Resource"] == policy["arn"].replace('"', "'")


def test_who_may_use_the_key(everything):
    key, _ = everything.all("aws_kms_key").values()
    account, publishers = document(key["policy"])
    assert account["Principal"]["AWS"].endswith(":root")
    assert publishers["Principal"] == {"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]}
    assert publishers["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert "Condition" not in publishers, "EventBridge's deliveries fail with one"
    assert key["enable_key_rotation"] is True


def event(kind="Operation ", service="shop", **detail):
    arn = f"arn:aws:apprunner:eu-west-1:111122223333:service/{service}/0123456789abcdef"
    return {
        "source": "aws.apprunner",
        "detail-type": f"AppRunner Service {kind}Status Change",
        "resources": [arn],
        "detail": detail,
    }


@pytest.mark.parametrize(
    ("told", "happened"),
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
def test_failures(everything, told, happened):
    pattern = everything.one("aws_cloudwatch_event_rule")["event_pattern"]
    for kind, value in (("partition", "aws"), ("region", "eu-west-1"), ("caller_identity", "111122223333")):
        (name,) = everything.all(f"data.aws_{kind}")
        attribute = {"region": "id", "caller_identity": "account_id"}.get(kind, kind)
        pattern = pattern.replace(f"${{data.aws_{kind}.{name}.{attribute}}}", value)
    assert EventPattern.load(pattern).matches_event(happened) is told


def test_what_failures_say(everything):
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


def test_dashboard(everything):
    made = everything.one("aws_cloudwatch_dashboard")
    body = made["dashboard_body"]
    assert made["dashboard_name"] == "shop"
    alarms, *widgets = json.loads(body)["widgets"]
    assert len(alarms["properties"]["alarms"]) == 11
    graphs = [widget["properties"] for widget in widgets if widget["type"] == "metric"]
    named = {row[1] for graph in graphs for row in graph["metrics"] if isinstance(row[0], str)}
    assert named == {
        "Requests",
        "2xxStatusResponses",
        "4xxStatusResponses",
        "5xxStatusResponses",
        "RequestLatency",
        "ActiveInstances",
        "CPUUtilization",
        "MemoryUtilization",
    }
    logs = [widget["properties"]["title"].rpartition("/")[2] for widget in widgets if widget["type"] == "log"]
    assert logs == ["application", "service"]
    places = [(widget["x"], widget["y"]) for widget in json.loads(body)["widgets"]]
    assert len(set(places)) == len(places)


def test_only_a_dashboard(synth):
    made = synth(lambda scope: web(scope, Alarms(**NOTHING, dashboard=True)))
    assert by_name(made) == made.all("aws_sns_topic") == {}
    kinds = [
        item["type"] for item in json.loads(made.one("aws_cloudwatch_dashboard")["dashboard_body"])["widgets"]
    ]
    assert "alarm" not in kinds


def test_attributes(synth):
    kept = []
    synth(lambda scope: kept.append(web(scope, Alarms(topic=AlarmTopic(), dashboard=True))) or kept[0])
    alarms = kept[0].alarms
    assert "cpu-warning" in alarms.alarms
    parts = (alarms.topics[0].resource, alarms.filter, alarms.failures.rule, alarms.dashboard)
    assert [part.terraform_resource_type for part in parts] == [
        "aws_sns_topic",
        "aws_cloudwatch_log_metric_filter",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_dashboard",
    ]


def test_names_stay_short(synth):
    name = "s" * 40
    made = synth(lambda scope: web(scope, Alarms(topic=AlarmTopic()), service_name=name))
    assert all(len(alarm) <= 255 for alarm in by_name(made))
    assert len(made.one("aws_cloudwatch_event_rule")["name"]) <= 64


@pytest.mark.parametrize(
    "make",
    [
        lambda: Threshold(warning=0.001),
        lambda: Threshold(critical=5, minutes=1),
        lambda: Threshold(critical=5, minutes=1440),
        lambda: Threshold(warning=TOKEN, critical=5),
        lambda: Latency(warning=1, percentile=50),
        lambda: LogErrors(pattern="x", warning=1),
        lambda: LogErrors(pattern="x" * 1024, warning=1),
        lambda: only(cpu=Threshold(warning=100)),
        lambda: only(no_instances=Threshold(warning=101)),
        lambda: Alarms(topic="${var.topic}"),
        lambda: AlarmTopic(emails=["a@b"]),
    ],
)
def test_accepted(make):
    assert make() == make()


@pytest.mark.parametrize(
    ("make", "field", "says"),
    [
        (Threshold, "warning", "warning, critical or both"),
        (lambda: Threshold(warning=0), "warning", "a number above 0"),
        (lambda: Threshold(critical=True), "critical", "a number above 0"),
        (lambda: Threshold(warning=5, critical=5), "warning", "below critical, 5"),
        (lambda: Threshold(critical=5, minutes=0), "minutes", "from 1 to 1440 minutes"),
        (lambda: Threshold(critical=5, minutes=1441), "minutes", "from 1 to 1440 minutes"),
        (lambda: Threshold(critical=5, minutes=TOKEN), "minutes", "when the app is synthesized"),
        (lambda: Latency(warning=1, percentile=98), "percentile", "50, 90, 95, 99"),
        (lambda: LogErrors(pattern="", warning=1), "pattern", "1 to 1024 characters"),
        (lambda: LogErrors(pattern="x" * 1025, warning=1), "pattern", "1 to 1024 characters"),
        (lambda: AlarmTopic(emails=["team"]), "emails", "an e-mail address"),
        (Alarms, "topic", "AlarmTopic()"),
        (lambda: Alarms(**{**NOTHING, "failures": True}), "topic", "need somewhere to go"),
        (lambda: only(dashboard=True), "topic", "no alarm and no failure goes there"),
        (lambda: Alarms(topic="team"), "topic", "a standard SNS topic"),
        (lambda: Alarms(topic=TOPIC + ".fifo"), "topic", "a standard SNS topic"),
        (lambda: Alarms(topic=TOPIC, critical_topic="pager"), "critical_topic", "a standard SNS topic"),
        (lambda: only(cpu=Threshold(warning=101)), "cpu.warning", "at most 100 percent"),
        (
            lambda: only(server_error_rate=Threshold(critical=101)),
            "server_error_rate.critical",
            "at most 100",
        ),
        (lambda: only(memory=Threshold(critical=101)), "memory.critical", "at most 100"),
        (lambda: only(at_maximum=Threshold(critical=101)), "at_maximum.critical", "at most 100"),
    ],
)
def test_refused(make, field, says):
    with pytest.raises(ConfigurationError) as error:
        make()
    (problem,) = error.value.problems
    assert problem.field == field
    assert says in str(problem)
    assert problem.where.startswith("test_alarms.py:")


def test_a_service_that_is_always_at_its_maximum(synth):
    with pytest.raises(ConfigurationError, match=r"alarms\.at_maximum.*max_size=1"):
        synth(lambda scope: web(scope, Alarms(topic=TOPIC), scaling=AutoScaling(max_size=1)))
    made = synth(
        lambda scope: web(scope, Alarms(topic=TOPIC, at_maximum=None), scaling=AutoScaling(max_size=1))
    )
    assert "shop-at-maximum-warning" not in by_name(made)
