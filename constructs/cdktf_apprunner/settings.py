"""What a service may set, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, field, fields, frozen

from cdktf_apprunner import limits, roles
from cdktf_apprunner.alarms import Alarms, check_alarms
from cdktf_apprunner.code_repository import CodeRepository
from cdktf_apprunner.credentials import check_plain_text
from cdktf_apprunner.domains import CustomDomain
from cdktf_apprunner.errors import Hidden, Problem, check_kind, check_kinds
from cdktf_apprunner.health_check import HealthCheck
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.log_retention import LogRetention
from cdktf_apprunner.private_ingress import PrivateIngress
from cdktf_apprunner.scaling import AutoScaling, AutoScalingConfiguration, Scaling
from cdktf_apprunner.secrets import Secret, check_reference, statements
from cdktf_apprunner.source import EcrImage, EcrPublicImage
from cdktf_apprunner.templates import check_template, literal


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
    deletion_protection: bool = False
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
    def role_settings(self) -> roles.RoleSettings:
        """What all roles have in common."""
        return roles.RoleSettings(self.permissions_boundary_arn, self.role_path, self.tags_or_none)

    def problems(self, service_name: str, source: object, vpc_connector: object) -> list[Problem]:
        """Find every problem of the settings, and of any two that contradict each other.

        Tags aren't looked at: others may stand beside them.
        """
        return [
            *limits.SERVICE_NAME.check("service_name", service_name),
            *limits.PORT.check("port", self.port),
            *limits.IP_ADDRESS_TYPE.check("ip_address_type", self.ip_address_type),
            *self._check_kinds(),
            *self._check_optional(vpc_connector),
            *check_template("start_command", self.start_command),
            *self._check_variables(),
            *self._check_secrets(),
            *self._check_domains(),
            *self._check_ingress(),
            *self._check_alarms(),
            *self._check_roles(),
            *self._check_source(source),
        ]

    def _check_kinds(self) -> list[Problem]:
        return [
            *check_kind("instance", self.instance, Instance),
            *check_kind("scaling", self.scaling, AutoScaling, AutoScalingConfiguration, str),
            *check_kind("health_check", self.health_check, HealthCheck),
            *check_kind("private_ingress", self.private_ingress, PrivateIngress, type(None)),
            *check_kind("log_retention", self.log_retention, LogRetention, type(None)),
            *check_kind("alarms", self.alarms, Alarms, type(None)),
            *check_kind("tracing", self.tracing, bool),
            *check_kind("deletion_protection", self.deletion_protection, bool),
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
        )
        return [
            problem
            for name, given, limit in optional
            if given is not None
            for problem in limit.check(name, given)
        ]

    def _check_roles(self) -> list[Problem]:
        problems = limits.ROLE_PATH.check("role_path", self.role_path)
        problems += limits.POLICY.check_each("managed_policy_arns", self.managed_policy_arns)
        if self.managed_policy_arns and self.instance_role_arn is not None:
            given = f"{self.managed_policy_arns} with instance_role_arn={self.instance_role_arn}"
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
        return {literal(name): literal(Secret.of(value).value_from) for name, value in self.secrets.items()}

    def _check_alarms(self) -> list[Problem]:
        wrong = {problem.field for problem in self._check_kinds()}
        return [] if wrong & {"alarms", "scaling"} else check_alarms(self.alarms, self.scaling)

    def _check_variables(self) -> list[Problem]:
        """Check the variables; no value is shown, since any may be a secret."""
        if problems := check_kind("environment", self.environment, Mapping):
            return problems
        for name, value in self.environment.items():
            where = f"environment[{name!r}]"
            problems += limits.VARIABLE_NAME.check("environment", name) or check_template("environment", name)
            if found := limits.VARIABLE_VALUE.check(where, value):
                given = f"{len(value)} characters" if isinstance(value, str) else type(value).__name__
                problems += [evolve(problem, given=Hidden(given)) for problem in found]
            problems += check_template(where, value)
            problems += check_plain_text(where, str(name), value)
        return problems

    def _check_secrets(self) -> list[Problem]:
        page = limits.SECRET.page
        if problems := check_kind("secrets", self.secrets, Mapping):
            return problems
        for name, secret in self.secrets.items():
            where = f"secrets[{name!r}]"
            problems += limits.SECRET_NAME.check("secrets", name) or check_template("secrets", name)
            if not isinstance(secret, Secret):
                problems += check_reference(where, secret)
            if isinstance(self.environment, Mapping) and name in self.environment:
                problems.append(Problem(where, name, "it is in environment too", "Keep one", page))
        if problems or self.instance_role_arn is not None:
            return problems
        secrets = [Secret.of(secret) for secret in self.secrets.values()]
        if any(not isinstance(arn, str) for each in secrets for arn in (each.arn, each.kms_key_arn or "")):
            return []  # said where the secret was made
        # The permission to read them is one inline policy of the role.
        size = len(roles.document(statements(secrets)))
        if limits.ROLE_POLICIES.check("secrets", size):
            allowed = f"the permission to read them has {size} characters; {limits.ROLE_POLICIES.allowed}"
            advice = "Keep several in one secret, as JSON keys"
            return [Problem("secrets", len(self.secrets), allowed, advice, limits.ROLE_POLICIES.page)]
        return []

    def _check_domains(self) -> list[Problem]:
        page = limits.DOMAIN.page
        if problems := check_kinds("domains", self.domains, CustomDomain, page):
            return problems
        if limits.DOMAINS.check("domains", len(self.domains)):
            problems.append(Problem("domains", len(self.domains), limits.DOMAINS.allowed, page=page))
        names = [str(name).lower() for domain in self.domains for name in domain.host_names]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            problems.append(Problem("domains", ", ".join(twice), "each may stand there once", page=page))
        return problems

    def _check_ingress(self) -> list[Problem]:
        if self.private_ingress is None:
            return []
        problems = []
        if self.domains:
            allowed = "where the domain of a private service must lead isn't known to Terraform's provider"
            advice = "Leave out domains or private_ingress"
            problems.append(
                Problem("domains", self.domains, allowed, advice, f"{limits.API}/API_VpcDNSTarget.html")
            )
        if self.ip_address_type == "DUAL_STACK":
            allowed = "a private service has IPV4 only"
            page = limits.IP_ADDRESS_TYPE.page
            problems.append(Problem("ip_address_type", "DUAL_STACK", allowed, page=page))
        return problems
