"""The hosts at which a service is reached, and the lines and metrics that it leaves."""

import http.client
from types import SimpleNamespace

import pytest

from cdktf_apprunner_tools.sandbox.runs.health import State
from cdktf_apprunner_tools.sandbox.runs.runner import LINES, Rollout, Runner, Running
from tests.cdktf_apprunner_tools.sandbox.runs.applications import python, soon
from tests.cdktf_apprunner_tools.sandbox.runs.test_health import check

pytestmark = pytest.mark.slow

OWN = "abc.eu-west-1.awsapprunner.com"
DOMAINS = [
    ("shop.example.com", False, "ACTIVE"),
    ("example.org", True, "ACTIVE"),
    ("*.example.net", False, "ACTIVE"),
    ("pending.example.com", True, "PENDING_CERTIFICATE_DNS_VALIDATION"),
]
HOSTS = {OWN, "shop.example.com", "example.org", "www.example.org", "any.example.net"}
OTHERS = {
    "example.com",
    "www.shop.example.com",
    "pending.example.com",
    "www.pending.example.com",
    "example.net",
    "deep.any.example.net",
    f"www.{OWN}",
    "",
}


def runner(*, public=True, status="RUNNING", current=True):
    record = {
        "ServiceName": "shop",
        "ServiceUrl": OWN,
        "Status": status,
        "NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": public}},
    }
    domains = {
        name: {"DomainName": name, "EnableWWWSubdomain": www, "Status": state} for name, www, state in DOMAINS
    }
    running = Running(SimpleNamespace(record=record, domains=domains, arn="arn"))
    running.current = SimpleNamespace() if current else None
    made = Runner()
    made._running["arn"] = running
    return made


def test_the_hosts_of_a_service():
    made = runner()
    assert {host for host in HOSTS | OTHERS if made.find(host)} == HOSTS


@pytest.mark.parametrize(
    "changes",
    [{"public": False}, {"status": "PAUSED"}, {"status": "DELETED"}, {"current": False}],
)
def test_services_that_the_internet_does_not_reach(changes):
    made = runner(**changes)
    assert not any(map(made.find, HOSTS | OTHERS))


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1", 503), ("localhost:1", 503), (OWN, 404), ("evil.example", 404)]
)
def test_the_plain_address_is_only_for_programs_of_this_machine(host, status):
    running = runner().find(OWN)
    running.current.instance = SimpleNamespace(port=1)
    connection = http.client.HTTPConnection("127.0.0.1", running.listener.port)
    connection.request("GET", "/", headers={"Host": host})
    assert connection.getresponse().status == status


@pytest.mark.parametrize("status", ["RUNNING", "OPERATION_IN_PROGRESS"])
def test_an_operation_does_not_interrupt(status):
    assert runner(status=status).find(OWN)


def test_an_application_cannot_fill_the_memory():
    rollout = Rollout(python(f"print('x\\n' * {LINES * 2})"), check(), {})
    soon(lambda: rollout.outcome is State.ENDED)
    assert len(rollout.lines) == LINES
