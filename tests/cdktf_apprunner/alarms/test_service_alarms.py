"""The alarms of a service: every argument reaches the JSON."""

import pytest
from cdktf import TerraformVariable

from cdktf_apprunner import Alarms, AlarmTopic, AutoScaling, Latency, LogErrors, Threshold
from tests.support.alarms import PAGER, TOPIC, by_name, only, web

EACH = Threshold(warning=10, critical=20, minutes=7)


def metric_of(alarm):
    """Return namespace, name, statistic and names of the dimensions of an alarm without an expression."""
    statistic = alarm.get("statistic") or alarm["extended_statistic"]
    return alarm["namespace"], alarm["metric_name"], statistic, sorted(alarm.get("dimensions", {}))


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
    made = synth(lambda scope: web(scope, Alarms(**only(**{argument: threshold}))))
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
    made = synth(lambda scope: web(scope, Alarms(**only(**{argument: EACH}))))
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
    made = synth(lambda scope: web(scope, Alarms(**only(**{argument: EACH, "critical_topic": PAGER}))))
    warning, critical = sorted(by_name(made).values(), key=lambda alarm: alarm["threshold"])
    assert (warning["threshold"], critical["threshold"]) == (10, 20)
    assert warning["alarm_actions"] == warning["ok_actions"] == [TOPIC]
    assert critical["alarm_actions"] == critical["ok_actions"] == [PAGER]
    assert "over 7 minutes" in warning["alarm_description"]
    assert "10 " in warning["alarm_description"]


def test_numbers_known_later(synth):
    def fill(scope):
        size, slow = (TerraformVariable(scope, name, type="number").number_value for name in ("size", "slow"))
        alarms = Alarms(**only(at_maximum=EACH, latency=Latency(critical=slow)))
        return web(scope, alarms, scaling=AutoScaling(max_size=size))

    alarms = by_name(synth(fill))
    assert alarms["shop-at-maximum-critical"]["metric_query"][0]["expression"] == "100 * active / ${var.size}"
    assert alarms["shop-latency-critical"]["threshold"] == "${var.slow}"
    assert "was ${var.slow} ms or more" in alarms["shop-latency-critical"]["alarm_description"]


def test_log_errors(synth):
    errors = LogErrors(pattern='{ $.level = "error" }', warning=3)
    made = synth(lambda scope: web(scope, Alarms(**only(log_errors=errors))))
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
