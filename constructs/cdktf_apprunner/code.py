"""Source code in Terraform's words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cdktf import Annotations
from constructs import Construct

from cdktf_apprunner import runtimes
from cdktf_apprunner.code_repository import CodeRepository
from cdktf_apprunner.connection import Connection
from cdktf_apprunner.postconditions import Path, Setting
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.source import Rollout
from cdktf_apprunner.source_configuration import (
    SOURCE,
    SourceConfiguration,
    command,
    compared_command,
    compared_values,
    runtime_values,
)
from cdktf_apprunner.templates import literal

CODE: Path = (*SOURCE, "code_repository", 0)
CONFIGURATION: Path = (*CODE, "code_configuration", 0)
VALUES: Path = (*CONFIGURATION, "code_configuration_values", 0)


def create_code(
    scope: Construct, service_name: str, source: CodeRepository, settings: ServiceSettings
) -> SourceConfiguration:
    """Configure source code, with a connection made here where none is given."""
    connection = _connection(scope, source, settings)
    if source.runtime and (said := runtimes.warning(source.runtime, datetime.now(UTC).date())):
        Annotations.of(scope).add_warning(f"{service_name}: {said}")
    return SourceConfiguration(
        str(source),
        {
            "auto_deployments_enabled": source.rollout is Rollout.ON_PUSH,
            "authentication_configuration": {
                "connection_arn": connection.arn if connection else source.connection_arn
            },
            "code_repository": {
                "repository_url": source.repository_url,
                "source_code_version": {"type": "BRANCH", "value": literal(source.branch)},
                "source_directory": literal(source.source_directory),
                "code_configuration": _code_configuration(source, settings),
            },
        },
        _compared(source, settings),
        connection=connection,
    )


def _connection(scope: Construct, source: CodeRepository, settings: ServiceSettings) -> Connection | None:
    if not isinstance(source.connection, str):
        return source.connection
    return Connection(
        scope,
        "connection",
        connection_name=source.connection,
        provider_type=source.provider_type,
        tags=settings.tags_or_none,
    )


def _code_configuration(source: CodeRepository, settings: ServiceSettings) -> dict[str, Any]:
    if source.runtime is None:
        return {"configuration_source": "REPOSITORY"}
    return {
        "configuration_source": "API",
        "code_configuration_values": {
            "runtime": source.runtime,
            "build_command": command(source.build_command),
            **runtime_values(settings),
        },
    }


def _compared(source: CodeRepository, settings: ServiceSettings) -> tuple[Setting, ...]:
    repository = (
        Setting("repository", (*CODE, "repository_url"), source.repository_url),
        Setting("branch", (*CODE, "source_code_version", 0, "value"), literal(source.branch)),
        Setting("source directory", (*CODE, "source_directory"), literal(source.source_directory)),
        Setting(
            "configuration source",
            (*CONFIGURATION, "configuration_source"),
            "API" if source.runtime else "REPOSITORY",
        ),
    )
    if source.runtime is None:
        return repository
    return (
        *repository,
        Setting("runtime", (*VALUES, "runtime"), source.runtime),
        *compared_command("build command", (*VALUES, "build_command"), command(source.build_command)),
        *compared_values(VALUES, settings),
    )
