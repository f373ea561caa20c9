"""Failures on demand."""

import time

import pytest

from cdktf_apprunner_tools.sandbox import SandboxError
from tests.support.apprunner import operations, refused, settle, status

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("outcome", ["fail", "roll back"])
def test_a_requested_failure(sandbox, client, create, outcome):
    sandbox.control(next_operation=outcome)
    arn = create()
    assert settle(client, arn) == "CREATE_FAILED"
    assert operations(client, arn) == [("CREATE_SERVICE", "FAILED")]


def test_a_requested_stuck_operation(sandbox, client, create):
    sandbox.control(next_operation="stuck")
    arn = create()
    time.sleep(0.5)
    assert status(client, arn) == "OPERATION_IN_PROGRESS"


def test_throttled_and_failing(sandbox, client):
    sandbox.control(throttled_share=1)
    with refused("ThrottlingException"):
        client.list_services()
    sandbox.control(throttled_share=0, failing_share=1)
    with refused("InternalServiceErrorException"):
        client.list_services()


def test_an_unknown_control_is_refused(sandbox):
    with pytest.raises(SandboxError, match="the sandbox can't change weather to fine"):
        sandbox.control(weather="fine")
