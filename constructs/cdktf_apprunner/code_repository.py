"""Source code that App Runner builds and runs."""

from __future__ import annotations

from attrs import field, frozen

from cdktf_apprunner import limits, runtimes
from cdktf_apprunner.connection import Connection
from cdktf_apprunner.errors import Problem, report
from cdktf_apprunner.source import Rollout, check_redeploy
from cdktf_apprunner.templates import check_template


@frozen
class CodeRepository:
    """A branch of a repository at GitHub or Bitbucket, which App Runner builds and runs.

    With a ``runtime`` the service's own ``port``, ``start_command``, ``environment`` and ``secrets`` count.
    Without one App Runner reads all of it from the repository's ``apprunner.yaml``, and would ignore them.

    Parameters
    ----------
    repository_url
        ``https://github.com/<owner>/<repository>``, or at ``bitbucket.org``.
    branch
        Default ``main``.
    connection_arn
        ARN of an existing connection with the provider. Whether its hand-shake is done can't be looked up.
    connection
        `Connection`, or the name of one to be made with the service; give this or ``connection_arn``.
    runtime
        Such as ``PYTHON_311``, one of `runtimes.END_OF_SUPPORT`; default what ``apprunner.yaml`` says.
    build_command
        One line; with a runtime only.
    source_directory
        Where in the repository the source and ``apprunner.yaml`` are; default ``/``.
    rollout
        `Rollout.ON_APPLY` (default) or `Rollout.ON_PUSH`: of the branch.
    redeploy
        Any text, such as a commit: each new one has an apply deploy the branch; not with `Rollout.ON_PUSH`.

    Raises
    ------
    ConfigurationError
        When the URL is of another host, the runtime isn't known, no connection or two are given, or two
        settings contradict each other.

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
            *check_redeploy(self.redeploy, self.rollout),
        ]
        if self.runtime is not None:
            problems += runtimes.check("runtime", self.runtime)
        if self.build_command is not None:
            problems += limits.COMMAND.check("build_command", self.build_command)
            problems += check_template("build_command", self.build_command)
            if self.runtime is None:
                allowed = "without a runtime the repository's apprunner.yaml says how it is built"
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
    def redeployable(self) -> bool:
        """Whether a new commit can only be told from outside: unless each push is deployed."""
        return self.rollout is Rollout.ON_APPLY

    @property
    def provider_type(self) -> str:
        """``GITHUB`` or ``BITBUCKET``, by the URL."""
        return "BITBUCKET" if "://bitbucket.org/" in self.repository_url else "GITHUB"

    @property
    def repository(self) -> str:
        """The repository's name without its owner."""
        return str(self.repository_url).rpartition("/")[2]

    def __str__(self) -> str:
        return f"{self.repository_url.partition('://')[2]}, branch {self.branch}"
