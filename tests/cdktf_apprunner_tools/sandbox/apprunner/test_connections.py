"""Connections and source code."""

import pytest

from tests.support.account import ACCOUNT, REGION
from tests.support.apprunner import refused, settle
from tests.support.direct import Direct, Refused

pytestmark = pytest.mark.slow


def test_connections_and_source_code(sandbox, client, create):
    made = client.create_connection(ConnectionName="code", ProviderType="GITHUB")["Connection"]
    assert made["Status"] == "PENDING_HANDSHAKE"
    code = {
        "CodeRepository": {
            "RepositoryUrl": "https://github.com/acme/shop",
            "SourceCodeVersion": {"Type": "BRANCH", "Value": "main"},
            "CodeConfiguration": {"ConfigurationSource": "REPOSITORY"},
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


@pytest.fixture
def source():
    """The calls of a fresh account, and a function that makes a source with a code configuration."""
    call = Direct()
    made = call("CreateConnection", ConnectionName="code", ProviderType="GITHUB")["Connection"]
    call.application.region(ACCOUNT, REGION).connections[made["ConnectionArn"]]["Status"] = "AVAILABLE"

    def make(configuration):
        repository = {
            "RepositoryUrl": "https://github.com/acme/shop",
            "SourceCodeVersion": {"Type": "BRANCH", "Value": "main"},
        }
        if configuration:
            repository["CodeConfiguration"] = configuration
        authentication = {"ConnectionArn": made["ConnectionArn"]}
        return {"CodeRepository": repository, "AuthenticationConfiguration": authentication}

    return call, make


API = {"ConfigurationSource": "API", "CodeConfigurationValues": {"Runtime": "PYTHON_311", "Port": "8000"}}


def test_the_configuration_is_required_once(source):
    call, make = source
    with pytest.raises(Refused, match="CodeConfiguration is required"):
        call("CreateService", ServiceName="shop", SourceConfiguration=make(None))
    made = call("CreateService", ServiceName="shop", SourceConfiguration=make(API))["Service"]
    call.tick()
    kept = call("UpdateService", ServiceArn=made["ServiceArn"], SourceConfiguration=make(None))["Service"]
    assert kept["SourceConfiguration"]["CodeRepository"]["CodeConfiguration"] == API


def test_values_beside_a_file_are_ignored(source):
    call, make = source
    wrong = {"ConfigurationSource": "REPOSITORY", "CodeConfigurationValues": {"Runtime": "GO_1", "Port": "x"}}
    call("CreateService", ServiceName="shop", SourceConfiguration=make(wrong))
    api = {**wrong, "ConfigurationSource": "API"}
    with pytest.raises(Refused, match="Port x"):
        call("CreateService", ServiceName="other", SourceConfiguration=make(api))


def test_a_failed_creation_keeps_its_configuration_source(source):
    call, make = source
    call.application.faults.next_operation = "fail"
    repository = {"ConfigurationSource": "REPOSITORY"}
    arn = call("CreateService", ServiceName="shop", SourceConfiguration=make(repository))["Service"][
        "ServiceArn"
    ]
    call.tick()
    with pytest.raises(Refused, match="cannot be changed from REPOSITORY to API for CREATE_FAILED services"):
        call("UpdateService", ServiceArn=arn, SourceConfiguration=make(API))
    call("UpdateService", ServiceArn=arn, SourceConfiguration=make(repository))
    call.tick()
    call("UpdateService", ServiceArn=arn, SourceConfiguration=make(API))
