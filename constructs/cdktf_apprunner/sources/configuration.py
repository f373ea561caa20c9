"""A source's part of the service's resource, and the conditions before and after an apply."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from cdktf_apprunner.postconditions import Path, Setting
from cdktf_apprunner.sources.connection import Connection
from cdktf_apprunner.terraform import Precondition, TerraformResource

SOURCE: Path = ("source_configuration", 0)


@frozen
class SourceConfiguration:
    """The settings of ``aws_apprunner_service`` that a source decides."""

    identifier: str
    """The image or repository, for people to read."""
    block: dict[str, Any]
    """The service's ``source_configuration``."""
    compared: tuple[Setting, ...]
    """Settings that are read back after an apply."""
    needed: tuple[TerraformResource, ...] = ()
    """Resources that the service depends on."""
    connection: Connection | None = None
    """The connection made with the service, through which App Runner reads source code."""

    @property
    def preconditions(self) -> list[Precondition]:
        """Conditions that Terraform checks before it makes or changes the service."""
        return [self.connection.precondition()] if self.connection else []
