"""Secrets that App Runner reads for the service, so that their values stand in no state or plan."""

from __future__ import annotations

from attrs import evolve, frozen

from cdktf_apprunner.errors import Hidden, Problem, report
from cdktf_apprunner.limits import GUIDE, REPOSITORY_KEY, SECRET, is_token

# Every secret's ARN ends in six characters that Secrets Manager adds; App Runner wants the full ARN.
SECRETS_MANAGER = ":secretsmanager:"


@frozen
class Secret:
    """A secret by ARN; make it with `Secret.secrets_manager` or `Secret.parameter`.

    Parameters
    ----------
    arn
        ARN of the Secrets Manager secret or the SSM parameter.
    json_key
        One key of a secret that holds JSON; Secrets Manager only.
    version_stage
        Such as ``AWSPREVIOUS``; default the current version. Secrets Manager only.
    kms_key_arn
        The customer key it is encrypted with, if any: the service may then decrypt with it.

    Raises
    ------
    ConfigurationError
        When the ARN is of something else.

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
                allowed = "only Secrets Manager has keys and stages"
                problems.append(Problem(name, value, allowed, "Leave it out", page))
            elif not isinstance(value, str) or not value or ":" in value:
                problems.append(Problem(name, value, "allowed is a text without :", page=page))
        if self.kms_key_arn is not None:
            problems += REPOSITORY_KEY.check("kms_key_arn", self.kms_key_arn)
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
        """Take a secret of Secrets Manager, or one JSON key or version stage of it."""
        return cls(arn, json_key, version_stage, kms_key_arn)

    @classmethod
    def parameter(cls, arn: str, *, kms_key_arn: str | None = None) -> Secret:
        """Take a parameter of Systems Manager."""
        return cls(arn, kms_key_arn=kms_key_arn)

    @classmethod
    def of(cls, value: Secret | str) -> Secret:
        """Return the secret itself, or the one a plain ARN names."""
        return value if isinstance(value, Secret) else cls(value)

    @property
    def value_from(self) -> str:
        """What App Runner is told: the ARN, with JSON key and version stage."""
        if not self.json_key and not self.version_stage:
            return self.arn
        return f"{self.arn}:{self.json_key or ''}:{self.version_stage or ''}:"

    @property
    def action(self) -> str:
        """The permission that reading it takes."""
        return "ssm:GetParameters" if ":ssm:" in self.arn else "secretsmanager:GetSecretValue"


def check_reference(field: str, value: object) -> list[Problem]:
    """Find out whether a value is a secret's ARN; what is none may be the secret itself and isn't shown."""
    arn = isinstance(value, str) and value.startswith("arn:")
    return [
        problem if arn else evolve(problem, given=Hidden("what is no ARN"))
        for problem in SECRET.check(field, value)
    ]


def statements(secrets: list[Secret]) -> list[dict[str, object]]:
    """Permissions to read exactly these secrets."""
    reads: dict[str, set[str]] = {}
    for secret in secrets:
        # A plain ARN may carry a key and a stage after its seventh field; the permission is on the ARN.
        arn = secret.arn if is_token(secret.arn) else ":".join(secret.arn.split(":")[:7])
        reads.setdefault(secret.action, set()).add(arn)
        if secret.kms_key_arn:
            reads.setdefault("kms:Decrypt", set()).add(secret.kms_key_arn)
    return [
        {"Effect": "Allow", "Action": [action], "Resource": sorted(arns)}
        for action, arns in sorted(reads.items())
    ]
