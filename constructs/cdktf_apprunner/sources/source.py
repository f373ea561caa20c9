"""The interface of every source of a service. A new kind of source is a new subclass of `Source`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Self

from constructs import Construct

from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner.roles import RoleSettings
from cdktf_apprunner.sources.configuration import SourceConfiguration

if TYPE_CHECKING:
    from cdktf_apprunner.sources.program import Program


class Rollout(Enum):
    """When a new image under the tag, or a new commit on the branch, is deployed."""

    ON_PUSH = "on push"
    """App Runner deploys each push of the tag or to the branch."""
    ON_APPLY = "on apply"
    """The plan resolves an ECR image's tag to a digest, so a moved tag is a reviewed change. Terraform can't
    look up a tag in ECR Public or a branch: a changed ``redeploy`` deploys it."""


class Source(ABC):
    """An image or source code; the classes users write are its subclasses."""

    __slots__ = ()

    @property
    @abstractmethod
    def rollout(self) -> Rollout:
        """When a new image or commit is deployed."""

    @property
    @abstractmethod
    def tag(self) -> str | None:
        """The image's tag; ``None`` for source code and for an image named by its digest."""

    @property
    @abstractmethod
    def redeploy(self) -> str | None:
        """The text whose change deploys again; ``None`` if the plan shows a new image."""

    @property
    @abstractmethod
    def redeployable(self) -> bool:
        """Whether ``redeploy`` is needed, because the plan can't show a new image or commit."""

    @property
    @abstractmethod
    def pinned(self) -> bool:
        """Whether only an apply changes what runs."""

    @property
    @abstractmethod
    def default_service_name(self) -> str:
        """The service's name if the user gives none, without the environment's name."""

    @property
    def own_repository(self) -> str | None:
        """The ECR repository with the image, if it is in the service's own account and region."""
        return None

    @abstractmethod
    def with_tag(self, tag: str) -> Self:
        """Return the same source under another tag."""

    @abstractmethod
    def with_redeploy(self, redeploy: str) -> Self:
        """Return the same source with another ``redeploy``."""

    @abstractmethod
    def check_with(self, program: Program, access_role_arn: str | None) -> list[Problem]:
        """Find settings of the service that contradict the source."""

    @abstractmethod
    def create(
        self,
        scope: Construct,
        service_name: str,
        program: Program,
        *,
        access_role_arn: str | None,
        role_settings: RoleSettings,
    ) -> SourceConfiguration:
        """Make what the source needs, and return what the service's resource gets."""
