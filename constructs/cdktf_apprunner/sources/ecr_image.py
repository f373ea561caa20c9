"""An image in Amazon ECR, looked up in its registry so that a missing image stops the plan."""

from __future__ import annotations

import re

from attrs import evolve, frozen
from constructs import Construct

from cdktf_apprunner import aws, roles
from cdktf_apprunner.addresses import make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.names import derived
from cdktf_apprunner.roles import RoleSettings
from cdktf_apprunner.sources._image import image_configuration
from cdktf_apprunner.sources.configuration import SourceConfiguration
from cdktf_apprunner.sources.program import Program
from cdktf_apprunner.sources.source import Rollout, Source
from cdktf_apprunner.terraform import Fn, TerraformIterator, TerraformResource, TerraformStack, Token

OTHER_REGISTRY = re.compile(
    r"(?:docker\.io|(?:\w+\.)?gcr\.io|ghcr\.io|quay\.io|mcr\.microsoft\.com|public\.ecr\.aws|registry\.gitlab\.com"
    r"|[\w.-]+\.(?:amazonaws\.com|azurecr\.io|pkg\.dev))(?:\.cn)?/"
)
"""Hosts of other registries; ECR would read one as the beginning of a repository's name."""


@frozen
class EcrImage(Source):
    """An image in Amazon ECR.

    Parameters
    ----------
    repository
        Name of the repository.
    tag
        Tag of the image; give this or ``digest``.
    digest
        Digest of the image, ``sha256:…``; give this or ``tag``.
    rollout
        When a moved tag is deployed: `Rollout.ON_APPLY` (default) or `Rollout.ON_PUSH`.
    account_id
        The registry's account, 12 digits; default the service's account.
    region
        The registry's region; default the service's region.

    Raises
    ------
    ConfigurationError
        When both or neither of ``tag`` and ``digest`` are given, when an argument is malformed, or when
        `Rollout.ON_PUSH` is given with another account, another region or a digest: App Runner
        refuses another account, and never deploys in the other two cases.

    Examples
    --------
    >>> EcrImage("shop", tag="v1.4.2").tag
    'v1.4.2'

    See https://docs.aws.amazon.com/apprunner/latest/dg/service-source-image.html
    """

    repository: str
    tag: str | None = None
    digest: str | None = None
    rollout: Rollout = Rollout.ON_APPLY
    account_id: str | None = None
    region: str | None = None

    def __attrs_post_init__(self) -> None:
        page = f"{limits.GUIDE}/service-source-image.html"
        problems = [
            *limits.REPOSITORY_NAME.check("repository", self.repository),
            *check_kind("rollout", self.rollout, Rollout),
        ]
        if isinstance(self.repository, str) and OTHER_REGISTRY.match(self.repository):
            problems = [
                Problem(
                    "repository",
                    self.repository,
                    "allowed is the name of an ECR repository",
                    "App Runner runs images of ECR and ECR Public only: push or mirror others to ECR",
                    page,
                )
            ]
        if (self.tag is None) == (self.digest is None):
            problems.append(Problem("tag", (self.tag, self.digest), "give either tag or digest", page=page))
        problems += limits.IMAGE_TAG.check_optional("tag", self.tag)
        problems += limits.DIGEST.check_optional("digest", self.digest)
        problems += limits.ACCOUNT_ID.check_optional("account_id", self.account_id)
        problems += limits.ANY_REGION.check_optional("region", self.region)
        if self.rollout is Rollout.ON_PUSH:  # trap 6
            for name in ("digest", "account_id", "region"):
                if (value := getattr(self, name)) is not None:
                    problems.append(
                        Problem(
                            "rollout",
                            f"Rollout.ON_PUSH with {name}={value}",
                            "App Runner deploys pushes of a tag in the service's own account and region only",
                            f"Use Rollout.ON_APPLY, or leave {name} out",
                            page,
                        )
                    )
        report(problems)

    @property
    def redeploy(self) -> str | None:
        """Always ``None``: the plan shows the image's digest."""
        return None

    @property
    def redeployable(self) -> bool:
        """Whether ``redeploy`` is needed; never for ECR, since the plan shows the image's digest."""
        return False

    @property
    def pinned(self) -> bool:
        """Whether only an apply changes what runs: the plan resolves the tag to a digest."""
        return self.rollout is Rollout.ON_APPLY

    @property
    def default_service_name(self) -> str:
        """The service's name if the user gives none: the last part of the repository's name."""
        return str(self.repository).rpartition("/")[2]

    @property
    def own_repository(self) -> str | None:
        """The repository, if it is in the service's own account and region."""
        return self.repository if self.account_id is None and self.region is None else None

    def with_tag(self, tag: str) -> EcrImage:
        """Return the same image under another tag."""
        return evolve(self, tag=tag)

    def with_redeploy(self, redeploy: str) -> EcrImage:
        """Return the image itself: only a new digest deploys it."""
        return self

    def check_with(self, program: Program, access_role_arn: str | None) -> list[Problem]:
        """Return no problems: an image takes every setting."""
        return []

    def create(
        self,
        scope: Construct,
        service_name: str,
        program: Program,
        *,
        access_role_arn: str | None,
        role_settings: RoleSettings,
    ) -> SourceConfiguration:
        """Look up the image, and make the role that pulls it if the user gives none."""
        uri = _look_up(scope, self)
        on_push = self.rollout is Rollout.ON_PUSH
        needed: list[TerraformResource] = []
        if access_role_arn is None:
            role = roles.create_access_role(
                scope,
                derived(service_name, "apprunner-access", limits.ROLE_NAME.longest),
                _repository_arn(uri, self.repository),
                role_settings,
            )
            needed.append(roles.wait_until_assumable(scope, role))
            access_role_arn = str(role.arn)
        return image_configuration(
            "ECR",
            f"{Fn.element(Fn.split('@', uri), 0)}:{self.tag}" if on_push else uri,
            program,
            auto_deployments_enabled=on_push,
            access_role_arn=access_role_arn,
            needed=tuple(needed),
        )

    def __str__(self) -> str:
        return f"{self.repository}:{self.tag}" if self.tag else f"{self.repository}@{self.digest}"


def _look_up(scope: Construct, source: EcrImage) -> str:
    """Look up the image's current digest; return its registry, repository and digest as one URI.

    Trap 4: the plan stops here if the image doesn't exist. The provider then says only "couldn't find
    resource" and the address; ``for_each`` puts repository and tag into that address.

    Nothing else is read from another account's registry, since that account must allow each action.
    """
    image = make(
        aws.DataAwsEcrImage,
        scope,
        "image",
        for_each=TerraformIterator.from_list([str(source)]),
        repository_name=source.repository,
        registry_id=source.account_id,
        image_tag=source.tag,
        image_digest=source.digest,
        provider=_provider(scope, source.region) if source.region else None,
    )
    # Not by its key: CDKTF's functions can't quote a tag that is a variable.
    return Token.as_string(Fn.lookup_nested(Fn.one(Fn.values(Token.as_any(image.fqn))), ["image_uri"]))


def _repository_arn(uri: str, repository: str) -> str:
    """Make the repository's ARN from ``<account>.dkr.ecr.<region>.amazonaws.com/…``.

    All of App Runner's regions are in the partition ``aws``.
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
