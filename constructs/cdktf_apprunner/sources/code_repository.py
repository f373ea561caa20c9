"""Source code that App Runner builds and runs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from attrs import evolve, field, frozen
from constructs import Construct

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.checks.templates import check_template, literal
from cdktf_apprunner.postconditions import Path, Setting
from cdktf_apprunner.roles import RoleSettings
from cdktf_apprunner.sources import runtimes
from cdktf_apprunner.sources.configuration import SOURCE, SourceConfiguration
from cdktf_apprunner.sources.connection import Connection
from cdktf_apprunner.sources.program import Program, command, compared_command
from cdktf_apprunner.sources.source import Rollout, Source
from cdktf_apprunner.terraform import Annotations

CODE: Path = (*SOURCE, "code_repository", 0)
CONFIGURATION: Path = (*CODE, "code_configuration", 0)
VALUES: Path = (*CONFIGURATION, "code_configuration_values", 0)


@frozen
class CodeRepository(Source):
    """A branch of a repository at GitHub or Bitbucket, which App Runner builds and runs.

    With a ``runtime``, the service's ``port``, ``start_command``, ``environment`` and ``secrets`` apply.
    Without one, App Runner reads them from the repository's ``apprunner.yaml``; the service can't set them.

    Parameters
    ----------
    repository_url
        ``https://github.com/<owner>/<repository>``, or at ``bitbucket.org``.
    branch
        The branch; default ``main``.
    connection_arn
        ARN of an existing connection. Terraform can't look up whether its hand-shake is complete.
    connection
        A `Connection`, or the name of one to make with the service; give this or ``connection_arn``.
    runtime
        A key of `runtimes.END_OF_SUPPORT`, such as ``PYTHON_311``; default the one in ``apprunner.yaml``.
    build_command
        One line; only with a ``runtime``; default none.
    source_directory
        The repository's folder with the source and ``apprunner.yaml``; default ``/``.
    rollout
        When a new commit on the branch is deployed: `Rollout.ON_APPLY` (default) or `Rollout.ON_PUSH`.
    redeploy
        Any text, such as a commit. When it changes, an apply deploys the branch. Not with `Rollout.ON_PUSH`.

    Raises
    ------
    ConfigurationError
        When the URL has another host, the runtime isn't known, both or neither of ``connection`` and
        ``connection_arn`` are given, or two settings contradict each other.

    Examples
    --------
    >>> CodeRepository(
    ...     "https://github.com/acme/shop",
    ...     connection="acme-github",
    ...     runtime="NODEJS_22",
    ...     build_command="npm ci",
    ... ).provider_type
    'GITHUB'

    See https://docs.aws.amazon.com/apprunner/latest/dg/service-source-code.html
    """

    repository_url: str
    branch: str = field(default="main", kw_only=True)
    connection_arn: str | None = field(default=None, kw_only=True)
    connection: Connection | str | None = field(default=None, kw_only=True)
    runtime: str | None = field(default=None, kw_only=True)
    build_command: str | None = field(default=None, kw_only=True)
    source_directory: str = field(default="/", kw_only=True)
    rollout: Rollout = field(default=Rollout.ON_APPLY, kw_only=True)
    redeploy: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *limits.CODE_REPOSITORY.check("repository_url", self.repository_url),
            *limits.BRANCH.check("branch", self.branch),
            *check_template("branch", self.branch),
            *limits.SOURCE_DIRECTORY.check("source_directory", self.source_directory),
            *check_template("source_directory", self.source_directory),
            *self._check_connection(),
            *_check_redeploy(self.redeploy, self.rollout),
        ]
        if self.runtime is not None:
            problems += runtimes.check("runtime", self.runtime)
        if self.build_command is not None:
            problems += limits.COMMAND.check("build_command", self.build_command)
            problems += check_template("build_command", self.build_command)
            if self.runtime is None:
                allowed = "without a runtime, the repository's apprunner.yaml sets the build command"
                advice = "Leave out build_command, or give a runtime"
                problems.append(
                    Problem("build_command", self.build_command, allowed, advice, limits.CODE_PAGE)
                )
        report(problems)

    def _check_connection(self) -> list[Problem]:
        if (self.connection_arn is None) == (self.connection is None):
            given = (self.connection_arn, self.connection)
            page = limits.CONNECTION.page
            return [Problem("connection", given, "give either connection or connection_arn", page=page)]
        if self.connection_arn is not None:
            return limits.CONNECTION.check("connection_arn", self.connection_arn)
        if isinstance(self.connection, Connection):
            return []
        return limits.CONNECTION_NAME.check("connection", self.connection)

    @property
    def tag(self) -> str | None:
        """Always ``None``: source code has no tag."""
        return None

    @property
    def redeployable(self) -> bool:
        """Whether ``redeploy`` is needed, since no plan shows a new commit; not with `Rollout.ON_PUSH`."""
        return self.rollout is Rollout.ON_APPLY

    @property
    def pinned(self) -> bool:
        """Whether only an apply changes what runs."""
        return self.rollout is Rollout.ON_APPLY

    @property
    def default_service_name(self) -> str:
        """The service's name if the user gives none: the repository's name without its owner."""
        return str(self.repository_url).rpartition("/")[2]

    @property
    def provider_type(self) -> str:
        """``GITHUB`` or ``BITBUCKET``, by the URL."""
        return "BITBUCKET" if "://bitbucket.org/" in self.repository_url else "GITHUB"

    def with_tag(self, tag: str) -> CodeRepository:
        """Return the source itself: source code has no tag."""
        return self

    def with_redeploy(self, redeploy: str) -> CodeRepository:
        """Return the same source with another ``redeploy``."""
        return evolve(self, redeploy=redeploy)

    def check_with(self, program: Program, access_role_arn: str | None) -> list[Problem]:
        """Refuse an access role and, without a runtime, the settings that ``apprunner.yaml`` holds."""
        problems = []
        if access_role_arn is not None:
            allowed = "App Runner reads a CodeRepository through its connection"
            problems.append(Problem("access_role_arn", access_role_arn, allowed, "Leave it out"))
        if self.runtime is not None:
            return problems
        allowed = "without a runtime, App Runner takes it from apprunner.yaml and ignores the argument"
        ignored = {
            "port": program.port if program.port != Program().port else None,
            "start_command": program.start_command,
            "environment": ", ".join(program.environment),
            "secrets": ", ".join(program.secrets),
        }
        return problems + [
            Problem(name, given, allowed, f"Leave out {name}, or give a runtime", limits.CODE_PAGE)
            for name, given in ignored.items()
            if given
        ]

    def create(
        self,
        scope: Construct,
        service_name: str,
        program: Program,
        *,
        access_role_arn: str | None,
        role_settings: RoleSettings,
    ) -> SourceConfiguration:
        """Configure the source code, and make its connection if the user names a new one."""
        connection = _connection(scope, self, role_settings.tags)
        if self.runtime and (warning := runtimes.warning(self.runtime, datetime.now(UTC).date())):
            Annotations.of(scope).add_warning(f"{service_name}: {warning}")
        return SourceConfiguration(
            str(self),
            {
                "auto_deployments_enabled": self.rollout is Rollout.ON_PUSH,
                "authentication_configuration": {
                    "connection_arn": connection.arn if connection else self.connection_arn
                },
                "code_repository": {
                    "repository_url": self.repository_url,
                    "source_code_version": {"type": "BRANCH", "value": literal(self.branch)},
                    "source_directory": literal(self.source_directory),
                    "code_configuration": _code_configuration(self, program),
                },
            },
            _compared(self, program),
            connection=connection,
        )

    def __str__(self) -> str:
        return f"{self.repository_url.partition('://')[2]}, branch {self.branch}"


def _check_redeploy(redeploy: str | None, rollout: Rollout) -> list[Problem]:
    """Refuse ``redeploy`` where App Runner deploys every push."""
    if redeploy is None or rollout is not Rollout.ON_PUSH:
        return check_kind("redeploy", redeploy, str, type(None))
    allowed = "with Rollout.ON_PUSH App Runner deploys each push by itself"
    return [Problem("redeploy", redeploy, allowed, "Leave it out, or use Rollout.ON_APPLY")]


def _connection(scope: Construct, source: CodeRepository, tags: dict[str, str] | None) -> Connection | None:
    if not isinstance(source.connection, str):
        return source.connection
    return Connection(
        scope,
        "connection",
        connection_name=source.connection,
        provider_type=source.provider_type,
        tags=tags,
    )


def _code_configuration(source: CodeRepository, program: Program) -> dict[str, Any]:
    if source.runtime is None:
        return {"configuration_source": "REPOSITORY"}
    return {
        "configuration_source": "API",
        "code_configuration_values": {
            "runtime": source.runtime,
            "build_command": command(source.build_command),
            **program.block,
        },
    }


def _compared(source: CodeRepository, program: Program) -> tuple[Setting, ...]:
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
        *program.compared(VALUES),
    )
