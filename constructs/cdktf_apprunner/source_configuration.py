"""What both kinds of source have in common in Terraform's words."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from cdktf import Precondition, TerraformResource

from cdktf_apprunner.connection import Connection
from cdktf_apprunner.postconditions import Path, Setting
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.templates import literal, literals

SOURCE: Path = ("source_configuration", 0)


@frozen
class SourceConfiguration:
    """What App Runner is told to run; an image makes one, source code the other."""

    identifier: str
    """What runs, in words."""
    block: dict[str, Any]
    """The service's ``source_configuration``."""
    compared: tuple[Setting, ...]
    """What must run as it was asked for."""
    needed: tuple[TerraformResource, ...] = ()
    """What the service waits for."""
    connection: Connection | None = None
    """The connection made here, with which source code is read."""

    @property
    def preconditions(self) -> list[Precondition]:
        """What must be so before the service is made or changed."""
        return [self.connection.precondition()] if self.connection else []


def runtime_values(settings: ServiceSettings) -> dict[str, Any]:
    """Return how the program runs; images and source code take the same."""
    return {
        "port": str(settings.port),
        "start_command": command(settings.start_command),
        "runtime_environment_variables": literals(settings.environment),
        "runtime_environment_secrets": settings.secret_references,
    }


def compared_values(path: Path, settings: ServiceSettings) -> tuple[Setting, ...]:
    """Return how the program must run, read back at a path."""
    return (
        Setting("port", (*path, "port"), str(settings.port)),
        # Trap 13: removing the last one may be taken as "leave it as it was".
        Setting("variables", (*path, "runtime_environment_variables"), literals(settings.environment)),
        Setting("secrets", (*path, "runtime_environment_secrets"), settings.secret_references),
        *compared_command("start command", (*path, "start_command"), command(settings.start_command)),
    )


def command(text: str | None) -> str | None:
    """Write a command, where there is one."""
    return None if text is None else literal(text)


def compared_command(name: str, path: Path, asked: str | None) -> tuple[Setting, ...]:
    """Return a command to compare; whether the API returns commands isn't certain.

    See hashicorp/terraform-provider-aws#46915.
    """
    return () if asked is None else (Setting(name, path, asked, may_be_missing=True),)
