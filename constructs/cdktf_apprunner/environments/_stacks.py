"""The stacks: one for the registry, one for each environment."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve
from constructs import Construct

from cdktf_apprunner import aws, names
from cdktf_apprunner.addresses import make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.domains import host
from cdktf_apprunner.environments._images import protected_tags
from cdktf_apprunner.environments.environment import Environment, Vpc
from cdktf_apprunner.environments.registry import Registry
from cdktf_apprunner.log_retention import LogRetention
from cdktf_apprunner.registry import ContainerRegistry
from cdktf_apprunner.service import AppRunnerService
from cdktf_apprunner.sources.source import Source
from cdktf_apprunner.terraform import (
    TerraformOutput,
    TerraformStack,
    TerraformVariable,
    TerraformVariableValidationConfig,
    set_versions,
)
from cdktf_apprunner.vpc_connector import LONGEST_NAME as LONGEST_CONNECTOR_NAME
from cdktf_apprunner.vpc_connector import VpcConnector


class RegistryStack(TerraformStack):
    """The container registry; deploy it before any service, which needs an image in it."""

    def __init__(
        self, scope: Construct, registry: Registry, environments: Iterable[Environment] = ()
    ) -> None:
        super().__init__(scope, "registry")
        _create_provider(self, registry)
        registry.backend.create(self, "registry")
        # Tags are the provider's default tags.
        tags = protected_tags(registry, environments)
        settings = {**registry.shared(), "protected_tags": tags, "tags": None}
        made = ContainerRegistry(self, "registry", **settings)
        TerraformOutput(
            self,
            "repository_url",
            value=made.repository_url,
            description="URL of the repository, for docker push",
        )
        TerraformOutput(
            self, "access_role_arn", value=made.access_role_arn, description="Role that pulls images"
        )


class ServiceStack(TerraformStack):
    """One environment's service.

    It finds the registry and the access role by name, not by remote state, so a Terraform Cloud workspace
    doesn't need another workspace.
    """

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment.name)
        _create_provider(self, environment)
        environment.backend.create(self, environment.first_name)
        source = _with_variables(self, environment)
        self.service = create_service(self, environment, source)
        self._create_outputs(environment.waived)
        if source.tag is not None:
            # The plan review reads the earlier tag here: the plan has only the digest of the earlier image.
            output = TerraformOutput(
                self, "tag", value=source.tag, description="Tag of the image that the service runs"
            )
            output.override_logical_id("image_tag")  # the variable already has this construct id

    def _create_outputs(self, waived: dict[str, str]) -> None:
        service = self.service
        for name, value, description in (
            ("service_url", service.url, "URL that App Runner assigns"),
            ("service_arn", service.arn, "ARN of the service"),
            ("service_id", service.service_id, "Id of the service, part of the names of its log groups"),
            ("image", service.source.identifier, "Image or source code that the service runs"),
        ):
            TerraformOutput(self, name, value=value, description=description)
        if service.source.connection is not None:
            TerraformOutput(
                self,
                "connection",
                value=service.source.connection.handshake,
                description="Step that is left to do by hand for the connection",
            )
        if waived:
            TerraformOutput(
                self, "waived", value=waived, description="Rules of the production guard that are waived"
            )
        for domain in service.domains:
            TerraformOutput(
                self,
                "dns_records_" + host(domain.domain.domain_name),
                value=domain.dns_records,
                description=f"DNS records of {domain.domain}",
            )


def create_service(scope: Construct, environment: Environment, source: Source) -> AppRunnerService:
    """Make an environment's service, its connector and its permissions."""
    service = AppRunnerService(
        scope,
        "service",
        service_name=environment.service_name,
        source=source,
        vpc_connector=_create_connector(scope, environment),
        **{
            **environment.shared(),
            "log_retention": _kept_in_production(environment),
            "access_role_arn": _find_access_role(scope, environment),
            "tags": None,  # the provider's default tags
        },
    )
    for permission in environment.permissions:
        service.allow(actions=permission.actions, resources=permission.resources, name=permission.name)
    return service


def _kept_in_production(environment: Environment) -> LogRetention | None:
    """Keep the logs of a production environment by default.

    While the service is protected, its log groups are protected too; then a setting in the state isn't
    needed, and no state of version 0.1.0 changes. The apply that lifts the protection sets it.
    """
    retention = environment.log_retention
    if retention is None or retention.keep is not None or environment.guard is None:
        return retention
    return retention if environment.deletion_protection else evolve(retention, keep=True)


def _create_provider(stack: TerraformStack, settings: Environment | Registry) -> None:
    aws.AwsProvider(
        stack,
        "aws",
        region=settings.region,
        allowed_account_ids=[settings.account_id],
        default_tags=[aws.AwsProviderDefaultTags(tags=settings.default_tags)],
    )
    set_versions(stack)


def _with_variables(stack: TerraformStack, environment: Environment) -> Source:
    """Return the source with the Terraform variables that choose what is deployed."""
    source = _with_tag_variable(stack, environment.service_name, environment.image)
    if not source.redeployable:
        return source
    variable = TerraformVariable(
        stack,
        "redeploy",
        type="string",
        default=source.redeploy or "",
        description=f"Any new text, such as a commit or a date, deploys {environment.service_name} again",
    )
    return source.with_redeploy(variable.string_value)


def _with_tag_variable(stack: TerraformStack, service_name: str, source: Source) -> Source:
    """Return the source with the Terraform variable ``image_tag`` as its tag, if it has a tag."""
    if source.tag is None:
        return source
    variable = TerraformVariable(
        stack,
        "image_tag",
        type="string",
        default=source.tag,
        description=f"Tag of the image that {service_name} runs",
        validation=[
            TerraformVariableValidationConfig(
                condition=f'${{can(regex("^{limits.IMAGE_TAG.pattern}$", var.image_tag))}}',
                error_message=f"image_tag: {limits.IMAGE_TAG.allowed}.",
            )
        ],
    )
    return source.with_tag(variable.string_value)


def _create_connector(scope: Construct, environment: Environment) -> VpcConnector | str | None:
    vpc = environment.vpc
    if not isinstance(vpc, Vpc):
        return vpc
    return VpcConnector(
        scope,
        "vpc_connector",
        connector_name=names.derived(environment.service_name, "", LONGEST_CONNECTOR_NAME),
        vpc_id=vpc.vpc_id,
        subnet_ids=vpc.subnet_ids,
        security_group_ids=vpc.security_group_ids,
    )


def _find_access_role(scope: Construct, environment: Environment) -> str | None:
    """Return the given role, or find the registry's by name (trap 7: it exists long before)."""
    repository = environment.image.own_repository
    if environment.access_role_arn is not None or repository is None:
        return environment.access_role_arn
    role = make(aws.DataAwsIamRole, scope, "access_role", name=names.access_role(repository))
    return str(role.arn)
