"""The program that a source runs: its port, command, variables and secrets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from cdktf_apprunner import roles
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.credentials import HIDDEN_NAMES, check_plain_text
from cdktf_apprunner.checks.errors import Hidden, Problem, check_kind
from cdktf_apprunner.checks.templates import check_template, literal, literals
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.postconditions import Path, Setting
from cdktf_apprunner.secrets import Secret, check_reference, statements


@frozen(kw_only=True)
class Program:
    """How the program runs; images and source code take the same settings."""

    port: int = 8080
    start_command: str | None = None
    environment: Mapping[str, str] = field(factory=dict)
    secrets: Mapping[str, Secret | str] = field(factory=dict)

    @property
    def block(self) -> dict[str, Any]:
        """The settings as the provider names them."""
        return {
            "port": str(self.port),
            "start_command": command(self.start_command),
            "runtime_environment_variables": literals(self.environment),
            "runtime_environment_secrets": self._secret_references,
        }

    def compared(self, path: Path) -> tuple[Setting, ...]:
        """Return the settings to compare after an apply, each with its place under a path."""
        return (
            Setting("port", (*path, "port"), str(self.port)),
            # Trap 13: App Runner may take the removal of the last one as "leave it as it was".
            Setting("variables", (*path, "runtime_environment_variables"), literals(self.environment)),
            Setting("secrets", (*path, "runtime_environment_secrets"), self._secret_references),
            *compared_command("start command", (*path, "start_command"), command(self.start_command)),
        )

    @property
    def _secret_references(self) -> dict[str, str]:
        """Each secret as App Runner takes it: its ARN, with JSON key and version stage."""
        return {literal(name): literal(Secret.of(value).value_from) for name, value in self.secrets.items()}

    def check_start_command(self) -> list[Problem]:
        """Find what App Runner or Terraform would refuse in the start command."""
        if self.start_command is None:
            return []
        return [
            *limits.COMMAND.check("start_command", self.start_command),
            *check_template("start_command", self.start_command),
        ]

    def check_variables(self) -> list[Problem]:
        """Check the variables; their values are hidden, since any may be a secret."""
        if check_kind("environment", self.environment, Mapping):
            given, advice = Hidden(type(self.environment).__name__), 'Write {"NAME": "value"}'
            return [Problem("environment", given, "allowed is a dict of texts", advice)]
        problems = []
        for name, value in self.environment.items():
            where = f"environment[{name!r}]"
            problems += _check_name(where, name)
            problems += _check_value(where, str(name), value)
            problems += check_template(where, value)
            problems += check_plain_text(where, str(name), value)
        return problems

    def check_secrets(self) -> list[Problem]:
        """Check the names and references of the secrets."""
        if problems := check_kind("secrets", self.secrets, Mapping):
            return [evolve(problem, given=Hidden(type(self.secrets).__name__)) for problem in problems]
        for name, secret in self.secrets.items():
            where = f"secrets[{name!r}]"
            problems += limits.SECRET_NAME.check("secrets", name) or check_template("secrets", name)
            if not isinstance(secret, Secret):
                problems += check_reference(where, secret)
            if isinstance(self.environment, Mapping) and name in self.environment:
                allowed = "environment has the same name"
                problems.append(Problem(where, name, allowed, "Keep one", limits.SECRET.page))
        return problems

    def check_secret_permissions(self) -> list[Problem]:
        """Check that the permission to read the secrets fits into one inline policy."""
        secrets = [Secret.of(secret) for secret in self.secrets.values()]
        if any(not isinstance(arn, str) for each in secrets for arn in (each.arn, each.kms_key_arn or "")):
            return []  # reported where the secret was made
        size = len(roles.document(statements(secrets)))
        if not limits.ROLE_POLICIES.check("secrets", size):
            return []
        allowed = f"the permission to read them has {size} characters; {limits.ROLE_POLICIES.allowed}"
        advice = "Keep several values in one secret, as JSON keys"
        return [Problem("secrets", len(self.secrets), allowed, advice, limits.ROLE_POLICIES.page)]


def _check_name(where: str, name: object) -> list[Problem]:
    if isinstance(name, str) or is_token(name):
        return limits.VARIABLE_NAME.check("environment", name) or check_template("environment", name)
    page = limits.VARIABLE_NAME.page
    return [Problem(where, name, "a variable's name must be text", f"Write {_spelling(name)}", page)]


def _check_value(where: str, name: str, value: object) -> list[Problem]:
    """Check a value; it is shown only where it is a number or a switch, and its name isn't a secret's."""
    if isinstance(value, str) or is_token(value):
        found = limits.VARIABLE_VALUE.check(where, value)
        return [evolve(problem, given=Hidden(f"{len(str(value))} characters")) for problem in found]
    given: object = Hidden(type(value).__name__)
    advice = "Move it to secrets" if isinstance(value, Secret) else f"Write {_spelling(given)}"
    if value is None:
        given, advice = None, 'Leave it out, or write "" for an empty text'
    elif isinstance(value, int | float) and not HIDDEN_NAMES.search(name):
        given, advice = value, f"Write {_spelling(value)}"
    return [Problem(where, given, "a variable must be text", advice, limits.VARIABLE_VALUE.page)]


def _spelling(value: object) -> str:
    """Return a value as the text that a program expects: ``"true"`` for ``True``."""
    return f'"{str(value).lower()}"' if isinstance(value, int | float) else 'its text, "…"'


def command(text: str | None) -> str | None:
    """Escape a command for Terraform; ``None`` stays ``None``."""
    return None if text is None else literal(text)


def compared_command(name: str, path: Path, asked: str | None) -> tuple[Setting, ...]:
    """Return a command to compare.

    The API may leave commands out of its answer: hashicorp/terraform-provider-aws#46915.
    """
    return () if asked is None else (Setting(name, path, asked, may_be_missing=True),)
