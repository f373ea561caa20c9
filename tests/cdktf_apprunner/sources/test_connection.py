"""A connection: until its handshake, it stops the plan of the service and says what to do."""

import pytest

from cdktf_apprunner import CodeRepository, ConfigurationError, Connection
from tests.support.services import web

SHOP = "https://github.com/acme/shop"


def connection(scope, **arguments):
    return Connection(scope, "connection", **{"connection_name": "acme", **arguments})


def test_defaults(synth):
    made = synth(connection).one("aws_apprunner_connection")
    assert made == {"connection_name": "acme", "provider_type": "GITHUB"}


def test_everything_else(synth):
    made = synth(lambda scope: connection(scope, provider_type="BITBUCKET", tags={"a": "b"}))
    assert made.one("aws_apprunner_connection")["provider_type"] == "BITBUCKET"
    assert made.one("aws_apprunner_connection")["tags"] == {"a": "b"}


def test_services_share_a_connection_and_wait_for_its_handshake(synth):
    def fill(scope):
        shared = connection(scope)
        source = CodeRepository(SHOP, connection=shared)
        return [web(scope, name, service_name=name, source=source) for name in ("shop", "cart")]

    made = synth(fill)
    assert len(made.all("aws_apprunner_connection")) == 1
    arns = set()
    for service in made.all("aws_apprunner_service").values():
        arns.add(service["source_configuration"]["authentication_configuration"]["connection_arn"])
        (condition,) = service["lifecycle"]["precondition"]
        assert condition["condition"].endswith('.status == "AVAILABLE")}')
        assert "choose Connected accounts" in condition["error_message"]
        assert "let GitHub install the app" in condition["error_message"]
    (arn,) = arns
    assert arn.startswith("${aws_apprunner_connection.")
    assert arn.endswith(".arn}")


@pytest.mark.parametrize("name", ["acme", "a" * 32, "${var.name}"])
def test_accepted_names(synth, name):
    made = synth(lambda scope: connection(scope, connection_name=name))
    assert made.one("aws_apprunner_connection")["connection_name"] == name


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"connection_name": "a" * 3}, "connection_name"),
        ({"connection_name": "a" * 33}, "connection_name"),
        ({"connection_name": "-acme"}, "connection_name"),
        ({"provider_type": "GITLAB"}, "provider_type"),
    ],
)
def test_refused(synth, arguments, field):
    with pytest.raises(ConfigurationError) as error:
        synth(lambda scope: connection(scope, **arguments))
    assert [problem.field for problem in error.value.problems] == [field]
