"""The instance role: the IAM role of the running service, and its permissions."""

from __future__ import annotations

from collections.abc import Sequence

from constructs import Construct

from cdktf_apprunner import aws, roles, secrets, tracing
from cdktf_apprunner.checks import limits
from cdktf_apprunner.names import derived
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.terraform import TerraformResource


class InstanceRole:
    """The instance role: a new one, or the existing one that the user gives, which doesn't change.

    ``resource`` is the new role, or ``None``; ``needed`` holds its policies, which the service depends on.
    """

    def __init__(self, scope: Construct, service_name: str, settings: ServiceSettings) -> None:
        self._scope = scope
        self._given_arn = settings.instance_role_arn
        self._permissions = 0
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

    def allow(self, actions: Sequence[str], resources: Sequence[str]) -> TerraformResource | None:
        """Add a permission and return its policy; an existing role gets no policy."""
        self._permissions += 1
        statement: dict[str, object] = {
            "Effect": "Allow",
            "Action": list(actions),
            "Resource": list(resources),
        }
        return self._grant(f"allow_{self._permissions}", [statement])

    def _grant(self, name: str, statements: list[dict[str, object]]) -> TerraformResource | None:
        if not statements or self.resource is None:
            return None
        policy: TerraformResource = aws.IamRolePolicy(
            self._scope,
            f"{name}_policy",
            name=name.replace("_", "-"),
            role=self.resource.name,
            policy=roles.document(statements),
        )
        self.needed.append(policy)
        return policy

    def _attach(self, role: aws.IamRole, policy_arns: Sequence[str]) -> None:
        self.needed += [
            aws.IamRolePolicyAttachment(
                self._scope, f"managed_policy_{number}", role=role.name, policy_arn=policy_arn
            )
            for number, policy_arn in enumerate(policy_arns, 1)
        ]


def _create_role(scope: Construct, service_name: str, settings: ServiceSettings) -> aws.IamRole:
    """Make the role, without permissions."""
    return settings.role_settings.create(
        scope,
        "instance_role",
        derived(service_name, "apprunner-instance", limits.ROLE_NAME.longest),
        roles.trust("tasks.apprunner.amazonaws.com"),
    )
