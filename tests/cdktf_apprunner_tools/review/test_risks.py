"""Risks found by comparison: permissions, exposure, production."""

import json

import pytest

from cdktf_apprunner_tools.review.permissions import Grant, changed
from cdktf_apprunner_tools.review.plan import Change, Kind
from tests.support.plans import KEPT, kept, run


def grants(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def compared(before, after, kind=Kind.CHANGED):
    sides = [None if side is None else {"policy": side} for side in (before, after)]
    return changed(Change("a", "aws_iam_policy", "", kind, *sides))


@pytest.mark.parametrize(
    ("before", "after", "widened", "narrowed"),
    [
        ([allow("s3:*")], [allow("s3:GetObject")], [], ["s3:*"]),
        ([allow("s3:*")], [allow("s3:*"), allow("s3:GetObject")], [], []),
        ([allow("a:B", "[ab]")], [allow("a:B", "a")], ["a:B"], ["a:B"]),
        ([allow("s3:GetObject")], [allow("s3:*")], ["s3:*"], []),
        ([allow(["s3:GetObject", "s3:PutObject"], "a")], [allow("s3:GetObject", "a")], [], ["s3:PutObject"]),
        ([allow("s3:GetObject", "a*")], [allow("s3:GetObject", "ab")], [], ["s3:GetObject"]),
        ([allow("s3:getobject", "a")], [allow("S3:GetObject", "a")], [], []),
        ([allow("a:B", Condition={"x": 1})], [allow("a:B")], ["a:B"], []),
        ([allow("a:B")], [allow("a:B", Condition={"x": 1})], [], ["a:B"]),
        ([allow("a:B"), {"Effect": "Deny", "Action": "a:C"}], [allow("a:B")], ["a:C"], []),
        ([allow("a:B", "x"), allow("a:C", "x")], [allow(["a:C", "a:B"], ["x"])], [], []),
    ],
)
def test_statements(before, after, widened, narrowed):
    found = compared(grants(*before), grants(*after))
    assert [grant.action for grant in found.widening] == widened
    assert [grant.action for grant in found.narrowing] == narrowed


def test_not_action_and_principals():
    statement = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*", "Principal": {"AWS": ["1", "2"]}}
    found = compared(None, grants(statement), Kind.NEW)
    assert found.added == {Grant("Allow", who, "all but iam:*", "*") for who in ("1", "2")}


@pytest.mark.parametrize(
    ("name", "is_production"),
    [
        ("prod", True),
        ("eu-prod-2", True),
        ("production", True),
        ("live", True),
        ("reproduce", False),
        ("dev", False),
    ],
)
def test_production_by_name(write, name, is_production):
    text = run(write(kept("prod-automatic-deployment"), name)).stdout
    assert ("**automatic-deployment**" in text) is is_production


@pytest.mark.parametrize(
    ("settings", "lets_in"),
    [
        ({"type": "ingress", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}, True),
        ({"type": "egress", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}, False),
        ({"from_port": 22, "to_port": 22, "cidr_ipv6": "::/0"}, True),
        ({"from_port": 22, "to_port": 22, "cidr_ipv4": "10.0.0.0/8"}, False),
    ],
)
def test_rules_of_security_groups(write, settings, lets_in):
    plan = kept("no-changes")
    type_name = "aws_security_group_rule" if "type" in settings else "aws_vpc_security_group_ingress_rule"
    change = {"actions": ["create"], "before": None, "after": settings, "after_unknown": {}}
    plan["resource_changes"].append(
        {"address": "x.y", "mode": "managed", "type": type_name, "change": change}
    )
    assert ("**public-exposure**" in run(write(plan)).stdout) is lets_in


def test_a_removed_web_acl_and_a_public_policy(write):
    plan = kept("no-changes")
    anybody = grants({"Effect": "Allow", "Principal": "*", "Action": "ecr:*", "Resource": "*"})
    for type_name, actions, before, after in (
        ("aws_wafv2_web_acl_association", ["delete"], {"resource_arn": "arn:x"}, None),
        ("aws_ecr_repository_policy", ["create"], None, {"policy": anybody}),
    ):
        change = {"actions": actions, "before": before, "after": after}
        plan["resource_changes"].append(
            {"address": f"{type_name}.x", "mode": "managed", "type": type_name, "change": change}
        )
    text = run("--format", "text", write(plan)).stdout
    assert "the web ACL no longer guards arn:x" in text
    assert "aws_ecr_repository_policy.x lets anybody ecr:*" in text


def test_a_deposed_object_is_not_a_destroyed_service(write):
    plan = kept("no-changes")
    for item in plan["resource_changes"]:
        if item["type"] == "aws_apprunner_service":
            item["deposed"] = "abcd1234"
            item["change"] |= {"actions": ["delete"], "after": None}
    assert "**destroy**" not in run(write(plan)).stdout


@pytest.mark.parametrize("name", KEPT)
def test_changed_tags_deploy_nothing(write, name):
    plan = kept(name)
    plan["resource_changes"] = [
        item for item in plan.get("resource_changes", []) if item["type"] == "aws_apprunner_service"
    ][:1]
    for item in plan["resource_changes"]:
        before = item["change"]["before"] or item["change"]["after"]
        after = {**before, "tags": {"a": "b"}, "tags_all": {"a": "b"}}
        item["change"] = {"actions": ["update"], "before": before, "after": after}
    text = run(write(plan, "dev")).stdout
    assert "**deployment**" not in text
    if plan["resource_changes"]:
        assert "changes the service's tags" in text
