"""A local AWS for all tests, which every test leaves as it found it."""

import contextlib
import signal

import pytest
from attrs import asdict
from botocore.awsrequest import AWSResponse

from cdktf_apprunner_tools.prove.account import LOCAL, Account
from cdktf_apprunner_tools.prove.clients import Clients
from cdktf_apprunner_tools.prove.record import RunRecord
from cdktf_apprunner_tools.sandbox import Sandbox, Settings, inventory
from tests.support.account import REGION, ZONE

SETTINGS = Settings(operation_seconds=0.02)


@pytest.fixture(scope="session")
def shared():
    with Sandbox(SETTINGS) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def shared_clients(shared):
    return Clients(REGION, shared.url, "sandbox")  # creating a client takes longer than most calls


@pytest.fixture
def sandbox(shared):
    """The shared sandbox, afterwards with its first settings."""
    yield shared
    shared.control(throttled_share=0, failing_share=0, **asdict(SETTINGS))


@pytest.fixture
def clients(sandbox, shared_clients):
    shared_clients.exchange.calls.clear()
    return shared_clients


@pytest.fixture
def account(clients, tmp_path):
    return account_of(clients, tmp_path)


@pytest.fixture(autouse=True)
def _handlers():
    """Set the handler of SIGTERM back, which the command changes."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def number(clients):
    """Return the id of the clients' account."""
    return clients["sts"].get_caller_identity()["Account"]


def account_of(clients, folder, run="0a1b2c3d"):
    record = RunRecord.begin(folder / f"prove-{run}", run, number(clients), REGION)
    return Account(clients, record, LOCAL, ZONE)


def everything(clients):
    """Return all that is in an account and that a run could make or touch."""
    ec2, scheduler = clients["ec2"], clients["scheduler"]
    return {
        **inventory.take(lambda service: clients[service]),
        "queues": clients["sqs"].list_queues().get("QueueUrls"),
        "VPCs": [each["VpcId"] for each in ec2.describe_vpcs()["Vpcs"]],
        "subnets": sorted(each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]),
        "schedule groups": [each["Name"] for each in scheduler.list_schedule_groups()["ScheduleGroups"]],
    }


@contextlib.contextmanager
def refusing(clients, service, operation, code, times):
    """Let AWS refuse an operation some times, without doing it."""
    left = [code] * times

    def answer(**_):
        if left:
            return AWSResponse("", 403, {}, None), {"Error": {"Code": left.pop(), "Message": "no"}}
        return None

    events, name = clients[service].meta.events, f"before-call.{service}.{operation}"
    events.register(name, answer)
    yield
    events.unregister(name, answer)
    assert not left
