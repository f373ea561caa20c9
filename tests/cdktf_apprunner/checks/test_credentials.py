"""Credentials in plain variables: found by form and by name, and never shown. Other values pass."""

import pytest

from cdktf_apprunner import PlainText
from cdktf_apprunner.checks.credentials import FORMS, check_plain_text
from tests.support.credentials import CREDENTIALS


def test_every_form_has_an_example():
    assert list(CREDENTIALS) == [form.kind for form in FORMS]
    assert all(form.page.startswith("https://") for form in FORMS)


@pytest.mark.parametrize("kind", CREDENTIALS)
def test_forms(kind):
    value = CREDENTIALS[kind]
    (problem,) = check_plain_text("environment['A']", "A", f"x={value}" if "://" not in value else value)
    assert kind in str(problem)
    assert "Secret.secrets_manager" in problem.advice
    assert value not in str(problem)


@pytest.mark.parametrize(
    "name",
    [
        "DATABASE_PASSWORD",
        "password",
        "API_KEY",
        "APIKEY",
        "STRIPE_SECRET",
        "GITHUB_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
    ],
)
def test_names(name):
    (problem,) = check_plain_text("x", name, "hunter2")
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "debug"),
        ("PASSWORD_MIN_LENGTH", "12"),
        ("TOKEN_TTL", "3600"),
        ("SECRET_NAME", "shop/prod"),
        ("CACHE_KEY_PREFIX", "shop"),
        ("GIT_SHA", "9fceb02d0ae598e95dc970b74767f19372d61af8"),
        ("BUILD_ID", "5f2f0c1e-7a1b-4a0e-9c55-3d1b7f6a2c80"),
        ("SENTRY_DSN", "https://0a1b2c3d4e5f@o1.ingest.sentry.io/1"),
        ("PUBLIC_URL", "https://shop.example.com/a?b=c:d@e"),
        ("REDIS_URL", "redis://cache.example.com:6379/0"),
        ("STRIPE_KEY", "pk" + "_live_" + "a1B2" * 4),
        ("IMAGE", "sha256:" + "0" * 64),
        ("CSRF_TOKEN", "true"),
        ("API_TOKEN", ""),
        ("PWD", "/app"),
        ("TLS_PRIVATE_KEY", "/run/tls/key.pem"),
        ("API_KEY", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop"),
        ("API_KEY", "${var.key}"),
        ("API_KEY", PlainText("for-everyone")),
        ("A", PlainText(CREDENTIALS["a private key"])),
    ],
)
def test_other_values_pass(name, value):
    assert check_plain_text("x", name, value) == []
