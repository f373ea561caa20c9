"""All of a run's things are deleted, also those that its record has by name only, and nothing else is."""

import json
import shutil

import pytest

from cdktf_apprunner_tools.prove import running
from cdktf_apprunner_tools.prove.cleaning import clean
from cdktf_apprunner_tools.prove.kinds import KINDS
from cdktf_apprunner_tools.prove.record import RecordError, RunRecord
from cdktf_apprunner_tools.prove.scenarios import chosen
from tests.cdktf_apprunner_tools.prove.conftest import account_of, everything, refusing

pytestmark = pytest.mark.slow
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
REQUESTS = {
    "auto scaling configuration": {},
    "observability configuration": {},
    "queue": {},
    "role": {"AssumeRolePolicyDocument": TRUST},
    "rule": {"EventPattern": json.dumps({"source": ["aws.apprunner"]})},
    "schedule group": {},
    "VPC": {"CidrBlock": "10.1.0.0/24"},
}
"""Requests for the kinds that need nothing else."""


def test_a_record_without_ids_is_enough(monkeypatch, account):
    monkeypatch.setattr(running, "clean", lambda account, say: [])
    before = everything(account.clients)
    running.run(account)
    assert {making.kind for making in account.record.left} == set(KINDS)
    lines = account.record.path.read_text().splitlines(keepends=True)
    account.record.path.write_text("".join(line for line in lines if '"made"' not in line))
    account.record = RunRecord.load(account.record.path.parent)
    assert {making.id for making in account.record.left} == {None}
    assert clean(account) == []
    assert everything(account.clients) == before
    assert RunRecord.load(account.record.path.parent).left == []


@pytest.mark.parametrize("known", [True, False], ids=["by id", "by name"])
@pytest.mark.parametrize("kind", REQUESTS)
def test_what_another_run_made_stays(account, kind, known):
    name = account.record.named("same")
    made = KINDS[kind].create(account.clients, name, "another", REQUESTS[kind])
    making = account.record.before(kind, name)
    if known:
        account.record.made(making, made)
    assert clean(account) == [f"{kind} {name} isn't this run's: it hasn't its tag; nothing was deleted"]
    assert KINDS[kind].find(account.clients, name) == [made]
    KINDS[kind].delete(account.clients, made)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_never_made_needs_no_deletion(account, kind):
    account.record.before(kind, account.record.named("never"))
    assert clean(account) == []
    assert RunRecord.load(account.record.path.parent).left == []


@pytest.mark.parametrize(
    "kind", sorted(REQUESTS.keys() - {"schedule group"})
)  # moto keeps the tags of a deleted one
def test_what_is_gone_already_needs_no_deletion(account, kind):
    made = account.create(kind, "thing", **REQUESTS[kind])
    KINDS[kind].delete(account.clients, made)
    assert clean(account) == []
    assert RunRecord.load(account.record.path.parent).left == []


def test_another_run_beside_it_stays(clients, tmp_path):
    other, own = account_of(clients, tmp_path, "0b"), account_of(clients, tmp_path, "0a")
    for kind, request in REQUESTS.items():
        other.create(kind, "thing", **request)
    before = everything(clients)
    for kind, request in REQUESTS.items():
        own.create(kind, "thing", **request)
    assert clean(own) == []
    assert everything(clients) == before
    assert clean(other) == []


def test_what_can_t_be_deleted_is_named_and_stays_in_the_record(account):
    for kind, request in REQUESTS.items():
        account.create(kind, "thing", **request)
    with refusing(account.clients, "events", "DeleteRule", "AccessDeniedException", 1):
        (line,) = clean(account)
    assert "rule prove-0a1b2c3d-thing couldn't be deleted" in line
    assert "AccessDenied" in line
    assert [making.kind for making in RunRecord.load(account.record.path.parent).left] == ["rule"]
    assert clean(account) == []


@pytest.mark.parametrize("code", ["ResourceInUse", "DependencyViolation", "InvalidRequestException"])
def test_what_is_in_use_is_deleted_later(account, code):
    account.create("auto scaling configuration", "thing")
    with refusing(account.clients, "apprunner", "DeleteAutoScalingConfiguration", code, 3):
        assert clean(account) == []
    (making,) = account.record.makings
    assert KINDS[making.kind].find(account.clients, making.name) == []


@pytest.mark.parametrize("fault", ["throttled_share", "failing_share"])
def test_failing_calls(sandbox, account, fault):
    before = everything(account.clients)
    sandbox.control(**{fault: 0.05})
    outcome = running.run(account, chosen("free"))
    sandbox.control(**{fault: 0})
    assert outcome.good
    assert everything(account.clients) == before


def test_a_record_that_was_cut_off_anywhere(account, tmp_path):
    one = account.record.before("queue", "one")
    account.record.made(one, "url")
    account.record.before("queue", "two")
    account.record.deleted(one)
    text = account.record.path.read_text()
    states = set()
    for length in range(len(text) + 1):
        folder = tmp_path / "cut"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / account.record.path.name).write_text(text[:length])
        try:
            states.add(tuple((each.name, each.id, each.deleted) for each in RunRecord.load(folder).makings))
        except RecordError:
            assert length < text.index("\n") + 1
    assert states == {
        (),
        (("one", None, False),),
        (("one", "url", False),),
        (("one", "url", False), ("two", None, False)),
        (("one", "url", True), ("two", None, False)),
    }
