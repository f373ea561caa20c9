"""What a service may set, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, field, fields, frozen

from cdktf_apprunner import limits
from cdktf_apprunner.alarms import Alarms, check_alarms
from cdktf_apprunner.code_repository import CodeRepository
from cdktf_apprunner.domains import CustomDomain
from cdktf_apprunner.errors import Problem
from cdktf_apprunner.health_check import HealthCheck
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.log_retention import LogRetention
from cdktf_apprunner.private_ingress import PrivateIngress
from cdktf_apprunner.roles import RoleSettings
from cdktf_apprunner.scaling import AutoScaling, Scaling
from cdktf_apprunner.secrets import Secret
from cdktf_apprunner.source import EcrImage, EcrPublicImage


@frozen(kw_only=True)
class ServiceSettings:
    """All that a service may set but its name, source and connector; see `AppRunnerService`."""

    port: int = 8080
    start_command: str | None = None
    environment: Mapping[str, str] = field(factory=dict)
    secrets: Mapping[str, Secret | str] = field(factory=dict)
    instance: Instance = Instance()
    scaling: Scaling = AutoScaling()
    health_check: HealthCheck = HealthCheck()
    private_ingress: PrivateIngress | None = None
    ip_address_type: str = "IPV4"
    domains: Sequence[CustomDomain] = ()
    log_retention: LogRetention | None = LogRetention()
    alarms: Alarms | None = None
    tracing: bool = False
    kms_key_arn: str | None = None
    web_acl_arn: str | None = None
    access_role_arn: str | None = None
    instance_role_arn: str | None = None
    managed_policy_arns: Sequence[str] = ()
    permissions_boundary_arn: str | None = None
    role_path: str = "/"
    tags: Mapping[str, str] = field(factory=dict)

    def shared(self) -> dict[str, Any]:
        """Return the settings by name, as `AppRunnerService` takes them."""
        return {each.name: getattr(self, each.name) for each in fields(ServiceSettings)}

    @property
    def tags_or_none(self) -> dict[str, str] | None:
        """The tags as resources take them."""
        return dict(self.tags) or None

    @property
    def role_settings(self) -> RoleSettings:
        """What all roles have in common."""
        return RoleSettings(self.permissions_boundary_arn, self.role_path, self.tags_or_none)

    def problems(self, service_name: str, source: object, vpc_connector: object) -> list[Problem]:
        """Find every problem of the settings, and of any two that contradict each other."""
        return [
            *limits.SERVICE_NAME.check("service_name", service_name),
            *limits.PORT.check("port", self.port),
            *limits.Choice(("IPV4", "DUAL_STACK"), f"{limits.GUIDE}/network.html").check(
                "ip_address_type", self.ip_address_type
            ),
            *self._check_optional(vpc_connector),
            *_check_variables(self.environment, self.secrets),
            *_check_domains(self.domains, self.private_ingress),
            *check_alarms(self.alarms, self.scaling),
            *_check_tags(self.tags),
            *self._check_roles(),
            *self._check_source(source),
        ]

    def _check_optional(self, vpc_connector: object) -> list[Problem]:
        connector_arn = vpc_connector if isinstance(vpc_connector, str) else None
        scaling_arn = self.scaling if isinstance(self.scaling, str) else None
        optional = (
            ("scaling", scaling_arn, limits.SCALING),
            ("start_command", self.start_command, limits.COMMAND),
            ("kms_key_arn", self.kms_key_arn, limits.KMS_KEY),
            ("web_acl_arn", self.web_acl_arn, limits.WEB_ACL),
            ("access_role_arn", self.access_role_arn, limits.ROLE),
            ("instance_role_arn", self.instance_role_arn, limits.ROLE),
            ("permissions_boundary_arn", self.permissions_boundary_arn, limits.POLICY),
            ("vpc_connector", connector_arn, limits.CONNECTOR),
            ("scaling", scaling_arn, limits.SCALING),
        )
        return [
            problem
            for name, given, limit in optional
            if given is not None
            for problem in limit.check(name, given)
        ]

    def _check_roles(self) -> list[Problem]:
        problems = limits.ROLE_PATH.check("role_path", self.role_path)
        for policy_arn in self.managed_policy_arns:
            problems += limits.POLICY.check("managed_policy_arns", policy_arn)
        if self.managed_policy_arns and self.instance_role_arn is not None:
            given = f"{list(self.managed_policy_arns)} with instance_role_arn={self.instance_role_arn}"
            advice = "Attach them where that role is made, or leave instance_role_arn out"
            problems.append(Problem("managed_policy_arns", given, "a given role is left as it is", advice))
        return problems

    def _check_source(self, source: object) -> list[Problem]:
        if isinstance(source, CodeRepository):
            return self._check_code(source)
        if not isinstance(source, EcrImage | EcrPublicImage):
            advice = "App Runner runs images of ECR and ECR Public only: push or mirror others to ECR"
            allowed = "allowed are EcrImage, EcrPublicImage and CodeRepository"
            return [Problem("source", source, allowed, advice)]
        if isinstance(source, EcrPublicImage) and self.access_role_arn is not None:
            return [Problem("access_role_arn", self.access_role_arn, "ECR Public takes none", "Leave it out")]
        return []

    def _check_code(self, source: CodeRepository) -> list[Problem]:
        problems = []
        if self.access_role_arn is not None:
            allowed = "CodeRepository is read by its connection"
            problems.append(Problem("access_role_arn", self.access_role_arn, allowed, "Leave it out"))
        if source.runtime is not None:
            return problems
        allowed = (
            "CodeRepository without a runtime is run as its apprunner.yaml says; App Runner would ignore this"
        )
        ignored = {
            "port": self.port if self.port != ServiceSettings().port else None,
            "start_command": self.start_command,
            "environment": ", ".join(self.environment),
            "secrets": ", ".join(self.secrets),
        }
        return problems + [
            Problem(name, given, allowed, f"Leave out {name}, or give a runtime", limits.CODE_PAGE)
            for name, given in ignored.items()
            if given
        ]

    @property
    def secret_references(self) -> dict[str, str]:
        """What App Runner is told of each secret: its ARN, with JSON key and version stage."""
        return {name: Secret.of(value).value_from for name, value in self.secrets.items()}


def _check_variables(environment: Mapping[str, str], secrets: Mapping[str, Secret | str]) -> list[Problem]:
    page = limits.VARIABLE_NAME.page
    problems: list[Problem] = []
    for where, names in (("environment", environment), ("secrets", secrets)):
        for name in names:
            problems += [evolve(problem, page=page) for problem in limits.VARIABLE_NAME.check(where, name)]
    for name, value in environment.items():
        if not isinstance(value, str):
            problems.append(Problem(f"environment[{name!r}]", value, "allowed is a string", page=page))
    for name, secret in secrets.items():
        if isinstance(secret, str):
            problems += limits.SECRET.check(f"secrets[{name!r}]", secret)
        if name in environment:
            problems.append(Problem(f"secrets[{name!r}]", name, "it is in environment too", "Keep one", page))
    return problems


def _check_domains(domains: Sequence[CustomDomain], private_ingress: PrivateIngress | None) -> list[Problem]:
    page = limits.DOMAIN.page
    problems = []
    if len(domains) > limits.DOMAINS_PER_SERVICE:
        allowed = f"a service takes {limits.DOMAINS_PER_SERVICE} at most"
        problems.append(Problem("domains", len(domains), allowed, page=page))
    names = [domain.domain_name for domain in domains]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        problems.append(Problem("domains", ", ".join(twice), "each may stand there once", page=page))
    if domains and private_ingress is not None:
        advice = "Leave out domains or private_ingress"
        problems.append(
            Problem("domains", ", ".join(names), "a private service takes no custom domain", advice, page)
        )
    return problems


def _check_tags(tags: Mapping[str, str]) -> list[Problem]:
    return [
        problem
        for key, value in tags.items()
        for problem in [
            *limits.TAG_KEY.check("tags", key),
            *limits.TAG_VALUE.check(f"tags[{key!r}]", value),
        ]
    ]
