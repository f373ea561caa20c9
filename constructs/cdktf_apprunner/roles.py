"""The two roles: one pulls images, the other is the running service's own."""

from __future__ import annotations

import json
from collections.abc import Sequence

from attrs import frozen
from cdktf import TerraformResource
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.limits import ROLE_NAME
from cdktf_apprunner.names import derived
from cdktf_apprunner.terraform_data import create_data

PULL_ACTIONS = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
)
"""What pulling an image takes; without ``ecr:DescribeImages`` automatic deployment silently never fires
(aws/aws-cdk#26640)."""
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


@frozen
class RoleSettings:
    """What all roles of a service have in common."""

    permissions_boundary_arn: str | None = None
    path: str = "/"
    tags: dict[str, str] | None = None

    def create(self, scope: Construct, id: str, name: str, assume_role_policy: str) -> aws.IamRole:  # noqa: A002  # the name constructs give it
        """Make a role."""
        return aws.IamRole(
            scope,
            id,
            name=name,
            path=None if self.path == "/" else self.path,
            assume_role_policy=assume_role_policy,
            permissions_boundary=self.permissions_boundary_arn,
            tags=self.tags,
        )


def create_access_role(
    scope: Construct, name: str, repository_arn: str, settings: RoleSettings
) -> aws.IamRole:
    """Make the role with which App Runner pulls images of one repository, and of no other.

    ``ecr:GetAuthorizationToken`` knows no resource.
    """
    role = settings.create(scope, "access_role", name, trust("build.apprunner.amazonaws.com"))
    aws.IamRolePolicy(
        scope,
        "access_policy",
        name="pull-images",
        role=role.name,
        policy=document(
            [
                {"Effect": "Allow", "Action": list(PULL_ACTIONS), "Resource": repository_arn},
                {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
            ]
        ),
    )
    return role


def wait_until_assumable(scope: Construct, role: aws.IamRole) -> TerraformResource:
    """Wait after the role's creation.

    Trap 7: a role made a moment ago often can't be assumed yet, and the provider doesn't retry
    "Error in assuming access role" (pulumi/pulumi-aws#1697).
    """
    return create_data(
        scope,
        "access_role_wait",
        {"triggers_replace": {"role": role.unique_id}},
        depends_on=[scope.node.find_child("access_policy")],
        provisioners=[{"type": "local-exec", "command": f"sleep {SECONDS_UNTIL_ASSUMABLE}"}],
    )


def create_instance_role(scope: Construct, service_name: str, settings: RoleSettings) -> aws.IamRole:
    """Make the role of the running service; it may do nothing until it is allowed something."""
    name = derived(service_name, "apprunner-instance", ROLE_NAME.longest)
    return settings.create(scope, "instance_role", name, trust("tasks.apprunner.amazonaws.com"))
