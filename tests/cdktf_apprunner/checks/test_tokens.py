"""Tokens, which only Terraform can resolve, and plain values."""

import pytest

from cdktf_apprunner.checks.tokens import is_token


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("${var.a}", True),
        ("a ${var.a}", True),
        ("#{TfToken[TOKEN.1]}", True),
        ("&{TfToken[TOKEN.4]}", True),
        ("$${HOME}", False),
        ("#{ruby}", False),
        ("$5", False),
        (True, False),
        (0, False),
        (-8.1095622125913805e298, True),
    ],
)
def test_tokens(value, token):
    assert is_token(value) is token


def test_a_path_is_not_a_token(tmp_path):
    assert not is_token(tmp_path)
