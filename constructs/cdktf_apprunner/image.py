"""The image in Terraform's words: looked up in its registry, so that a missing one stops the plan."""

from __future__ import annotations

from typing import Any

from cdktf import Fn, TerraformIterator, TerraformResource, TerraformStack, Token
from constructs import Construct

from cdktf_apprunner import aws, limits, roles
from cdktf_apprunner.names import derived
from cdktf_apprunner.postconditions import Path, Setting
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.source import EcrImage, EcrPublicImage, Rollout
from cdktf_apprunner.source_configuration import (
    SOURCE,
    SourceConfiguration,
    compared_values,
    runtime_values,
)

IMAGE: Path = (*SOURCE, "image_repository", 0)
CONFIGURATION: Path = (*IMAGE, "image_configuration", 0)


def create_image(
    scope: Construct, service_name: str, source: EcrImage | EcrPublicImage, settings: ServiceSettings
) -> SourceConfiguration:
    """Configure an image; one in ECR is looked up, and the role that pulls it made where none is given."""
    if isinstance(source, EcrPublicImage):
        # Trap 8: no role for ECR Public, which refuses one.
        return _configuration("ECR_PUBLIC", source.identifier, settings)
    uri = _look_up(scope, source)
    on_push = source.rollout is Rollout.ON_PUSH
    needed: list[TerraformResource] = []
    access_role_arn = settings.access_role_arn
    if access_role_arn is None:
        role = roles.create_access_role(
            scope,
            derived(service_name, "apprunner-access", limits.ROLE_NAME.longest),
            _repository_arn(uri, source.repository),
            settings.role_settings,
        )
        needed.append(roles.wait_until_assumable(scope, role))
        access_role_arn = str(role.arn)
    return _configuration(
        "ECR",
        f"{Fn.element(Fn.split('@', uri), 0)}:{source.tag}" if on_push else uri,
        settings,
        auto_deployments_enabled=on_push,
        access_role_arn=access_role_arn,
        needed=tuple(needed),
    )


def _configuration(
    repository_type: str,
    identifier: str,
    settings: ServiceSettings,
    *,
    auto_deployments_enabled: bool = False,
    access_role_arn: str | None = None,
    needed: tuple[TerraformResource, ...] = (),
) -> SourceConfiguration:
    block: dict[str, Any] = {
        "auto_deployments_enabled": auto_deployments_enabled,
        "image_repository": {
            "image_identifier": identifier,
            "image_repository_type": repository_type,
            "image_configuration": runtime_values(settings),
        },
    }
    if access_role_arn is not None:
        block["authentication_configuration"] = {"access_role_arn": access_role_arn}
    image = Setting("image", (*IMAGE, "image_identifier"), identifier)
    return SourceConfiguration(identifier, block, (image, *compared_values(CONFIGURATION, settings)), needed)


def _look_up(scope: Construct, source: EcrImage) -> str:
    """Read which digest the image has now: its registry, repository and digest.

    Trap 4: where there is no such image the plan stops here. The provider then says only "couldn't find
    resource" and the address; ``for_each`` puts repository and tag into that address.

    Of another account's registry no more is read than this takes, since each action must be allowed there.
    """
    image = aws.DataAwsEcrImage(
        scope,
        "image",
        for_each=TerraformIterator.from_list([str(source)]),
        repository_name=source.repository,
        registry_id=source.account_id,
        image_tag=source.tag,
        image_digest=source.digest,
        provider=_provider(scope, source.region) if source.region else None,
    )
    # Not by the name: CDKTF's functions can't quote a tag that is a variable.
    return Token.as_string(Fn.lookup_nested(Fn.one(Fn.values(Token.as_any(image.fqn))), ["image_uri"]))


def _repository_arn(uri: str, repository: str) -> str:
    """Make the repository's ARN of ``<account>.dkr.ecr.<region>.amazonaws.com/…``.

    App Runner's regions are all of the partition ``aws``.
    """
    parts = Fn.split(".", uri)
    return f"arn:aws:ecr:{Fn.element(parts, 3)}:{Fn.element(parts, 0)}:repository/{repository}"


def _provider(scope: Construct, region: str) -> aws.AwsProvider:
    """Return the stack's provider for another region; the bindings' ``region`` needs provider 6."""
    stack = TerraformStack.of(scope)
    alias = f"registry-{region}"
    found = stack.node.try_find_child(alias)
    return (
        found
        if isinstance(found, aws.AwsProvider)
        else aws.AwsProvider(stack, alias, alias=alias, region=region)
    )
