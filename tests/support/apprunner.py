"""Helpers of tests that call App Runner's API through boto3."""

from __future__ import annotations

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cdktf_apprunner_tools.sandbox import Sandbox


def of_a_new_account(sandbox: Sandbox) -> Any:
    """Return a client of App Runner in an account that no other test has; it knows its ``account_id``."""
    account_id = f"{time.monotonic_ns() % 10**12:012d}"
    made = sandbox.client("apprunner", account_id=account_id)
    made.account_id = account_id
    return made


def refused(error: str, message: str = "") -> Any:
    """Expect an error of the API."""
    return pytest.raises(ClientError, match=rf"\({error}.*{message}")


def status(client: Any, arn: str) -> str:
    """Return the status of a service."""
    return str(client.describe_service(ServiceArn=arn)["Service"]["Status"])


def settle(client: Any, arn: str) -> str:
    """Wait for the end of the operation; return the status of the service."""
    for _ in range(100):
        if status(client, arn) != "OPERATION_IN_PROGRESS":
            return status(client, arn)
        time.sleep(0.05)
    raise AssertionError("the operation never ended")


def operations(client: Any, arn: str) -> list[tuple[str, str]]:
    """Return type and status of a service's operations, latest first."""
    found = client.list_operations(ServiceArn=arn)["OperationSummaryList"]
    return [(item["Type"], item["Status"]) for item in found]
