"""The instance role: the IAM role of the running service, and its permissions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from constructs import Construct

from cdktf_apprunner import aws, roles, secrets, tracing
from cdktf_apprunner.addresses import make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.names import derived, slug, unique
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.terraform import TerraformResource

LONGEST_POLICY_NAME = 128
"""Characters of an inline policy's name: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html"""


class InstanceRole:
    """The instance role: a new one, or the existing one that the user gives, which doesn't change.

    ``resource`` is the new role, or ``None``; ``needed`` holds its policies, which the service depends on.
    """

    def __init__(self, scope: Construct, service_name: str, settings: ServiceSettings) -> None:
        self._scope = scope
        self._given_arn = settings.instance_role_arn
        self._permissions: list[str] = []
        self.resource = None if self._given_arn else _create_role(scope, service_name, settings)
        self.needed: list[TerraformResource] = []
        if self.resource:
            reads = [secrets.Secret.of(value) for value in settings.secrets.values()]
            self._grant("secrets", secrets.statements(reads))
            self._grant("tracing", [tracing.PERMISSIONS] if settings.tracing else [])
            self._attach(self.resource, settings.managed_policy_arns)

    @property
    def arn(self) -> str:
        """ARN of the new or existing role."""
        return str(self.resource.arn if self.resource else self._given_arn)

    def allow(
        self, actions: Sequence[str], resources: Sequence[str], name: str | None
    ) -> TerraformResource | None:
        """Add a permission and return its policy; an existing role gets no policy.

        The policy's address has the permission's name, or what it is about, so that the order of permissions
        has no effect. Version 0.1.0 numbered the policies; a policy keeps the name that it has in IAM, where
        a new name would be a new policy.
        """
        names = [slug(name)] if name else _about(actions, resources)
        key = unique(self._permissions, *names)
        self._permissions.append(key)
        statement: dict[str, object] = {
            "Effect": "Allow",
            "Action": list(actions),
            "Resource": list(resources),
        }
        return self._grant(
            f"allow_{key}",
            [statement],
            earlier=f"allow_{len(self._permissions)}_policy",
            lifecycle={"ignore_changes": ["name"]},
        )

    def has_permission(self, name: str) -> bool:
        """Whether a permission has this name."""
        return slug(name) in self._permissions

    def _grant(
        self, name: str, statements: list[dict[str, object]], **arguments: Any
    ) -> TerraformResource | None:
        if not statements or self.resource is None:
            return None
        policy: TerraformResource = make(
            aws.IamRolePolicy,
            self._scope,
            f"{name}_policy",
            name=derived(name.replace("_", "-"), "", LONGEST_POLICY_NAME),
            role=self.resource.id,  # unlike its name, unknown while the role is replaced
            policy=roles.document(statements),
            **arguments,
        )
        self.needed.append(policy)
        return policy

    def _attach(self, role: aws.IamRole, policy_arns: Sequence[str]) -> None:
        taken: list[str] = []
        for number, policy_arn in enumerate(policy_arns, 1):
            taken.append(unique(taken, *_managed(policy_arn, number)))
            self.needed.append(
                make(
                    aws.IamRolePolicyAttachment,
                    self._scope,
                    f"managed_policy_{taken[-1]}",
                    earlier=f"managed_policy_{number}",
                    role=role.id,  # unlike its name, unknown while the role is replaced
                    policy_arn=policy_arn,
                )
            )


def _create_role(scope: Construct, service_name: str, settings: ServiceSettings) -> aws.IamRole:
    """Make the role, without permissions."""
    return settings.role_settings.create(
        scope,
        "instance_role",
        derived(service_name, "apprunner-instance", limits.ROLE_NAME.longest),
        roles.trust("tasks.apprunner.amazonaws.com"),
    )


def _about(actions: Sequence[str], resources: Sequence[str]) -> list[str]:
    """Return names for a permission, such as ``s3_acme-shop-uploads``; the second tells more.

    What only Terraform knows is left out: its text changes from one synthesis to the next.
    """
    known = [action for action in actions if not is_token(action)]
    services = sorted({action.partition(":")[0] for action in known})
    places = sorted(_resource(resource) for resource in resources if not is_token(resource))
    short = "_".join(filter(None, map(slug, [*services, *places]))) or "permission"
    return [short, "_".join([short, *sorted(slug(action.partition(":")[2]) for action in known)])]


def _resource(arn: str) -> str:
    """Return the end of an ARN, without a final wildcard."""
    return re.sub(r"[/:]?\*$", "", arn.split(":", 5)[-1]) or "all"


def _managed(policy_arn: str, number: int) -> list[str]:
    """Return names for a managed policy; the second has its account too."""
    if is_token(policy_arn):
        return [str(number)]
    account, _, name = policy_arn.split(":", 4)[-1].partition(":policy/")
    return [slug(name), slug(f"{account}_{name}")]
