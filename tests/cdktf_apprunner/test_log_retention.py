"""Log groups: imported, kept for some days, destroyed after the service."""

import json

from cdktf_apprunner import LogRetention
from tests.support.services import web
from tests.support.synthesized import document


def test_groups_are_found_and_imported(synth):
    made = synth(lambda scope: web(scope, log_retention=LogRetention(days=90)))
    assert made.one("data.aws_cloudwatch_log_groups") == {"log_group_name_prefix": "/aws/apprunner/shop/"}
    ((name, group),) = made.all("aws_cloudwatch_log_group").items()
    assert group["retention_in_days"] == 90
    assert group["name"] == "${each.value}"
    (block,) = made.json["import"]
    assert block["to"] == f"aws_cloudwatch_log_group.{name}[each.key]"
    assert block["id"] == "${each.key}"
    assert f"aws_cloudwatch_log_group.{name}" in made.one("aws_apprunner_service")["depends_on"]


def test_each_service_imports_its_own_groups(synth):
    made = synth(lambda scope: [web(scope, name, service_name=name) for name in ("first", "second")])
    assert len({block["to"] for block in made.json["import"]}) == 2


def test_schedules_set_the_retention_from_the_first_apply(synth):
    made = synth(lambda scope: web(scope, log_retention=LogRetention(days=90)))
    schedules = made.all("aws_scheduler_schedule").values()
    assert len(schedules) == 2
    for schedule in schedules:
        assert schedule["schedule_expression"] == "rate(1 day)"
        assert schedule["target"]["arn"] == "arn:aws:scheduler:::aws-sdk:cloudwatchlogs:putRetentionPolicy"
        asked = json.loads(schedule["target"]["input"])
        assert asked["RetentionInDays"] == 90
        assert asked["LogGroupName"].startswith("/aws/apprunner/shop/${aws_apprunner_service.")
    (statement,) = made.statements("put-retention-policy")
    assert statement["Action"] == "logs:PutRetentionPolicy"
    assert len(statement["Resource"]) == 2
    assert all(arn.startswith("arn:") and arn.count("*") == 1 for arn in statement["Resource"])


def test_scheduler_trust_is_for_this_account_only(synth):
    made = synth(web)
    (role,) = (role for role in made.all("aws_iam_role").values() if role["name"] == "shop-log-retention")
    (statement,) = document(role["assume_role_policy"])
    assert statement["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert "aws:SourceAccount" in statement["Condition"]["StringEquals"]


def test_none_changes_no_log_group(synth):
    made = synth(lambda scope: web(scope, log_retention=None))
    assert "import" not in made.json
    assert made.all("aws_scheduler_schedule") == {}
    assert made.all("aws_cloudwatch_log_group") == {}
