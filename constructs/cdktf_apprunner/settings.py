"""The settings of a service, checked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, fields, frozen

from cdktf_apprunner import roles
from cdktf_apprunner.alarms.alarms import Alarms, check_alarms
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, check_kinds
from cdktf_apprunner.domains import CustomDomain
from cdktf_apprunner.health_check import HealthCheck
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.log_retention import LogRetention
from cdktf_apprunner.private_ingress import PrivateIngress
from cdktf_apprunner.scaling import AutoScaling, AutoScalingConfiguration, Scaling
from cdktf_apprunner.sources.program import Program
from cdktf_apprunner.sources.source import Source


@frozen(kw_only=True)
class ServiceSettings(Program):
    """Every setting of a service except its name, source and connector; see `AppRunnerService`.

    To add a setting, add a field here and an argument of `AppRunnerService`, and use it there.
    """

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
        """Return the settings by name, for `AppRunnerService`."""
        return {each.name: getattr(self, each.name) for each in fields(ServiceSettings)}

    @property
    def tags_or_none(self) -> dict[str, str] | None:
        """The tags for a resource: ``None`` if there are no tags."""
        return dict(self.tags) or None

    @property
    def role_settings(self) -> roles.RoleSettings:
        """The settings that all roles share."""
        return roles.RoleSettings(self.permissions_boundary_arn, self.role_path, self.tags_or_none)

    def problems(self, service_name: str, source: object, vpc_connector: object) -> list[Problem]:
        """Find every problem of the settings, and settings that contradict each other.

        The caller checks the tags: it knows which other tags are set with them.
        """
        return [
            *limits.SERVICE_NAME.check("service_name", service_name),
            *limits.PORT.check("port", self.port),
            *limits.IP_ADDRESS_TYPE.check("ip_address_type", self.ip_address_type),
            *self._check_kinds(),
            *self._check_optional(vpc_connector),
            *self.check_start_command(),
            *self.check_variables(),
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
        return [
            *limits.SCALING.check_optional("scaling", scaling_arn),
            *limits.KMS_KEY.check_optional("kms_key_arn", self.kms_key_arn),
            *limits.WEB_ACL.check_optional("web_acl_arn", self.web_acl_arn),
            *limits.ROLE.check_optional("access_role_arn", self.access_role_arn),
            *limits.ROLE.check_optional("instance_role_arn", self.instance_role_arn),
            *limits.POLICY.check_optional("permissions_boundary_arn", self.permissions_boundary_arn),
            *limits.CONNECTOR.check_optional("vpc_connector", connector_arn),
        ]

    def _check_roles(self) -> list[Problem]:
        problems = limits.ROLE_PATH.check("role_path", self.role_path)
        problems += limits.POLICY.check_each("managed_policy_arns", self.managed_policy_arns)
        if self.managed_policy_arns and self.instance_role_arn is not None:
            given = f"{self.managed_policy_arns} with instance_role_arn={self.instance_role_arn}"
            advice = "Attach them where that role is made, or leave instance_role_arn out"
            problems.append(Problem("managed_policy_arns", given, "an existing role doesn't change", advice))
        return problems

    def _check_source(self, source: object) -> list[Problem]:
        if isinstance(source, Source):
            return source.check_with(self, self.access_role_arn)
        advice = "App Runner runs images of ECR and ECR Public only: push or mirror others to ECR"
        return [Problem("source", source, "allowed are EcrImage, EcrPublicImage and CodeRepository", advice)]

    def _check_alarms(self) -> list[Problem]:
        wrong = {problem.field for problem in self._check_kinds()}
        return [] if wrong & {"alarms", "scaling"} else check_alarms(self.alarms, self.scaling)

    def _check_secrets(self) -> list[Problem]:
        problems = self.check_secrets()
        if problems or self.instance_role_arn is not None:
            return problems
        return self.check_secret_permissions()

    def _check_domains(self) -> list[Problem]:
        page = limits.DOMAIN.page
        if problems := check_kinds("domains", self.domains, CustomDomain, page):
            return problems
        if limits.DOMAINS.check("domains", len(self.domains)):
            problems.append(Problem("domains", len(self.domains), limits.DOMAINS.allowed, page=page))
        names = [str(name).lower() for domain in self.domains for name in domain.host_names]
        if duplicates := sorted({name for name in names if names.count(name) > 1}):
            problems.append(Problem("domains", ", ".join(duplicates), "list each name only once", page=page))
        return problems

    def _check_ingress(self) -> list[Problem]:
        if self.private_ingress is None:
            return []
        problems = []
        if self.domains:
            allowed = "Terraform's provider can't read the DNS target of a private service's domain"
            advice = "Leave out domains or private_ingress"
            problems.append(
                Problem("domains", self.domains, allowed, advice, f"{limits.API}/API_VpcDNSTarget.html")
            )
        if self.ip_address_type == "DUAL_STACK":
            allowed = "a private service has IPV4 only"
            page = limits.IP_ADDRESS_TYPE.page
            problems.append(Problem("ip_address_type", "DUAL_STACK", allowed, page=page))
        return problems
