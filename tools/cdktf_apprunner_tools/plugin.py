"""A pytest plugin with one fixture, ``apprunner_sandbox``: a local AWS for the tests of any project.

pytest loads it where ``cdktf-apprunner[sandbox]`` is installed. It imports nothing until a test uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cdktf_apprunner_tools.sandbox import Sandbox


@pytest.fixture(scope="session")
def apprunner_sandbox_process() -> Iterator[Sandbox]:
    """Run one local AWS for all tests; use ``apprunner_sandbox`` instead."""
    from cdktf_apprunner_tools.sandbox import Sandbox, Settings

    with Sandbox(Settings(operation_seconds=0.1)) as sandbox:
        yield sandbox


@pytest.fixture
def apprunner_sandbox(
    apprunner_sandbox_process: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sandbox]:
    """A local AWS with App Runner, empty at the start of each test.

    During the test, the AWS variables of the environment lead every AWS client to it: boto3, the AWS CLI,
    Terraform. An operation takes a tenth of a second; ``apprunner_sandbox.control(operation_seconds=2)``
    changes that until the test ends.

    >>> def test_the_service_is_there(apprunner_sandbox):
    ...     deploy()
    ...     assert boto3.client("apprunner").list_services()["ServiceSummaryList"]
    """
    for name, value in apprunner_sandbox_process.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    yield apprunner_sandbox_process
    apprunner_sandbox_process.reset()
