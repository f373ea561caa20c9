"""Images that a service runs, in ECR or in ECR Public, and when a new one is rolled out."""

from __future__ import annotations

import re
from enum import Enum

from attrs import evolve, frozen

from cdktf_apprunner import limits
from cdktf_apprunner.errors import Problem, check_kind, report

OTHER_REGISTRY = re.compile(
    r"(?:docker\.io|(?:\w+\.)?gcr\.io|ghcr\.io|quay\.io|mcr\.microsoft\.com|public\.ecr\.aws|registry\.gitlab\.com"
    r"|[\w.-]+\.(?:amazonaws\.com|azurecr\.io|pkg\.dev))(?:\.cn)?/"
)
"""Hosts of registries: legal beginnings of a repository's name, and yet a mistake."""


class Rollout(Enum):
    """When a new image under the tag, or a new commit on the branch, is deployed."""

    ON_PUSH = "on push"
    """App Runner deploys each push of the tag or to the branch, by itself."""
    ON_APPLY = "on apply"
    """The plan resolves an ECR image's tag to a digest, so that a moved tag is a reviewed change. What a tag
    of ECR Public or a branch means can't be looked up: a new ``redeploy`` deploys it."""


def check_redeploy(redeploy: str | None, rollout: Rollout) -> list[Problem]:
    """Refuse ``redeploy`` where App Runner deploys by itself."""
    if redeploy is None or rollout is not Rollout.ON_PUSH:
        return check_kind("redeploy", redeploy, str, type(None))
    allowed = "with Rollout.ON_PUSH App Runner deploys each push by itself"
    return [Problem("redeploy", redeploy, allowed, "Leave it out, or use Rollout.ON_APPLY")]


@frozen
class EcrImage:
    """An image in Amazon ECR.

    Parameters
    ----------
    repository
        Name of the repository.
    tag
        Tag of the image; give this or ``digest``.
    digest
        ``sha256:…``; the image never changes until this does.
    rollout
        `Rollout.ON_APPLY` (default) or `Rollout.ON_PUSH`.
    account_id
        The registry's account; default the service's own.
    region
        The registry's region; default the service's own.

    Raises
    ------
    ConfigurationError
        When both or neither of tag and digest are given, when one of them can't exist, or when
        `Rollout.ON_PUSH` is asked for another account, another region or a digest: App Runner
        refuses the first and never deploys in the others.

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
        if self.tag is not None:
            problems += limits.IMAGE_TAG.check("tag", self.tag)
        if self.digest is not None:
            problems += limits.DIGEST.check("digest", self.digest)
        if self.account_id is not None:
            problems += limits.ACCOUNT_ID.check("account_id", self.account_id)
        if self.region is not None:
            problems += limits.ANY_REGION.check("region", self.region)
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
    def redeployable(self) -> bool:
        """Whether a new image can only be told from outside: never, the plan shows its digest."""
        return False

    def with_tag(self, tag: str) -> EcrImage:
        """Return the same image under another tag."""
        return evolve(self, tag=tag)

    def __str__(self) -> str:
        return f"{self.repository}:{self.tag}" if self.tag else f"{self.repository}@{self.digest}"


@frozen
class EcrPublicImage:
    """An image in Amazon ECR Public; rolled out by an apply only.

    Parameters
    ----------
    identifier
        ``public.ecr.aws/<alias>/<repository>:<tag>`` or with ``@sha256:…``.
    rollout
        `Rollout.ON_APPLY`; App Runner can't deploy pushes to ECR Public.
    redeploy
        Any text, such as a date: each new one has an apply deploy the tag, which Terraform can't look up;
        not with a digest.

    Raises
    ------
    ConfigurationError
        For an image of another registry, for `Rollout.ON_PUSH`, and for ``redeploy`` with a digest.

    Examples
    --------
    >>> EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest").tag
    'latest'

    See https://docs.aws.amazon.com/apprunner/latest/dg/service-source-image.html
    """

    identifier: str
    rollout: Rollout = Rollout.ON_APPLY
    redeploy: str | None = None

    def __attrs_post_init__(self) -> None:
        problems = [
            *(
                evolve(problem, advice="Push or mirror images of other registries to ECR")
                for problem in limits.PUBLIC_IMAGE.check("identifier", self.identifier)
            ),
            *check_kind("rollout", self.rollout, Rollout),
        ]
        if self.rollout is Rollout.ON_PUSH:  # trap 6
            allowed = "ECR Public allows Rollout.ON_APPLY only"
            problems.append(Problem("rollout", "Rollout.ON_PUSH", allowed, page=limits.PUBLIC_IMAGE.page))
        problems += check_kind("redeploy", self.redeploy, str, type(None))
        if self.redeploy is not None and not self.redeployable:
            allowed = f"{self.identifier} is named by digest, which never means another image"
            problems.append(Problem("redeploy", self.redeploy, allowed, "Leave it out, or name a tag"))
        report(problems)

    @property
    def redeployable(self) -> bool:
        """Whether a new image can only be told from outside: unless the image is named by digest."""
        return self.tag is not None

    @property
    def tag(self) -> str | None:
        """The tag, if the image isn't named by digest."""
        name, _, tag = self.identifier.rpartition(":")
        return None if "@" in name else tag

    def with_tag(self, tag: str) -> EcrPublicImage:
        """Return the same image under another tag."""
        return evolve(self, identifier=f"{self.identifier.rpartition(':')[0]}:{tag}")

    def __str__(self) -> str:
        return self.identifier
