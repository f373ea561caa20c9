"""Which calls the provider makes, and whether the policies in docs/pipelines.md allow them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase

from tests.conftest import PROJECT
from tools.terraform import Terraform

PREFIXES = {
    "AppRunner": "apprunner",
    "CloudWatch": "cloudwatch",
    "CloudWatch Logs": "logs",
    "EC2": "ec2",
    "ECR": "ecr",
    "EventBridge": "events",
    "IAM": "iam",
    "Route 53": "route53",
    "Scheduler": "scheduler",
    "SNS": "sns",
    "STS": "sts",
    "WAFV2": "wafv2",
}
"""Services as the provider's log names them, and as IAM's actions do."""
FREE = {"sts:GetCallerIdentity"}
"""Actions that need no permission."""


@contextmanager
def recorded(terraform: Terraform) -> Iterator[set[str]]:
    """Gather the IAM actions of what the provider calls inside."""
    log = terraform.folder / "provider.log"
    before = dict(terraform.variables)
    terraform.variables |= {"TF_LOG_PROVIDER": "debug", "TF_LOG_PATH": str(log)}
    called: set[str] = set()
    try:
        yield called
    finally:
        terraform.variables = before
        called |= _actions(log.read_text(encoding="utf-8"))
        log.unlink()


def _actions(log: str) -> set[str]:
    """Each entry begins with the time, and may go on for lines; its fields come in any order."""
    entries = re.split(r"^(?=\d{4}-\d\d-\d\dT)", log, flags=re.MULTILINE)
    sent = [entry for entry in entries if "HTTP Request Sent" in entry]
    return {
        f"{PREFIXES[_field('service', entry)]}:{_field('method', entry)}"
        for entry in sent
        if "rpc.method=" in entry  # others fetch credentials
    }


def _field(name: str, entry: str) -> str:
    found = re.search(rf'rpc\.{name}=(?:"([^"]+)"|(\S+))', entry)
    assert found, entry
    return found[1] or found[2]


def refused(called: set[str], *sids: str) -> set[str]:
    """What the documented statements of these names don't allow."""
    page = (PROJECT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    policies = map(json.loads, re.findall(r"^```json\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL))
    allowed = [
        action
        for policy in policies
        for statement in policy["Statement"]
        if statement.get("Sid") in sids
        for action in statement["Action"]
    ]
    return {call for call in called - FREE if not any(fnmatchcase(call, action) for action in allowed)}
