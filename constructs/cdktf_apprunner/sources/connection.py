"""A connection with GitHub or Bitbucket, which a person completes in the console."""

from __future__ import annotations

from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import report
from cdktf_apprunner.checks.limit import Choice
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.terraform import Fn, Op, Precondition, Token, require_versions

AVAILABLE = "AVAILABLE"
PROVIDERS = {"GITHUB": "GitHub", "BITBUCKET": "Bitbucket"}


class Connection(Part):
    """A connection through which App Runner reads GitHub or Bitbucket repositories; services can share it.

    AWS makes it with a pending hand-shake, which only a person can complete, in the console. Until then
    Terraform doesn't make or change a service that uses it.

    Parameters
    ----------
    connection_name
        4 to 32 letters, digits, hyphens and underscores, unique in account and region. A change replaces
        the connection.
    provider_type
        ``"GITHUB"`` (default) or ``"BITBUCKET"``.
    tags
        Tags of the connection; default none.

    Raises
    ------
    ConfigurationError
        When the name or a tag is out of range, or the provider isn't known.

    Examples
    --------
    >>> connection = Connection(stack, "github", connection_name="acme-github")
    >>> source = CodeRepository("https://github.com/acme/shop", connection=connection)

    See https://docs.aws.amazon.com/apprunner/latest/dg/manage-connections.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        connection_name: str,
        provider_type: str = "GITHUB",
        tags: dict[str, str] | None = None,
    ) -> None:
        report(
            [
                *limits.CONNECTION_NAME.check("connection_name", connection_name),
                *Choice(tuple(PROVIDERS), limits.CONNECTION_NAME.page).check("provider_type", provider_type),
                *check_tags(tags),
            ]
        )
        super().__init__(scope, id)
        self.resource = make(
            aws.ApprunnerConnection,
            self,
            "connection",
            connection_name=connection_name,
            provider_type=provider_type,
            tags=tags,
        )
        require_versions(self.resource)
        self._todo = (
            f"Connection {connection_name} is {self.resource.status}. Complete its hand-shake: open the App "
            "Runner console in its account and region, choose Connected accounts, then the connection, then "
            f"Complete handshake, and let {PROVIDERS.get(provider_type, provider_type)} install the app. "
            f"Then apply again. See {limits.CONNECTION.page}"
        )

    @property
    def arn(self) -> str:
        """ARN of the connection."""
        return str(self.resource.arn)

    @property
    def handshake(self) -> str:
        """The instructions for a pending hand-shake, otherwise ``done``; for an output."""
        return Token.as_string(Fn.conditional(self._is_available(), "done", self._todo))

    def precondition(self) -> Precondition:
        """Stop a service that needs the connection while its hand-shake is pending."""
        return Precondition(condition=self._is_available(), error_message=self._todo)

    def _is_available(self) -> object:
        return Op.eq(self.resource.status, AVAILABLE)
