"""IAM roles and policies, and the access role, with which App Runner pulls images."""

from __future__ import annotations

import json
from collections.abc import Sequence

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, is_list
from cdktf_apprunner.terraform import TerraformResource, create_data

PULL_ACTIONS = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
)
"""The actions that pulling an image needs. Without ``ecr:DescribeImages`` automatic deployment never starts,
and no error shows it (aws/aws-cdk#26640)."""
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
    """The settings that all roles of a service share."""

    permissions_boundary_arn: str | None = None
    path: str = "/"
    tags: dict[str, str] | None = None

    def create(self, scope: Construct, id: str, name: str, assume_role_policy: str) -> aws.IamRole:  # noqa: A002  # the name constructs give it
        """Make a role."""
        return make(
            aws.IamRole,
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
    """Make the role with which App Runner pulls the images of one repository only.

    ``ecr:GetAuthorizationToken`` can't be limited to a resource.
    """
    role = settings.create(scope, "access_role", name, trust("build.apprunner.amazonaws.com"))
    make(
        aws.IamRolePolicy,
        scope,
        "access_policy",
        name="pull-images",
        role=role.id,  # unlike its name, unknown while the role is replaced
        policy=document(
            [
                {"Effect": "Allow", "Action": list(PULL_ACTIONS), "Resource": repository_arn},
                {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
            ]
        ),
    )
    return role


def wait_until_assumable(scope: Construct, role: aws.IamRole) -> TerraformResource:
    """Wait after the role is made.

    Trap 7: a new role often can't be assumed yet, and the provider doesn't retry
    "Error in assuming access role" (pulumi/pulumi-aws#1697).
    """
    return make(
        create_data,
        scope,
        "access_role_wait",
        values={"triggers_replace": {"role": role.unique_id}},
        depends_on=[scope.node.find_child("access_policy")],
        provisioners=[{"type": "local-exec", "command": f"sleep {SECONDS_UNTIL_ASSUMABLE}"}],
    )


def check_permission(actions: object, resources: object, name: object = None) -> list[Problem]:
    """Find actions and resources that IAM would refuse, and a name that can't be in an address."""
    problems: list[Problem] = []
    for field, given, limit in (
        ("actions", actions, limits.ACTION),
        ("resources", resources, limits.RESOURCE),
    ):
        if not given or not is_list(given):
            problems.append(Problem(field, given, "allowed is a list that isn't empty", page=limit.page))
        else:
            problems += limit.check_each(field, given)
    return problems + limits.PERMISSION_NAME.check_optional("name", name)
