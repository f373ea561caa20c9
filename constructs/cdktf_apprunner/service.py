"""An App Runner service, and the resources that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from constructs import Construct

from cdktf_apprunner import aws, postconditions
from cdktf_apprunner.addresses import Part, address, make
from cdktf_apprunner.alarms.alarms import Alarms
from cdktf_apprunner.alarms.service_alarms import create_alarms
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.checks.templates import literal
from cdktf_apprunner.domains import CustomDomain, DomainAssociation
from cdktf_apprunner.health_check import HealthCheck
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.instance_role import InstanceRole
from cdktf_apprunner.log_retention import (
    AdoptedLogGroups,
    LogRetention,
    RetentionSchedules,
    release_log_groups,
)
from cdktf_apprunner.names import derived
from cdktf_apprunner.postconditions import Setting
from cdktf_apprunner.private_ingress import IngressConnection, PrivateIngress
from cdktf_apprunner.roles import check_permission
from cdktf_apprunner.scaling import AutoScaling, AutoScalingConfiguration, Scaling
from cdktf_apprunner.secrets import Secret
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.sources.deployment import create_deployment
from cdktf_apprunner.sources.source import Source
from cdktf_apprunner.terraform import Postcondition, TerraformResource, add_check, require_versions
from cdktf_apprunner.tracing import create_tracing
from cdktf_apprunner.vpc_connector import VpcConnector

EGRESS_TYPE = ("network_configuration", 0, "egress_configuration", 0, "egress_type")


class AppRunnerService(Part):
    """An App Runner service, its roles, scaling, network, domains and logs.

    Parameters
    ----------
    service_name
        4 to 40 letters, digits, hyphens and underscores, unique in the account and region. A change
        replaces the service and its URL.
    source
        `EcrImage`, `EcrPublicImage` or `CodeRepository`; a service can't change from image to code.
    port
        Port that the program listens on: 1 to 65535, default 8080.
    start_command
        Command in one line, instead of the image's own or to start a program built from source code;
        default none.
    environment
        Environment variables by name; default none. The plan and the console show the values.
    secrets
        Environment variables whose values App Runner reads from a `Secret` or its ARN; default none. A new
        instance role gets the permission to read them.
    instance
        Size of an instance; default 1 vCPU, 2 GB.
    scaling
        `AutoScaling` for the service's own bounds, default 1 to 25 instances, 100 requests each. Or an
        `AutoScalingConfiguration` or its ARN, to share it with other services.
    health_check
        `HealthCheck`; default by TCP.
    vpc_connector
        `VpcConnector` or its ARN, for outbound traffic; default none: directly to the internet.
    private_ingress
        `PrivateIngress`: only a VPC reaches the service; default none: public.
    ip_address_type
        ``"IPV4"`` (default) or ``"DUAL_STACK"``, of incoming traffic.
    domains
        Up to five `CustomDomain`; default none.
    log_retention
        `LogRetention`; default 30 days. With ``None`` Terraform doesn't manage App Runner's log groups.
    alarms
        `Alarms`: what to watch, and which topic to notify; default none.
    tracing
        Whether the service sends traces to X-Ray; default no.
    deletion_protection
        Whether Terraform refuses to destroy or replace the service (``prevent_destroy``); default no.
    kms_key_arn
        ARN of the KMS key that encrypts App Runner's copy of the image; default a key of AWS. A change
        replaces the service.
    web_acl_arn
        ARN of a WAF web ACL of the same region; default none.
    access_role_arn
        ARN of the role that pulls the image; by default Terraform makes one, and waits until App Runner can
        assume it.
    instance_role_arn
        ARN of the running service's role; by default Terraform makes one. An existing role must already have
        the permissions.
    managed_policy_arns
        ARNs of managed policies of a new instance role; default none.
    permissions_boundary_arn
        ARN of the permissions boundary of every new role; default none.
    role_path
        Path of every new role, begins and ends with ``/``; default ``/``.
    tags
        Tags of every resource that can have tags; default none.
    was
        The id that this construct had before; Terraform moves its resources from there. Default none.

    Raises
    ------
    ConfigurationError
        With all problems at once: values out of range, and values that contradict each other.

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
        source: Source,
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
        was: str | None = None,
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
                *_check_was(id, was),
            ]
        )
        super().__init__(scope, id, was=was)
        self.service_name = service_name
        self.settings = settings
        self._role = InstanceRole(self, service_name, settings)
        self.instance_role = self._role.resource
        self.source = source.create(
            self,
            service_name,
            settings,
            access_role_arn=access_role_arn,
            role_settings=settings.role_settings,
        )
        self.scaling = self._create_scaling()
        self.log_groups = self._adopt_log_groups()
        self.resource = self._create_service(_egress(vpc_connector))
        require_versions(self.resource)
        self._record_protection()
        self.deployment = create_deployment(self, self.resource, source)
        self.retention = self._schedule_retention()
        self.domains = [
            DomainAssociation(self, number, self.resource, domain) for number, domain in enumerate(domains, 1)
        ]
        self.ingress = self._create_ingress()
        self.web_acl_association = self._associate_web_acl()
        self.alarms = create_alarms(
            self, service_name, self.resource, alarms=alarms, scaling=scaling, tags=settings.tags_or_none
        )

    @property
    def arn(self) -> str:
        """ARN of the service."""
        return str(self.resource.arn)

    @property
    def service_id(self) -> str:
        """The id that App Runner generates; the names of the log groups contain it."""
        return str(self.resource.service_id)

    @property
    def url(self) -> str:
        """``https://`` and the domain that App Runner assigns."""
        return f"https://{self.resource.service_url}"

    @property
    def instance_role_arn(self) -> str:
        """ARN of the running service's role, new or existing."""
        return self._role.arn

    @property
    def scaling_arn(self) -> str:
        """ARN of the auto scaling configuration: the service's own, a shared one, or the given ARN."""
        return str(self.scaling.arn if self.scaling else self.settings.scaling)

    def allow(self, *, actions: Sequence[str], resources: Sequence[str], name: str | None = None) -> None:
        """Give the running service a permission.

        Parameters
        ----------
        actions
            IAM actions such as ``s3:GetObject``.
        resources
            ARNs of the resources that the actions are allowed on; ``*`` for all.
        name
            Name of the permission in its address: letters, digits, ``_`` and ``-``. Default: the AWS services
            and resources that it is about, so that another resource means a new policy, made before the old
            one goes.

        Raises
        ------
        ConfigurationError
            For an empty list, an invalid action, ARN or name, a name that another permission has, and a
            service with ``instance_role_arn``.

        Examples
        --------
        >>> service.allow(actions=["s3:GetObject"], resources=["arn:aws:s3:::shop-assets/*"])

        See https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
        """
        report([*check_permission(actions, resources, name), *self._check_role(), *self._check_name(name)])
        policy = self._role.allow(actions, resources, name)
        if policy is not None:
            self.resource.depends_on = [*(self.resource.depends_on or ()), address(policy)]

    def _check_role(self) -> list[Problem]:
        given = self.settings.instance_role_arn
        if given is None:
            return []
        advice = "Add the permission where that role is made, or leave instance_role_arn out"
        return [Problem("instance_role_arn", given, "an existing role doesn't change", advice)]

    def _check_name(self, name: str | None) -> list[Problem]:
        if name is None or not self._role.has_permission(name):
            return []
        return [Problem("name", name, "another permission of this service has it", "Give one another name")]

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
            release_log_groups(self, "log_groups")
            return None
        return AdoptedLogGroups(
            self,
            "log_groups",
            service_name=self.service_name,
            retention=retention,
            deletion_protection=self.settings.deletion_protection,
        )

    @property
    def _needed(self) -> list[TerraformResource]:
        """The resources that are made before the service, and destroyed after it."""
        log_groups = [self.log_groups.resource] if self.log_groups else []  # trap 3
        return [*self._role.needed, *self.source.needed, *log_groups]

    def _create_service(self, egress: dict[str, str]) -> aws.ApprunnerService:
        """Make the service itself.

        Trap 12: the provider shows no difference for some arguments that are left out, so they are always
        written, defaults too.
        """
        settings = self.settings
        return make(
            aws.ApprunnerService,
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

    def _record_protection(self) -> None:
        """Record the protection in the state, where it outlives this block.

        Terraform keeps the results of checks in the state, and ``prevent_destroy`` isn't there. ``make plan``
        and ``make deploy`` read it when the service has vanished or is replaced. The check always passes.
        """
        if self.settings.deletion_protection:
            service = address(self.resource)
            add_check(
                self,
                f"{service.partition('.')[2]}_protected",
                f'${{{service}.service_name != ""}}',
                "A protected service has a name.",
            )

    def _observability(self) -> dict[str, Any]:
        if not self.settings.tracing:
            return {"observability_enabled": False}
        configuration = create_tracing(self, self.service_name, self.settings.tags_or_none)
        return {"observability_enabled": True, "observability_configuration_arn": configuration.arn}

    def _postconditions(self, egress: dict[str, str]) -> list[Postcondition]:
        settings = self.settings
        return [
            postconditions.as_configured(
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
        return make(
            aws.Wafv2WebAclAssociation,
            self,
            "web_acl",
            resource_arn=self.resource.arn,
            web_acl_arn=web_acl_arn,
        )


def _check_was(id: str, was: object) -> list[Problem]:  # noqa: A002  # the name constructs give it
    if was is None or (isinstance(was, str) and was not in ("", id)):
        return []
    return [Problem("was", was, f"allowed is an earlier id, a text that isn't empty and isn't {id!r}")]


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
