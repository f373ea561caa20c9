"""Find credentials in plain values, by known forms and by the variable's name.

The forms are few, and randomness isn't measured: a digest, an id or a public key isn't a secret, and users
turn off a check that raises false alarms. Yelp's detect-secrets was tried: it takes half as long to load as
a synthesis takes, and it reported ``debug`` as a key.
"""

from __future__ import annotations

import re

from attrs import frozen

from cdktf_apprunner.checks.errors import Hidden, Problem
from cdktf_apprunner.checks.limits import GUIDE
from cdktf_apprunner.checks.tokens import is_token


class PlainText(str):
    """A value that looks like a credential but isn't one, such as a public key.

    Examples
    --------
    >>> PlainText("pk-for-everyone")
    'pk-for-everyone'

    See https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html
    """

    __slots__ = ()


@frozen
class Form:
    """The pattern of one kind of credential, and the page that describes it."""

    kind: str
    pattern: str
    page: str


FORMS = (
    Form(
        "an AWS access key",
        r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    Form(
        "a GitHub token",
        r"\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_\w{22})",
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    ),
    Form(
        "a GitLab token",
        r"\bglpat-[\w-]{20}",
        "https://docs.gitlab.com/security/tokens/",
    ),
    Form("a Slack token", r"\bxox[abeoprs]-[\w-]{10}", "https://docs.slack.dev/authentication/tokens"),
    Form(
        "a Slack webhook",
        r"hooks\.slack\.com/(?:services|workflows)/\w",
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    ),
    Form("a Stripe secret key", r"\b[rs]k_live_\w{16}", "https://docs.stripe.com/keys"),
    Form(
        "a Google API key", r"\bAIza[\w-]{35}", "https://docs.cloud.google.com/docs/authentication/api-keys"
    ),
    Form("an npm token", r"\bnpm_[A-Za-z0-9]{36}", "https://docs.npmjs.com/about-access-tokens"),
    Form(
        "a PyPI token", r"\bpypi-[\w-]{16}", "https://packaging.python.org/en/latest/specifications/pypirc/"
    ),
    Form(
        "a SendGrid key",
        r"\bSG\.[\w-]{16,}\.[\w-]{16}",
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    Form(
        "a key that begins sk-",
        r"\bsk-[\w-]{20}",
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    Form("a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY", "https://www.rfc-editor.org/rfc/rfc7468"),
    Form("a JSON web token", r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.", "https://www.rfc-editor.org/rfc/rfc7519"),
    Form(
        "an address with a password",
        r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#:@]*:[^\s/?#@]+@",
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    ),
)
ANY_FORM = re.compile("|".join(form.pattern for form in FORMS))
NAMES = re.compile(
    r"(?:^|_)(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIALS?|(?:API|PRIVATE|SECRET|ACCESS)_?KEY)$",
    re.IGNORECASE,
)
"""Endings of names whose value is a secret: ``DATABASE_PASSWORD``, not ``PASSWORD_LENGTH``."""
HIDDEN_NAMES = re.compile(
    r"PASS(WORD|WD|PHRASE)|SECRET|TOKEN|CREDENTIAL|(API|ACCESS|PRIVATE)_?KEY", re.IGNORECASE
)
"""Names whose value a review of a plan hides: more than `NAMES`, since it costs little to hide too much."""
HARMLESS = re.compile(r"|true|false|yes|no|on|off|none|null|/.*|arn:.*|https?://.*", re.IGNORECASE)
"""Values that are never a secret, whatever the name: switches, paths, ARNs, addresses."""


def has_credential_form(text: str) -> bool:
    """Whether a text contains a credential of a known form."""
    return ANY_FORM.search(text) is not None


def check_plain_text(field: str, name: str, value: object) -> list[Problem]:
    """Check that a variable holds no credential; its value is never shown."""
    if not isinstance(value, str) or isinstance(value, PlainText) or is_token(value):
        return []
    forms = (form.kind for form in FORMS if re.search(form.pattern, value))
    named = NAMES.search(name) and not HARMLESS.fullmatch(value)
    kind = next(forms, "a credential, by its name" if named else None)
    if kind is None:
        return []
    return [
        Problem(
            field,
            Hidden(f"a value that looks like {kind}"),
            "a variable is readable in state, plan and console",
            "Put it into secrets as Secret.secrets_manager(…) or Secret.parameter(…); "
            "if it isn't a credential, write PlainText(…)",
            f"{GUIDE}/env-variable.html",
        )
    ]
