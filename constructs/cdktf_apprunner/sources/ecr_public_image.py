"""An image in Amazon ECR Public."""

from __future__ import annotations

from attrs import evolve, frozen
from constructs import Construct

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.roles import RoleSettings
from cdktf_apprunner.sources._image import image_configuration
from cdktf_apprunner.sources.configuration import SourceConfiguration
from cdktf_apprunner.sources.program import Program
from cdktf_apprunner.sources.source import Rollout, Source


@frozen
class EcrPublicImage(Source):
    """An image in Amazon ECR Public; only an apply deploys it.

    Parameters
    ----------
    identifier
        ``public.ecr.aws/<alias>/<repository>:<tag>``, or with ``@sha256:…``.
    rollout
        Only `Rollout.ON_APPLY` (default); App Runner can't deploy pushes to ECR Public.
    redeploy
        Any text, such as a date. When it changes, an apply deploys the tag, which Terraform can't look up.
        Not for an image named by its digest.

    Raises
    ------
    ConfigurationError
        For an image in another registry, for `Rollout.ON_PUSH`, and for ``redeploy`` with a digest.

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
            allowed = f"{self.identifier} is named by its digest, which never means another image"
            problems.append(Problem("redeploy", self.redeploy, allowed, "Leave it out, or name a tag"))
        report(problems)

    @property
    def tag(self) -> str | None:
        """The tag, unless the image is named by its digest."""
        name, _, tag = self.identifier.rpartition(":")
        return None if "@" in name else tag

    @property
    def redeployable(self) -> bool:
        """Whether ``redeploy`` is needed: Terraform can't look up a tag, and a digest never changes."""
        return self.tag is not None

    @property
    def pinned(self) -> bool:
        """Whether only an apply changes what runs; not with a tag, since each new instance pulls it again."""
        return self.tag is None

    @property
    def default_service_name(self) -> str:
        """The service's name if the user gives none."""
        return "service"

    def with_tag(self, tag: str) -> EcrPublicImage:
        """Return the same image under another tag."""
        return evolve(self, identifier=f"{self.identifier.rpartition(':')[0]}:{tag}")

    def with_redeploy(self, redeploy: str) -> EcrPublicImage:
        """Return the same image with another ``redeploy``."""
        return evolve(self, redeploy=redeploy)

    def check_with(self, program: Program, access_role_arn: str | None) -> list[Problem]:
        """Refuse an access role (trap 8)."""
        if access_role_arn is None:
            return []
        return [Problem("access_role_arn", access_role_arn, "ECR Public takes no role", "Leave it out")]

    def create(
        self,
        scope: Construct,
        service_name: str,
        program: Program,
        *,
        access_role_arn: str | None,
        role_settings: RoleSettings,
    ) -> SourceConfiguration:
        """Configure the image, without a role: ECR Public refuses one (trap 8)."""
        return image_configuration("ECR_PUBLIC", self.identifier, program)

    def __str__(self) -> str:
        return self.identifier
