"""Connections and source code."""

import pytest

from tests.support.apprunner import refused, settle

pytestmark = pytest.mark.slow


def test_connections_and_source_code(sandbox, client, create):
    made = client.create_connection(ConnectionName="code", ProviderType="GITHUB")["Connection"]
    assert made["Status"] == "PENDING_HANDSHAKE"
    code = {
        "CodeRepository": {
            "RepositoryUrl": "https://github.com/acme/shop",
            "SourceCodeVersion": {"Type": "BRANCH", "Value": "main"},
        },
        "AuthenticationConfiguration": {"ConnectionArn": made["ConnectionArn"]},
    }
    with refused("InvalidRequestException", "complete the hand-shake"):
        create(source=code)
    sandbox.control(complete_handshake="code")
    arn = create(source=code)
    assert settle(client, arn) == "RUNNING"
    with refused("InvalidRequestException", "used by one or more services"):
        client.delete_connection(ConnectionArn=made["ConnectionArn"])
    client.delete_service(ServiceArn=arn)
    settle(client, arn)
    assert client.delete_connection(ConnectionArn=made["ConnectionArn"])["Connection"]["Status"] == "DELETED"
    assert client.list_connections(ConnectionName="code")["ConnectionSummaryList"] == []
