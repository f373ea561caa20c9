"""Control requests: each problem has its place in one line, and nothing changes if there is any."""

import json
from typing import get_type_hints

import pytest
from attrs import asdict, fields
from werkzeug.test import Client

from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings
from cdktf_apprunner_tools.sandbox.api import Application
from tests.support.direct import Direct
from tests.support.images import HELLO_SOURCE

NUMBERS = [-1, -0.5, float("nan"), float("inf"), 10**400]
WRONG = [*NUMBERS, [], [1], {"a": {}}, {"a": -1}, {"a": None}, "", "x", True, None]
"""Every field refuses all of these that its type doesn't allow."""
FINE = {
    "next_operation": ["fail", None],
    "throttled_share": [0, 0.25, 1],
    "failing_share": [0.5],
    "operation_seconds": [0, 0.5, 3],
    "validation_records": [1, {"a.com": 2}],
    "runs": [{}, {"shop": "true"}],
    "account_id": ["000000000001"],
}
PROBLEMS = {
    "weather": ("fine", "can't change weather"),
    "account_id": ("12", "account_id must be twelve digits"),
    "operation_seconds": (-1, "operation_seconds must be a number from 0"),
    "rate_seconds": (float("nan"), "rate_seconds must be a number"),
    "seed": (0.5, "seed must be a whole number"),
    "absent_maps_clear": (1, "absent_maps_clear must be true or false"),
    "runs": ({"shop": 1}, "runs must be an object"),
    "next_operation": ("explode", "next_operation must be"),
    "throttled_share": ("1", "throttled_share must be a number"),
    "failing_share": (1.01, "must not exceed 1"),
    "complete_handshake": ("nobody", "no connection is called nobody"),
    "publish_metrics": ({"service_name": "none", "measured": {"Requests": [1]}}, "no service is called none"),
}
METRICS = {
    "no name": ({"measured": {}}, "needs a service_name"),
    "more": ({"service_name": "hello", "measured": {}, "x": 1}, "needs a service_name"),
    "not a name": ({"service_name": 1, "measured": {}}, "needs a service_name"),
    "not measured": ({"service_name": "hello", "measured": []}, "needs a service_name"),
    "unknown": ({"service_name": "hello", "measured": {"Rain": [1]}}, "publishes no Rain"),
    "no list": ({"service_name": "hello", "measured": {"Requests": 1}}, "Requests must be a list"),
    "not a number": (
        {"service_name": "hello", "measured": {"Requests": [1, "2"]}},
        "Requests must be a list",
    ),
    "negative": ({"service_name": "hello", "measured": {"Requests": [-1]}}, "Requests must be a list"),
}


class Controlled:
    """A sandbox in this process, with a service, whose whole behaviour can be compared."""

    def __init__(self):
        self.direct = Direct()
        self.direct("CreateService", ServiceName="hello", SourceConfiguration=HELLO_SOURCE)
        self.direct("CreateConnection", ConnectionName="github", ProviderType="GITHUB")
        self.application = self.direct.application
        self._client = Client(self.application)

    def send(self, what="control", data=None, **changes):
        answer = self._client.post(f"/_sandbox/{what}", data=json.dumps(changes) if data is None else data)
        return answer.status_code, answer.get_data(as_text=True)

    def state(self):
        application = self.application
        faults = application.faults
        return (
            application.settings,
            faults.next_operation,
            faults.throttled_share,
            faults.failing_share,
            json.dumps([self.direct("ListServices"), self.direct("ListConnections")]),
        )

    def refused(self, *texts, what="control", **changes):
        before = self.state()
        status, text = self.send(what, **changes)
        assert status == 400
        assert len(text.splitlines()) == 1
        assert [one for one in texts if one not in text] == []
        assert self.state() == before


@pytest.fixture(scope="module")
def controlled():
    return Controlled()


def allowed(kind, value):
    """Whether a value is of the type of a field, from the text of its type."""
    parts = {part.strip() for part in str(kind).replace("<class '", "").replace("'>", "").split("|")}
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 10**9
    return (
        (value is None and "None" in parts)
        or (isinstance(value, bool) and "bool" in parts)
        or (isinstance(value, str) and "str" in parts)
        or (number and ("float" in parts or ("int" in parts and isinstance(value, int))))
        or (value == {} and any(part.startswith("dict") for part in parts))
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(name, value, id=f"{name} {value!r:.12}")
        for name, kind in get_type_hints(Settings).items()
        for value in WRONG
        if name != "account_id" and not allowed(kind, value)
    ],
)
def test_every_setting_takes_only_its_type(controlled, name, value):
    controlled.refused(f"{name} must be", **{name: value})


@pytest.mark.parametrize(
    "account_id", ["", "1" * 11, "1" * 13, "12345678901a", "１" * 12, 111122223333, None]
)
@pytest.mark.parametrize("what", ["control", "reset"])
def test_an_account_has_twelve_digits(controlled, what, account_id):
    controlled.refused("account_id must be", what=what, account_id=account_id)


@pytest.mark.parametrize("name", PROBLEMS)
def test_one_problem_refuses_the_whole_request(controlled, name):
    value, text = PROBLEMS[name]
    controlled.refused(text, **{"role_propagation_seconds": 3, "complete_handshake": "github", name: value})


def test_every_problem_is_in_the_line(controlled):
    given = {name: value for name, (value, _) in PROBLEMS.items() if name != "throttled_share"}
    texts = [text for name, (_, text) in PROBLEMS.items() if name != "throttled_share"]
    controlled.refused(*texts, **given, role_propagation_seconds=3)


@pytest.mark.parametrize("case", METRICS)
def test_metrics_are_checked(controlled, case):
    given, text = METRICS[case]
    controlled.refused(text, publish_metrics=given, operation_seconds=9)


@pytest.mark.parametrize("what", ["control", "reset", "calls"])
@pytest.mark.parametrize("data", ["x", "[]", "1", "null", "{", b"\xff", "[" * 10**5])
def test_a_body_that_is_no_object(controlled, what, data):
    controlled.refused("JSON", what=what, data=data)


@pytest.mark.parametrize("name", ["weather", "next_operation", "failing_share", "complete_handshake"])
def test_a_reset_takes_only_settings(controlled, name):
    controlled.refused(f"can't change {name}", what="reset", operation_seconds=9, **{name: None})


@pytest.mark.parametrize("shares", [(0.6, 0.6), (1, 0.01), (2, 0), (0, 1.5), (-0.1, 0), (float("nan"), 0)])
def test_shares_are_at_most_one_together(controlled, shares):
    throttled, failing = shares
    controlled.refused("_share", throttled_share=throttled, failing_share=failing)


def test_shares_count_together_with_the_earlier_one():
    controlled = Controlled()
    assert controlled.send(throttled_share=0.6) == (200, "{}")
    status, text = controlled.send(failing_share=0.6)
    assert (status, controlled.application.faults.failing_share) == (400, 0)
    assert "0.6 and 0.6" in text


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in FINE for value in FINE[name]])
def test_what_is_right_is_taken(name, value):
    application = Application(Settings())
    answer = Client(application).post("/_sandbox/control", data=json.dumps({name: value}))
    assert answer.status_code == 200
    holder = application.faults if hasattr(application.faults, name) else application.settings
    assert getattr(holder, name) == value


def test_the_defaults_and_every_unknown_are_taken_by_a_reset():
    application = Application(Settings())
    flipped = {one.name: one.metadata["flipped"] for one in fields(Settings) if "flipped" in one.metadata}
    changed = asdict(Settings()) | flipped
    assert Client(application).post("/_sandbox/reset", data=json.dumps(changed)).status_code == 200
    assert asdict(application.settings) == changed


def test_a_reset_forgets_services_faults_and_neighbours():
    controlled = Controlled()
    controlled.send(throttled_share=0.5, next_operation="fail")
    assert controlled.send("reset", operation_seconds=2) == (200, "{}")
    assert controlled.application.regions == {}
    assert controlled.application.settings.operation_seconds == 2
    assert controlled.state()[1:4] == (None, 0, 0)


def test_an_unknown_request(controlled):
    assert controlled.send("weather")[0] == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(account_id="12"), "account_id must be twelve digits"),
        (Settings(operation_seconds=-1), "operation_seconds must be a number"),
        (Settings(operation_seconds="1", rate_seconds=None), "operation_seconds .*; rate_seconds "),
    ],
)
def test_a_sandbox_does_not_start_with_wrong_settings(settings, message):
    with pytest.raises(SandboxError, match=message):
        Sandbox(settings).start()


@pytest.mark.slow
def test_a_sandbox_that_is_not_there_says_so():
    sandbox = Sandbox()
    with pytest.raises(SandboxError, match="hasn't been started"):
        sandbox.calls()
    with sandbox:
        sandbox._process.kill()
        sandbox.wait()
        for ask in (sandbox.control, sandbox.reset, sandbox.calls, sandbox.urls):
            with pytest.raises(SandboxError, match=r"no sandbox answers at http://127.0.0.1:\d+$"):
                ask()
        sandbox.guard(1)  # there is nobody left who could end a process
