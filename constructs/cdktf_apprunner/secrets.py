"""Secrets that App Runner reads for the service, so that no state or plan contains their values."""

from __future__ import annotations

from attrs import evolve, frozen

from cdktf_apprunner.checks.errors import Hidden, Problem, report
from cdktf_apprunner.checks.limits import GUIDE, REPOSITORY_KEY, SECRET
from cdktf_apprunner.checks.tokens import is_token

# Secrets Manager adds six characters to the end of a secret's ARN; App Runner needs the full ARN.
SECRETS_MANAGER = ":secretsmanager:"


@frozen
class Secret:
    """A reference to a secret; make it with `Secret.secrets_manager` or `Secret.parameter`.

    Parameters
    ----------
    arn
        ARN of the Secrets Manager secret or the SSM parameter, up to 2048 characters.
    json_key
        One key of a secret in JSON; default the whole value. Secrets Manager only.
    version_stage
        Such as ``AWSPREVIOUS``; default the current version. Secrets Manager only.
    kms_key_arn
        ARN of the customer managed key that encrypts the secret, if any: the service gets the permission to
        decrypt with it. Default none.

    Raises
    ------
    ConfigurationError
        For an ARN of something else, and for a key or a stage of an SSM parameter.

    Examples
    --------
    >>> arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf"
    >>> Secret.secrets_manager(arn, json_key="password").value_from.endswith(":password::")
    True

    See https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html
    """

    arn: str
    json_key: str | None = None
    version_stage: str | None = None
    kms_key_arn: str | None = None

    def __attrs_post_init__(self) -> None:
        page = f"{GUIDE}/env-variable.html"
        problems = check_reference("arn", self.arn)
        for name in () if problems else ("json_key", "version_stage"):
            value = getattr(self, name)
            if value is None or is_token(value):
                continue
            if not is_token(self.arn) and SECRETS_MANAGER not in self.arn:
                allowed = "only Secrets Manager has JSON keys and version stages"
                problems.append(Problem(name, value, allowed, "Leave it out", page))
            elif not isinstance(value, str) or not value or ":" in value:
                problems.append(Problem(name, value, "allowed is a text without :, not empty", page=page))
        problems += REPOSITORY_KEY.check_optional("kms_key_arn", self.kms_key_arn)
        report(problems or SECRET.check("arn", self.value_from))

    @classmethod
    def secrets_manager(
        cls,
        arn: str,
        json_key: str | None = None,
        version_stage: str | None = None,
        *,
        kms_key_arn: str | None = None,
    ) -> Secret:
        """Refer to a secret of Secrets Manager, or to one JSON key or version stage of it."""
        return cls(arn, json_key, version_stage, kms_key_arn)

    @classmethod
    def parameter(cls, arn: str, *, kms_key_arn: str | None = None) -> Secret:
        """Refer to a parameter of Systems Manager."""
        return cls(arn, kms_key_arn=kms_key_arn)

    @classmethod
    def of(cls, value: Secret | str) -> Secret:
        """Return a `Secret` as it is, and make one from a plain ARN."""
        return value if isinstance(value, Secret) else cls(value)

    @property
    def value_from(self) -> str:
        """The reference for App Runner: the ARN, with JSON key and version stage."""
        if not self.json_key and not self.version_stage:
            return self.arn
        return f"{self.arn}:{self.json_key or ''}:{self.version_stage or ''}:"

    @property
    def action(self) -> str:
        """The IAM action that reads it."""
        return "ssm:GetParameters" if ":ssm:" in self.arn else "secretsmanager:GetSecretValue"


def check_reference(field: str, value: object) -> list[Problem]:
    """Check that a value is a secret's ARN. Any other value may be the secret itself, so it is hidden."""
    arn = isinstance(value, str) and value.startswith("arn:")
    return [
        problem if arn else evolve(problem, given=Hidden("a value that isn't an ARN"))
        for problem in SECRET.check(field, value)
    ]


def statements(secrets: list[Secret]) -> list[dict[str, object]]:
    """Return the permissions to read these secrets only."""
    reads: dict[str, set[str]] = {}
    for secret in secrets:
        # A JSON key and a stage can follow the ARN's seven fields; the permission is for the ARN only.
        arn = secret.arn if is_token(secret.arn) else ":".join(secret.arn.split(":")[:7])
        reads.setdefault(secret.action, set()).add(arn)
        if secret.kms_key_arn:
            reads.setdefault("kms:Decrypt", set()).add(secret.kms_key_arn)
    return [
        {"Effect": "Allow", "Action": [action], "Resource": sorted(arns)}
        for action, arns in sorted(reads.items())
    ]
