"""Recorded calls, by their IAM actions, in each protocol of AWS."""

from contextlib import suppress

import pytest

from cdktf_apprunner_tools.sandbox import Sandbox

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "action"),
    [
        ("apprunner", "list_services", {}, "apprunner:ListServices"),
        ("ecr", "describe_repositories", {}, "ecr:DescribeRepositories"),
        ("iam", "list_roles", {}, "iam:ListRoles"),
        ("ec2", "describe_vpcs", {}, "ec2:DescribeVpcs"),
        ("cloudwatch", "describe_alarms", {}, "cloudwatch:DescribeAlarms"),
        ("route53", "list_hosted_zones", {}, "route53:ListHostedZones"),
        (
            "route53",
            "create_hosted_zone",
            {"Name": "a.com", "CallerReference": "1"},
            "route53:CreateHostedZone",
        ),
        ("scheduler", "list_schedules", {}, "scheduler:ListSchedules"),
        *(
            ("scheduler", "list_tags_for_resource", {"ResourceArn": arn}, "scheduler:ListTagsForResource")
            for arn in ("arn:x", "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/shop")
        ),
    ],
)
def test_each_protocol(sandbox, service, operation, arguments, action):
    client = sandbox.client(service)
    sandbox.calls()
    with suppress(client.exceptions.ClientError):  # refused calls are recorded too
        getattr(client, operation)(**arguments)
    assert sandbox.calls() == {action}
    assert sandbox.calls() == set()
