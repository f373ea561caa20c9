"""A repeated call with the same invocation id is done once; a refused call is done again."""

import pytest
from botocore.exceptions import ClientError

from cdktf_apprunner_tools.sandbox import Sandbox, Settings
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Settings(operation_seconds=0.1)) as made:
        yield made


def under_one_id(client, operation):
    """Send every call of an operation with the same id, like the attempts of one invocation."""
    service = client.meta.service_model.service_id.hyphenize()

    def name(request, **_):
        request.headers["Amz-Sdk-Invocation-Id"] = f"the-one-{operation}"

    client.meta.events.register(f"before-send.{service}.{operation}", name)
    return client


def test_a_repeated_call_to_app_runner(sandbox):
    client = under_one_id(sandbox.client("apprunner", account_id="000000000001"), "CreateService")
    arns = {
        client.create_service(ServiceName="hello", SourceConfiguration=HELLO_SOURCE)["Service"]["ServiceArn"]
        for _ in range(3)
    }
    assert len(arns) == 1


def test_a_repeated_call_to_a_neighbour(sandbox):
    client = under_one_id(sandbox.client("logs", account_id="000000000002"), "CreateLogGroup")
    for _ in range(3):
        client.create_log_group(logGroupName="once")
    other = sandbox.client("logs", account_id="000000000003")
    other.create_log_group(logGroupName="once")
    with pytest.raises(ClientError, match="ResourceAlreadyExists"):
        other.create_log_group(logGroupName="once")


def test_a_refused_call_is_done_again(sandbox):
    client = under_one_id(sandbox.client("apprunner", account_id="000000000004"), "ListServices")
    sandbox.control(throttled_share=1)
    with pytest.raises(ClientError, match="Throttling"):
        client.list_services()
    sandbox.control(throttled_share=0)
    assert client.list_services()["ServiceSummaryList"] == []
