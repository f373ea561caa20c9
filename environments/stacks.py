"""What all environments have in common: the registry's stack, and one stack an environment."""

from __future__ import annotations

from attrs import evolve
from cdktf import TerraformOutput, TerraformStack, TerraformVariable, TerraformVariableValidationConfig
from constructs import Construct

from cdktf_apprunner import (
    AppRunnerService,
    CodeRepository,
    ContainerRegistry,
    EcrImage,
    EcrPublicImage,
    VpcConnector,
    aws,
    limits,
    names,
)
from cdktf_apprunner.vpc_connector import LONGEST_NAME as LONGEST_CONNECTOR_NAME
from environments.environment import Environment, Registry, Vpc

TERRAFORM = ">= 1.7"
AWS_PROVIDER = ">= 5.100.0, < 7.0.0"
"""The resources may go in a later major version: hashicorp/terraform-provider-aws#47161."""


class RegistryStack(TerraformStack):
    """The container registry; deployed before any service, which needs an image there."""

    def __init__(self, scope: Construct, registry: Registry) -> None:
        super().__init__(scope, "registry")
        _create_provider(self, registry)
        registry.backend.create(self, "registry")
        made = ContainerRegistry(
            self,
            "registry",
            **registry.shared(),
        )
        TerraformOutput(
            self, "repository_url", value=made.repository_url, description="Where images are pushed"
        )
        TerraformOutput(
            self, "access_role_arn", value=made.access_role_arn, description="Role that pulls images"
        )


class ServiceStack(TerraformStack):
    """One environment's service.

    Registry and access role are found by name, not by remote state, so that a Terraform Cloud workspace
    stands alone.
    """

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment.name)
        _create_provider(self, environment)
        environment.backend.create(self, environment.name)
        source = _source_of_variables(self, environment)
        self.service = create_service(self, environment, source)
        self._create_outputs(environment.waived)
        if not isinstance(source, CodeRepository) and source.tag is not None:
            # The plan review reads the tag before here: the plan holds the old image's digest only.
            output = TerraformOutput(self, "tag", value=source.tag, description="Tag of what runs")
            output.override_logical_id("image_tag")  # the variable has taken the construct's name

    def _create_outputs(self, waived: dict[str, str]) -> None:
        service = self.service
        for name, value, description in (
            ("service_url", service.url, "The domain App Runner hands out"),
            ("service_arn", service.arn, "ARN of the service"),
            ("service_id", service.service_id, "Stands in the names of the log groups"),
            ("image", service.source.identifier, "What runs"),
        ):
            TerraformOutput(self, name, value=value, description=description)
        if service.source.connection is not None:
            TerraformOutput(
                self,
                "connection",
                value=service.source.connection.handshake,
                description="What is left to do by hand for the connection",
            )
        if waived:
            TerraformOutput(self, "waived", value=waived, description="Rules of production that don't hold")
        for domain in service.domains:
            TerraformOutput(
                self,
                # No label begins with _, so *.example.com and wildcard.example.com have outputs of their own.
                "dns_records_" + domain.domain.domain_name.replace("*", "_wildcard").replace(".", "_"),
                value=domain.dns_records,
                description=f"What DNS must answer for {domain.domain}",
            )


def create_service(
    scope: Construct, environment: Environment, source: EcrImage | EcrPublicImage | CodeRepository
) -> AppRunnerService:
    """Make an environment's service, its connector, and what it may do."""
    service = AppRunnerService(
        scope,
        "service",
        service_name=environment.service_name,
        source=source,
        vpc_connector=_create_connector(scope, environment),
        **{
            **environment.shared(),
            "access_role_arn": _find_access_role(scope, environment),
            "tags": None,  # the provider's default tags
        },
    )
    for permission in environment.permissions:
        service.allow(actions=permission.actions, resources=permission.resources)
    return service


def _create_provider(stack: TerraformStack, settings: Environment | Registry) -> None:
    aws.AwsProvider(
        stack,
        "aws",
        region=settings.region,
        allowed_account_ids=[settings.account_id],
        default_tags=[aws.AwsProviderDefaultTags(tags=settings.default_tags)],
    )
    # CDKTF writes the very version its bindings were generated from, and knows no required_version:
    # hence the overrides.
    stack.add_override("terraform.required_version", TERRAFORM)
    stack.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)


def _source_of_variables(
    stack: TerraformStack, environment: Environment
) -> EcrImage | EcrPublicImage | CodeRepository:
    """Return the source with the Terraform variables that choose what is deployed."""
    source = environment.image
    if not isinstance(source, CodeRepository):
        source = _image_of_variable(stack, environment.service_name, source)
    if isinstance(source, EcrImage) or not source.redeployable:
        return source
    variable = TerraformVariable(
        stack,
        "redeploy",
        type="string",
        default=source.redeploy or "",
        description=f"Any new text, such as a commit or a date, deploys {environment.service_name} again",
    )
    return evolve(source, redeploy=variable.string_value)


def _image_of_variable(
    stack: TerraformStack, service_name: str, image: EcrImage | EcrPublicImage
) -> EcrImage | EcrPublicImage:
    """Return the image with the Terraform variable ``image_tag`` for its tag; one by digest stays."""
    if image.tag is None:
        return image
    variable = TerraformVariable(
        stack,
        "image_tag",
        type="string",
        default=image.tag,
        description=f"Tag of the image that {service_name} runs",
        validation=[
            TerraformVariableValidationConfig(
                condition=f'${{can(regex("^{limits.IMAGE_TAG.pattern}$", var.image_tag))}}',
                error_message=f"image_tag: {limits.IMAGE_TAG.allowed}.",
            )
        ],
    )
    return image.with_tag(variable.string_value)


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
    """Return the role given, or the registry's found by name (trap 7: it was made long before)."""
    if environment.access_role_arn is not None or environment.repository is None:
        return environment.access_role_arn
    role = aws.DataAwsIamRole(scope, "access_role", name=names.access_role(environment.repository))
    return str(role.arn)
