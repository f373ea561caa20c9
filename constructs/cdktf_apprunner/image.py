"""The image in Terraform's words: looked up in its registry, so that a missing one stops the plan."""

from __future__ import annotations

from attrs import frozen
from cdktf import Fn, TerraformIterator, TerraformStack, Token
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.source import EcrImage, EcrPublicImage, Rollout


@frozen
class ImageReference:
    """What App Runner is told to run."""

    identifier: str
    """The image with its registry, and its tag or digest."""
    repository_type: str
    """``ECR`` or ``ECR_PUBLIC``."""
    auto_deployments_enabled: bool
    """Whether a push of the tag is deployed."""
    repository_arn: str | None = None
    """ARN of the ECR repository."""


def create_image(scope: Construct, source: EcrImage | EcrPublicImage) -> ImageReference:
    """Look the image up where it can be looked up."""
    if isinstance(source, EcrPublicImage):
        return ImageReference(source.identifier, "ECR_PUBLIC", auto_deployments_enabled=False)
    provider = _provider(scope, source.region) if source.region else None
    repository = aws.DataAwsEcrRepository(
        scope, "repository", name=source.repository, registry_id=source.account_id, provider=provider
    )
    digest = _read_digest(scope, source, provider)
    on_push = source.rollout is Rollout.ON_PUSH
    reference = f":{source.tag}" if on_push else f"@{digest}"
    return ImageReference(
        f"{repository.repository_url}{reference}", "ECR", on_push, repository_arn=str(repository.arn)
    )


def _read_digest(scope: Construct, source: EcrImage, provider: aws.AwsProvider | None) -> str:
    """Read which digest the tag means now.

    Trap 4: where there is no such image the plan stops here. The provider then says only "couldn't find
    resource" and the address; ``for_each`` puts repository and tag into that address.
    """
    name = str(source)
    image = aws.DataAwsEcrImage(
        scope,
        "image",
        for_each=TerraformIterator.from_list([name]),
        repository_name=source.repository,
        registry_id=source.account_id,
        image_tag=source.tag,
        image_digest=source.digest,
        provider=provider,
    )
    return Token.as_string(Fn.lookup_nested(image.fqn, [name, "image_digest"]))


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
