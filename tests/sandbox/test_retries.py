"""A call asked again under the same invocation id is done once; one that was refused is done again."""

import pytest
from botocore.exceptions import ClientError

from tools.sandbox import Sandbox, Settings


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Settings(operation_seconds=0.1)) as made:
        yield made


def under_one_id(client, operation):
    """Have every call of an operation go out under the same id, as the attempts of one invocation do."""
    service = client.meta.service_model.service_id.hyphenize()

    def name(request, **_):
        request.headers["Amz-Sdk-Invocation-Id"] = f"the-one-{operation}"

    client.meta.events.register(f"before-send.{service}.{operation}", name)
    return client


def test_of_app_runner(sandbox):
    client = under_one_id(sandbox.client("apprunner", account_id="000000000001"), "CreateService")
    source = {
        "ImageRepository": {
            "ImageIdentifier": "public.ecr.aws/aws-containers/hello-app-runner:latest",
            "ImageRepositoryType": "ECR_PUBLIC",
        },
        "AutoDeploymentsEnabled": False,
    }
    arns = {
        client.create_service(ServiceName="hello", SourceConfiguration=source)["Service"]["ServiceArn"]
        for _ in range(3)
    }
    assert len(arns) == 1


def test_of_the_neighbours(sandbox):
    client = under_one_id(sandbox.client("logs", account_id="000000000002"), "CreateLogGroup")
    for _ in range(3):
        client.create_log_group(logGroupName="once")
    other = sandbox.client("logs", account_id="000000000003")
    other.create_log_group(logGroupName="once")
    with pytest.raises(ClientError, match="ResourceAlreadyExists"):
        other.create_log_group(logGroupName="once")


def test_what_was_refused_is_done_again(sandbox):
    client = under_one_id(sandbox.client("apprunner", account_id="000000000004"), "ListServices")
    sandbox.control(throttled_share=1)
    with pytest.raises(ClientError, match="Throttling"):
        client.list_services()
    sandbox.control(throttled_share=0)
    assert client.list_services()["ServiceSummaryList"] == []
