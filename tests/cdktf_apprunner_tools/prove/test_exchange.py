"""What identifies an account is replaced, everywhere in a response; the rest stays."""

from datetime import UTC, datetime

import pytest

from cdktf_apprunner_tools.prove.exchange import redact
from tests.support.account import ACCOUNT, KEY

ID = "0123456789abcdef" * 2
DEFAULT = f"arn:aws:apprunner:eu-west-1:ACCOUNT:autoscalingconfiguration/DefaultConfiguration/1/{'0' * 31}1"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (ACCOUNT, "ACCOUNT"),
        (KEY, "arn:aws:kms:eu-west-1:ACCOUNT:key/ID"),
        (DEFAULT.replace("ACCOUNT", ACCOUNT), DEFAULT),
        (f"arn:aws:apprunner:eu-west-1:{ACCOUNT}:service/prove-0a-main/{ID}", None),
        (f"arn:aws:iam::{ACCOUNT}:role/prove-0a-access", "arn:aws:iam::ACCOUNT:role/prove-0a-access"),
        (f"User: arn:aws:iam::{ACCOUNT}:user/alice is not", "User: arn:OF-CALLER is not"),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/alice", "arn:OF-CALLER"),
        ("vpc-0123456789abcdef0 subnet-01234567", "vpc-ID subnet-ID"),
        ("abcdefghij.eu-west-1.awsapprunner.com", "SERVICE.awsapprunner.com"),
        (f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/prove-0a-queue", "URL"),
        ("AKIAIOSFODNN7EXAMPLE", "KEY"),
        (datetime(2026, 1, 1, tzinfo=UTC), "TIME"),
        ({"SecretAccessKey": "x", "ResponseMetadata": {}, "Name": ["a", 1, None]}, {"Name": ["a", 1, None]}),
        (True, True),
        ("prove-0a-main RUNNING 2048", "prove-0a-main RUNNING 2048"),
    ],
)
def test_redaction(given, made):
    made = made or "arn:aws:apprunner:eu-west-1:ACCOUNT:service/prove-0a-main/ID"
    assert redact(given) == made
    assert redact({"a": [{"b": given}]}) == {"a": [{"b": made}]}
    assert redact(made) == made
