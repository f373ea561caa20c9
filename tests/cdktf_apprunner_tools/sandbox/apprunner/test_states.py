"""What a service accepts in each of its states."""

import pytest

from tests.support.direct import Direct, Refused
from tests.support.images import HELLO_SOURCE

DOMAIN = {"DomainName": "shop.example.com", "EnableWWWSubdomain": False}
CALLS = {
    "update": ("UpdateService", {}),
    "pause": ("PauseService", {}),
    "resume": ("ResumeService", {}),
    "deploy": ("StartDeployment", {}),
    "delete": ("DeleteService", {}),
    "associate": ("AssociateCustomDomain", {"DomainName": "other.example.com"}),
    "disassociate": ("DisassociateCustomDomain", {"DomainName": "shop.example.com"}),
    "describe": ("DescribeService", {}),
}
STATE, INVALID, GONE = "InvalidStateException", "InvalidRequestException", "ResourceNotFoundException"
ACCEPTED: dict[str, dict[str, str]] = {
    "RUNNING": {"resume": "no operation"},
    "PAUSED": {
        "pause": "no operation",
        **dict.fromkeys(("update", "associate", "disassociate"), STATE),
        "deploy": INVALID,
    },
    "CREATE_FAILED": {
        **dict.fromkeys(("pause", "resume", "associate"), STATE),
        "deploy": INVALID,
        "disassociate": GONE,
    },
    "OPERATION_IN_PROGRESS": {
        **dict.fromkeys(("update", "pause", "resume", "delete", "associate"), STATE),
        "deploy": INVALID,
    },
    "DELETED": {
        **dict.fromkeys(("update", "pause", "resume", "deploy", "delete", "disassociate"), GONE),
        "associate": INVALID,
    },
}
"""By state and call: the error, or ``no operation``; what isn't here is accepted."""


@pytest.fixture
def call():
    return Direct()


def made_in(call, state):
    """Create a service and bring it into a state."""
    if state == "CREATE_FAILED":
        call.application.faults.next_operation = "fail"
    arn = call("CreateService", ServiceName="shop", SourceConfiguration=HELLO_SOURCE)["Service"]["ServiceArn"]
    call.tick()
    if state != "CREATE_FAILED":
        call("AssociateCustomDomain", ServiceArn=arn, **DOMAIN)
        call.tick()
    if state == "OPERATION_IN_PROGRESS":
        call("UpdateService", ServiceArn=arn)
    if state == "PAUSED":
        call("PauseService", ServiceArn=arn)
        call.tick()
    if state == "DELETED":
        call("DeleteService", ServiceArn=arn)
        call.tick()
    assert call("DescribeService", ServiceArn=arn)["Service"]["Status"] == state
    return arn


@pytest.mark.parametrize("state", ACCEPTED)
@pytest.mark.parametrize("name", CALLS)
def test_calls_by_state(call, state, name):
    arn = made_in(call, state)
    operation, request = CALLS[name]
    expected = ACCEPTED[state].get(name, "accepted")
    if expected.endswith("Exception"):
        with pytest.raises(Refused, match=f"^{expected}: "):
            call(operation, ServiceArn=arn, **request)
        return
    before = call("ListOperations", ServiceArn=arn)["OperationSummaryList"]
    answer = call(operation, ServiceArn=arn, **request)
    after = call("ListOperations", ServiceArn=arn)["OperationSummaryList"]
    if expected == "no operation":
        assert "OperationId" not in answer
        assert answer["Service"]["Status"] == state
    if "OperationId" in answer:
        assert answer["OperationId"] == after[0]["Id"]
    else:
        assert after == before


@pytest.mark.parametrize("outcome", [None, "fail", "roll back"])
def test_an_update_rebuilds_a_service_whose_creation_failed(call, outcome):
    arn = made_in(call, "CREATE_FAILED")
    call.application.faults.next_operation = outcome
    call("UpdateService", ServiceArn=arn, InstanceConfiguration={"Cpu": "2 vCPU", "Memory": "4 GB"})
    call.tick()
    service = call("DescribeService", ServiceArn=arn)["Service"]
    assert service["Status"] == ("CREATE_FAILED" if outcome else "RUNNING")
    assert service["InstanceConfiguration"]["Cpu"] == "2048"
    operations = call("ListOperations", ServiceArn=arn)["OperationSummaryList"]
    assert [(item["Type"], item["Status"]) for item in operations] == [
        ("UPDATE_SERVICE", "FAILED" if outcome else "SUCCEEDED"),
        ("CREATE_SERVICE", "FAILED"),
    ]


@pytest.mark.parametrize("outcome", [None, "roll back"])
def test_an_update_may_be_allowed_while_paused(outcome):
    call = Direct(update_while_paused=True)
    arn = made_in(call, "PAUSED")
    call.application.faults.next_operation = outcome
    call("UpdateService", ServiceArn=arn, InstanceConfiguration={"Cpu": "2 vCPU", "Memory": "4 GB"})
    call.tick()
    service = call("DescribeService", ServiceArn=arn)["Service"]
    assert (service["Status"], service["InstanceConfiguration"]["Cpu"]) == (
        "PAUSED",
        "1024" if outcome else "2048",
    )
