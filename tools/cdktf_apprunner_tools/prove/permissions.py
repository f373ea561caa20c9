"""The smallest IAM policy for a run."""

from __future__ import annotations

from typing import Any

from cdktf_apprunner_tools.prove.record import TAG
from cdktf_apprunner_tools.prove.scenarios import TIERS

TAGGED = {"StringLike": {f"aws:ResourceTag/{TAG}": "*"}}
TAGGING = {"StringLike": {f"aws:RequestTag/{TAG}": "*", "ec2:CreateAction": "Create*"}}
WITHOUT_A_CALL = {
    "apprunner:TagResource",
    "ec2:CreateTags",
    "events:TagResource",
    "iam:CreateServiceLinkedRole",
    "iam:PassRole",
    "iam:TagRole",
    "scheduler:DeleteSchedule",
    "scheduler:TagResource",
    "sqs:TagQueue",
}
"""Actions that AWS checks within other calls."""
_APPRUNNER = "arn:aws:apprunner:*:*"
_EC2 = "arn:aws:ec2:*:*"


def _actions(service: str, names: str) -> list[str]:
    return [f"{service}:{name}" for name in names.split()]


STATEMENTS: dict[str, list[tuple[list[str], list[str], dict[str, Any] | None]]] = {
    "read": [
        (_actions("sts", "GetCallerIdentity"), ["*"], None),
        (_actions("apprunner", "ListAutoScalingConfigurations"), ["*"], None),
        (
            _actions(
                "apprunner",
                "DescribeAutoScalingConfiguration DescribeService DescribeVpcConnector "
                "DescribeVpcIngressConnection",
            ),
            [f"{_APPRUNNER}:*/prove-*", f"{_APPRUNNER}:autoscalingconfiguration/DefaultConfiguration/*"],
            None,
        ),
    ],
    "free": [
        (
            _actions("apprunner", "ListObservabilityConfigurations ListVpcConnectors"),
            ["*"],
            None,
        ),
        (
            _actions(
                "apprunner",
                "CreateAutoScalingConfiguration CreateObservabilityConfiguration CreateVpcConnector "
                "DeleteAutoScalingConfiguration DeleteObservabilityConfiguration DeleteVpcConnector "
                "ListTagsForResource TagResource",
            ),
            [f"{_APPRUNNER}:*/prove-*"],
            None,
        ),
        (_actions("ec2", "DescribeVpcs DescribeSubnets DescribeSecurityGroups"), ["*"], None),
        (
            _actions("ec2", "CreateVpc CreateSubnet CreateSecurityGroup"),
            [f"{_EC2}:{kind}/*" for kind in ("vpc", "subnet", "security-group")],
            None,
        ),
        (_actions("ec2", "CreateTags"), [f"{_EC2}:*/*"], TAGGING),
        (_actions("ec2", "DeleteVpc DeleteSubnet DeleteSecurityGroup"), [f"{_EC2}:*/*"], TAGGED),
        (_actions("iam", "CreateServiceLinkedRole"), ["arn:aws:iam::*:role/aws-service-role/*"], None),
    ],
    "service": [
        (_actions("apprunner", "ListServices"), ["*"], None),
        (
            _actions(
                "apprunner",
                "CreateService DeleteService ListOperations PauseService ResumeService UpdateService",
            ),
            [f"{_APPRUNNER}:*/prove-*"],
            None,
        ),
        (
            _actions(
                "iam",
                "CreateRole DeleteRole DeleteRolePolicy ListRolePolicies ListRoleTags PassRole PutRolePolicy "
                "TagRole",
            ),
            ["arn:aws:iam::*:role/prove-*"],
            None,
        ),
        (_actions("logs", "DescribeLogGroups"), ["*"], None),
        (_actions("logs", "DeleteLogGroup"), ["arn:aws:logs:*:*:log-group:/aws/apprunner/prove-*"], None),
        (
            _actions(
                "sqs",
                "CreateQueue DeleteQueue GetQueueUrl ListQueueTags ReceiveMessage TagQueue",
            ),
            ["arn:aws:sqs:*:*:prove-*"],
            None,
        ),
        (_actions("events", "ListRules"), ["*"], None),
        (
            _actions(
                "events",
                "DeleteRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets "
                "TagResource",
            ),
            ["arn:aws:events:*:*:rule/prove-*"],
            None,
        ),
        (_actions("scheduler", "ListScheduleGroups"), ["*"], None),
        (
            _actions(
                "scheduler",
                "CreateSchedule CreateScheduleGroup DeleteSchedule DeleteScheduleGroup ListTagsForResource "
                "TagResource",
            ),
            ["arn:aws:scheduler:*:*:schedule*/prove-*"],
            None,
        ),
    ],
    "domain": [
        (
            _actions("apprunner", "AssociateCustomDomain DescribeCustomDomains DisassociateCustomDomain"),
            [f"{_APPRUNNER}:service/prove-*"],
            None,
        ),
    ],
    "endpoint": [
        (_actions("apprunner", "ListVpcIngressConnections"), ["*"], None),
        (
            _actions("apprunner", "CreateVpcIngressConnection DeleteVpcIngressConnection"),
            [f"{_APPRUNNER}:*/prove-*"],
            None,
        ),
        (_actions("ec2", "CreateVpcEndpoint"), [f"{_EC2}:*/*"], None),
        (_actions("ec2", "DescribeVpcEndpoints"), ["*"], None),
        (_actions("ec2", "DeleteVpcEndpoints"), [f"{_EC2}:vpc-endpoint/*"], TAGGED),
    ],
}
"""For each tier: actions, resources and condition."""


def policy(up_to: str) -> dict[str, Any]:
    """Return the policy for a tier and those before it."""
    tiers = list(TIERS)[: list(TIERS).index(up_to) + 1]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": actions, "Resource": resources}
            | ({"Condition": condition} if condition else {})
            for tier in tiers
            for actions, resources, condition in STATEMENTS[tier]
        ],
    }


def actions(up_to: str) -> set[str]:
    """Return the actions that the policy allows."""
    return {action for statement in policy(up_to)["Statement"] for action in statement["Action"]}
