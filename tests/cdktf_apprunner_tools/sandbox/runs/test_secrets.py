"""Secrets: the value that each form of a reference means."""

import json

import pytest
from moto.backends import get_backend

from cdktf_apprunner_tools.sandbox.runs.secrets import value
from tests.support.account import REGION

ACCOUNT = "210987654321"
OTHER = "eu-central-1"
PARAMETER = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter"


@pytest.fixture(scope="module")
def secret():
    """The ARN of a secret whose second version is the current one."""
    backend = get_backend("secretsmanager")[ACCOUNT][OTHER]
    made = json.loads(backend.create_secret("db", "old", None, None, None, None, None, [], False))
    backend.put_secret_value("db", json.dumps({"user": "me"}), None, "2" * 32, ["AWSCURRENT"])
    return made["ARN"]


@pytest.fixture(scope="module", autouse=True)
def parameters():
    backend = get_backend("ssm")[ACCOUNT][REGION]
    for name, kind in (("plain", "String"), ("/shop/key", "SecureString")):
        backend.put_parameter(name, "", f"value of {name}", kind, "", None, False, [], "text", None, None)


@pytest.mark.parametrize(
    ("end", "found"),
    [
        ("", '{"user": "me"}'),
        (":user", "me"),
        (":user::", "me"),
        ("::AWSCURRENT:", '{"user": "me"}'),
        ("::AWSPREVIOUS:", "old"),
        (f":user::{'2' * 32}", "me"),
        (":password", None),
        ("::AWSNEXT:", None),
        ("x", None),
    ],
)
def test_secrets(secret, end, found):
    assert value("999999999999", REGION, secret + end) == found


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("plain", "value of plain"),
        ("/shop/key", "value of /shop/key"),
        (f"{PARAMETER}/plain", "value of plain"),
        (f"{PARAMETER}/shop/key", "value of /shop/key"),
        ("none", None),
        (f"{PARAMETER}/none".replace(REGION, OTHER), None),
    ],
)
def test_parameters(reference, found):
    assert value(ACCOUNT, REGION, reference) == found
