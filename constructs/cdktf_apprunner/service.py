"""One App Runner service with everything around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cdktf import Postcondition, TerraformResource
from constructs import Construct

from cdktf_apprunner import aws, limits, postconditions, roles
from cdktf_apprunner import secrets as secret_values
from cdktf_apprunner.alarms import Alarms
from cdktf_apprunner.code import create_code
from cdktf_apprunner.code_repository import CodeRepository
from cdktf_apprunner.deployment import create_deployment
from cdktf_apprunner.domains import CustomDomain, DomainAssociation
from cdktf_apprunner.errors import Problem, check_kind, is_list, report
from cdktf_apprunner.health_check import HealthCheck
from cdktf_apprunner.image import create_image
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.log_retention import AdoptedLogGroups, LogRetention, RetentionSchedules
from cdktf_apprunner.names import derived
from cdktf_apprunner.postconditions import Setting
from cdktf_apprunner.private_ingress import IngressConnection, PrivateIngress
from cdktf_apprunner.scaling import AutoScaling, AutoScalingConfiguration, Scaling
from cdktf_apprunner.secrets import Secret
from cdktf_apprunner.service_alarms import create_alarms
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.source import EcrImage, EcrPublicImage
from cdktf_apprunner.source_configuration import SourceConfiguration
from cdktf_apprunner.tags import check_tags
from cdktf_apprunner.templates import literal
from cdktf_apprunner.tracing import PERMISSIONS as TRACING_PERMISSIONS
from cdktf_apprunner.tracing import create_tracing
from cdktf_apprunner.vpc_connector import VpcConnector

EGRESS_TYPE = ("network_configuration", 0, "egress_configuration", 0, "egress_type")


class AppRunnerService(Construct):
    """An App Runner service, its roles, scaling, network, domains and logs.

    Parameters
    ----------
    service_name
        4 to 40 letters, digits, hyphens and underscores, unique in account and region. A change
        replaces the service: new URL.
    source
        `EcrImage`, `EcrPublicImage` or `CodeRepository`; a service can't change from image to code.
    port
        Port the program listens on: 1 to 65535, default 8080.
    start_command
        One line: instead of the image's own command, or to start what was built of source code.
    environment
        Variables by name; values stand readable in plan and console.
    secrets
        Variables whose value App Runner reads: `Secret`, or an ARN. The permission is made with them.
    instance
        Size of an instance; default 1 vCPU, 2 GB.
    scaling
        `AutoScaling`: bounds of its own, default 1 to 25 instances, 100 requests each. An
        `AutoScalingConfiguration`, or the ARN of one: shared with other services.
    health_check
        Default by TCP.
    vpc_connector
        `VpcConnector` or the ARN of one, for outbound traffic; default none: straight to the internet.
    private_ingress
        `PrivateIngress`: reached from a VPC only; default public.
    ip_address_type
        ``"IPV4"`` (default) or ``"DUAL_STACK"``, of incoming traffic.
    domains
        Up to five `CustomDomain`.
    log_retention
        Default 30 days; ``None`` leaves App Runner's log groups alone.
    alarms
        `Alarms`: what is watched, and who is told; default nothing.
    tracing
        Whether traces go to X-Ray; default no.
    deletion_protection
        Whether Terraform refuses to destroy the service, and so to replace it (``prevent_destroy``);
        default no.
    kms_key_arn
        Key that encrypts App Runner's copy of the image; default AWS's own. A change replaces the service.
    web_acl_arn
        WAF web ACL, of the same region, that guards the service.
    access_role_arn
        Role that pulls the image; default one is made, and waited for.
    instance_role_arn
        Role of the running service; default one is made. A given one must already hold the permissions.
    managed_policy_arns
        Managed policies of the role made for the running service; default none.
    permissions_boundary_arn
        Boundary of every role made; default none.
    role_path
        Path of every role made; default ``/``.
    tags
        Tags of everything that takes them.

    Raises
    ------
    ConfigurationError
        With every problem at once: a value out of range, or two that contradict each other.

    Examples
    --------
    >>> service = AppRunnerService(stack, "web", service_name="shop", source=EcrImage("shop", tag="v1.4.2"))

    See https://docs.aws.amazon.com/apprunner/latest/api/API_CreateService.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        service_name: str,
        source: EcrImage | EcrPublicImage | CodeRepository,
        port: int = 8080,
        start_command: str | None = None,
        environment: Mapping[str, str] | None = None,
        secrets: Mapping[str, Secret | str] | None = None,
        instance: Instance = Instance(),
        scaling: Scaling = AutoScaling(),
        health_check: HealthCheck = HealthCheck(),
        vpc_connector: VpcConnector | str | None = None,
        private_ingress: PrivateIngress | None = None,
        ip_address_type: str = "IPV4",
        domains: Sequence[CustomDomain] = (),
        log_retention: LogRetention | None = LogRetention(),
        alarms: Alarms | None = None,
        tracing: bool = False,
        deletion_protection: bool = False,
        kms_key_arn: str | None = None,
        web_acl_arn: str | None = None,
        access_role_arn: str | None = None,
        instance_role_arn: str | None = None,
        managed_policy_arns: Sequence[str] = (),
        permissions_boundary_arn: str | None = None,
        role_path: str = "/",
        tags: Mapping[str, str] | None = None,
    ) -> None:
        settings = ServiceSettings(
            port=port,
            start_command=start_command,
            environment=environment or {},
            secrets=secrets or {},
            instance=instance,
            scaling=scaling,
            health_check=health_check,
            private_ingress=private_ingress,
            ip_address_type=ip_address_type,
            domains=domains,
            log_retention=log_retention,
            alarms=alarms,
            tracing=tracing,
            deletion_protection=deletion_protection,
            kms_key_arn=kms_key_arn,
            web_acl_arn=web_acl_arn,
            access_role_arn=access_role_arn,
            instance_role_arn=instance_role_arn,
            managed_policy_arns=managed_policy_arns,
            permissions_boundary_arn=permissions_boundary_arn,
            role_path=role_path,
            tags=tags or {},
        )
        report(
            [
                *settings.problems(service_name, source, vpc_connector),
                *check_kind("vpc_connector", vpc_connector, VpcConnector, str, type(None)),
                *check_tags(settings.tags),
            ]
        )
        super().__init__(scope, id)
        self.service_name = service_name
        self.settings = settings
        self._needed: list[TerraformResource] = []
        self._permissions = 0
        self.instance_role = self._create_instance_role()
        self.source = self._create_source(source)
        self.scaling = self._create_scaling()
        self.log_groups = self._adopt_log_groups()
        self.resource = self._create_service(_egress(vpc_connector))
        self.deployment = self._create_deployment(source)
        self.retention = self._schedule_retention()
        self.domains = [
            DomainAssociation(self, f"domain_{number}", self.resource, domain)
            for number, domain in enumerate(domains, 1)
        ]
        self.ingress = self._create_ingress()
        self.web_acl_association = self._associate_web_acl()
        self.alarms = create_alarms(
            self, service_name, self.resource, alarms=alarms, scaling=scaling, tags=self.settings.tags_or_none
        )

    @property
    def arn(self) -> str:
        """ARN of the service."""
        return str(self.resource.arn)

    @property
    def service_id(self) -> str:
        """The id that App Runner generates; it stands in the names of the log groups."""
        return str(self.resource.service_id)

    @property
    def url(self) -> str:
        """``https://`` and the domain App Runner hands out."""
        return f"https://{self.resource.service_url}"

    @property
    def instance_role_arn(self) -> str:
        """ARN of the running service's role, made or given."""
        return str(self.instance_role.arn) if self.instance_role else str(self.settings.instance_role_arn)

    @property
    def scaling_arn(self) -> str:
        """ARN of the auto scaling configuration, made, shared or given."""
        return str(self.scaling.arn if self.scaling else self.settings.scaling)

    def allow(self, *, actions: Sequence[str], resources: Sequence[str]) -> None:
        """Let the running service do something.

        Parameters
        ----------
        actions
            IAM actions such as ``s3:GetObject``.
        resources
            ARNs they are allowed on.

        Raises
        ------
        ConfigurationError
            When one of them is empty, or the service was given a role of its own.

        Examples
        --------
        >>> service.allow(actions=["s3:GetObject"], resources=["arn:aws:s3:::shop-assets/*"])

        See https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
        """
        report(check_permission(actions, resources, self.settings.instance_role_arn))
        if self.instance_role is None:
            return
        self._permissions += 1
        statement: dict[str, object] = {
            "Effect": "Allow",
            "Action": list(actions),
            "Resource": list(resources),
        }
        self._grant(self.instance_role, f"allow_{self._permissions}", [statement])
        self.resource.depends_on = [_address(needed) for needed in self._needed]

    def _create_instance_role(self) -> aws.IamRole | None:
        settings = self.settings
        if settings.instance_role_arn is not None:
            return None
        role = roles.create_instance_role(self, self.service_name, self.settings.role_settings)
        reads = [Secret.of(value) for value in settings.secrets.values()]
        self._grant(role, "secrets", secret_values.statements(reads))
        self._grant(role, "tracing", [TRACING_PERMISSIONS] if settings.tracing else [])
        self._attach(role, settings.managed_policy_arns)
        return role

    def _grant(self, role: aws.IamRole, name: str, statements: list[dict[str, object]]) -> None:
        """Add a policy to the instance role; the service waits for it."""
        if statements:
            policy = aws.IamRolePolicy(
                self,
                f"{name}_policy",
                name=name.replace("_", "-"),
                role=role.name,
                policy=roles.document(statements),
            )
            self._needed.append(policy)

    def _attach(self, role: aws.IamRole, policy_arns: Sequence[str]) -> None:
        """Attach managed policies to the instance role; the service waits for them."""
        for number, policy_arn in enumerate(policy_arns, 1):
            attachment = aws.IamRolePolicyAttachment(
                self, f"managed_policy_{number}", role=role.name, policy_arn=policy_arn
            )
            self._needed.append(attachment)

    def _create_scaling(self) -> AutoScalingConfiguration | None:
        scaling = self.settings.scaling
        if isinstance(scaling, AutoScaling):
            return AutoScalingConfiguration(
                self,
                "scaling",
                configuration_name=derived(self.service_name, "", limits.SCALING_NAME.longest),
                scaling=scaling,
                tags=self.settings.tags_or_none,
            )
        return scaling if isinstance(scaling, AutoScalingConfiguration) else None

    def _adopt_log_groups(self) -> AdoptedLogGroups | None:
        retention = self.settings.log_retention
        if retention is None:
            return None
        adopted = AdoptedLogGroups(self, "log_groups", self.service_name, retention)
        self._needed.append(adopted.resource)  # trap 3: so they are destroyed after the service
        return adopted

    def _create_source(self, source: EcrImage | EcrPublicImage | CodeRepository) -> SourceConfiguration:
        if isinstance(source, CodeRepository):
            made = create_code(self, self.service_name, source, self.settings)
        else:
            made = create_image(self, self.service_name, source, self.settings)
        self._needed.extend(made.needed)
        return made

    def _create_deployment(
        self, source: EcrImage | EcrPublicImage | CodeRepository
    ) -> TerraformResource | None:
        if isinstance(source, EcrImage) or not source.redeployable:
            return None
        return create_deployment(self, self.resource, source.redeploy or "")

    def _create_service(self, egress: dict[str, str]) -> aws.ApprunnerService:
        """Make the service itself.

        Everything the provider reads back without a difference when it is left out is always written
        (trap 12), defaults too.
        """
        settings = self.settings
        return aws.ApprunnerService(
            self,
            "service",
            service_name=self.service_name,
            source_configuration=self.source.block,
            instance_configuration={
                "cpu": settings.instance.cpu,
                "memory": settings.instance.memory,
                "instance_role_arn": self.instance_role_arn,
            },
            auto_scaling_configuration_arn=self.scaling_arn,
            health_check_configuration=_health_check(settings.health_check),
            network_configuration={
                "egress_configuration": egress,
                "ingress_configuration": {"is_publicly_accessible": settings.private_ingress is None},
                "ip_address_type": settings.ip_address_type,
            },
            observability_configuration=self._observability(),
            encryption_configuration={"kms_key": settings.kms_key_arn} if settings.kms_key_arn else None,
            tags=self.settings.tags_or_none,
            depends_on=self._needed,
            lifecycle={
                "precondition": self.source.preconditions or None,
                "postcondition": self._postconditions(egress),
                # Trap 19: a change of name or key would replace the service; this stops the plan.
                "prevent_destroy": self.settings.deletion_protection or None,
            },
        )

    def _observability(self) -> dict[str, Any]:
        if not self.settings.tracing:
            return {"observability_enabled": False}
        configuration = create_tracing(self, self.service_name, self.settings.tags_or_none)
        return {"observability_enabled": True, "observability_configuration_arn": configuration.arn}

    def _postconditions(self, egress: dict[str, str]) -> list[Postcondition]:
        settings = self.settings
        return [
            *postconditions.rolled_back(
                self.service_name,
                [
                    *self.source.compared,
                    Setting("cpu", ("instance_configuration", 0, "cpu"), settings.instance.cpu),
                    Setting("memory", ("instance_configuration", 0, "memory"), settings.instance.memory),
                    Setting("egress type", EGRESS_TYPE, egress["egress_type"]),
                ],
            ),
            postconditions.not_paused(self.service_name),
        ]

    def _schedule_retention(self) -> RetentionSchedules | None:
        retention = self.settings.log_retention
        if retention is None:
            return None
        return RetentionSchedules(
            self,
            "log_retention",
            service_name=self.service_name,
            service=self.resource,
            retention=retention,
            role_settings=self.settings.role_settings,
        )

    def _create_ingress(self) -> IngressConnection | None:
        ingress = self.settings.private_ingress
        if ingress is None:
            return None
        return IngressConnection(
            self,
            "ingress",
            service_name=self.service_name,
            service=self.resource,
            ingress=ingress,
            tags=self.settings.tags_or_none,
        )

    def _associate_web_acl(self) -> aws.Wafv2WebAclAssociation | None:
        web_acl_arn = self.settings.web_acl_arn
        if web_acl_arn is None:
            return None
        return aws.Wafv2WebAclAssociation(
            self, "web_acl", resource_arn=self.resource.arn, web_acl_arn=web_acl_arn
        )


def _address(needed: TerraformResource) -> str:
    """Return what Terraform's ``depends_on`` takes, once the service is made: no expression."""
    return f"{needed.terraform_resource_type}.{needed.friendly_unique_id}"


def _egress(connector: VpcConnector | str | None) -> dict[str, str]:
    if connector is None:
        return {"egress_type": "DEFAULT"}
    arn = connector if isinstance(connector, str) else connector.arn
    return {"egress_type": "VPC", "vpc_connector_arn": arn}


def _health_check(check: HealthCheck) -> dict[str, Any]:
    return {
        "protocol": check.protocol,
        "path": literal(check.path),
        "interval": check.interval,
        "timeout": check.timeout,
        "healthy_threshold": check.healthy_threshold,
        "unhealthy_threshold": check.unhealthy_threshold,
    }


def check_permission(
    actions: Sequence[str], resources: Sequence[str], instance_role_arn: str | None
) -> list[Problem]:
    """Find what is wrong with a permission."""
    problems: list[Problem] = []
    for field, given, limit in (
        ("actions", actions, limits.ACTION),
        ("resources", resources, limits.RESOURCE),
    ):
        if not given or not is_list(given):
            problems.append(Problem(field, given, "allowed is a list of one or more", page=limit.page))
        else:
            problems += limit.check_each(field, given)
    if instance_role_arn is not None:
        advice = "Add the permission where that role is made, or leave instance_role_arn out"
        problems.append(
            Problem("instance_role_arn", instance_role_arn, "a given role is left as it is", advice)
        )
    return problems
