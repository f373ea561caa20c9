"""The dashboard of a service."""

import json

from cdktf_apprunner import Alarms
from tests.support.alarms import NOTHING, by_name, web


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
