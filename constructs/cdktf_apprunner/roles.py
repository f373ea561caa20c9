"""The two roles: one pulls images, the other is the running service's own."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cdktf import DataResource
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.limits import ROLE_NAME
from cdktf_apprunner.names import derived

SECONDS_UNTIL_ASSUMABLE = 15


def document(statements: Sequence[dict[str, object]]) -> str:
    """Write a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str, condition: dict[str, object] | None = None) -> str:
    """Write a trust policy that lets an AWS service assume the role."""
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return document([{**statement, "Condition": condition} if condition else statement])


def create_access_role(
    scope: Construct,
    name: str,
    repository_arn: str,
    *,
    permissions_boundary: str | None = None,
    tags: dict[str, str] | None = None,
) -> aws.IamRole:
    """Make the role with which App Runner pulls images of one repository, and of no other.

    ``ecr:DescribeImages`` is needed for automatic deployment, which else silently never fires
    (aws/aws-cdk#26640). ``ecr:GetAuthorizationToken`` knows no resource.
    """
    role = aws.IamRole(
        scope,
        "access_role",
        name=name,
        assume_role_policy=trust("build.apprunner.amazonaws.com"),
        permissions_boundary=permissions_boundary,
        tags=tags,
    )
    pull = ["BatchCheckLayerAvailability", "BatchGetImage", "DescribeImages", "GetDownloadUrlForLayer"]
    aws.IamRolePolicy(
        scope,
        "access_policy",
        name="pull-images",
        role=role.name,
        policy=document(
            [
                {
                    "Effect": "Allow",
                    "Action": [f"ecr:{action}" for action in pull],
                    "Resource": repository_arn,
                },
                {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
            ]
        ),
    )
    return role


def wait_until_assumable(scope: Construct, role: aws.IamRole) -> DataResource:
    """Wait after the role's creation.

    Trap 7: a role made a moment ago often can't be assumed yet, and the provider doesn't retry
    "Error in assuming access role" (pulumi/pulumi-aws#1697).
    """
    return DataResource(
        scope,
        "access_role_wait",
        triggers_replace={"role": role.unique_id},
        depends_on=[scope.node.find_child("access_policy")],  # type: ignore[list-item]  # the policy above
        provisioners=[{"type": "local-exec", "command": f"sleep {SECONDS_UNTIL_ASSUMABLE}"}],
    )


def create_instance_role(
    scope: Construct,
    service_name: str,
    *,
    permissions_boundary: str | None = None,
    tags: dict[str, str] | None = None,
) -> aws.IamRole:
    """Make the role of the running service; it may do nothing until it is allowed something."""
    return aws.IamRole(
        scope,
        "instance_role",
        name=derived(service_name, "apprunner-instance", ROLE_NAME.longest),
        assume_role_policy=trust("tasks.apprunner.amazonaws.com"),
        permissions_boundary=permissions_boundary,
        tags=tags,
    )
