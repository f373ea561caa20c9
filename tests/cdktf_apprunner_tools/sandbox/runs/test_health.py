"""Health checks: which answers are healthy, and how many of them."""

import random
import socket

import pytest

from cdktf_apprunner_tools.sandbox.runs import HOST, health
from cdktf_apprunner_tools.sandbox.runs.health import Check, Health, State, Watch
from cdktf_apprunner_tools.sandbox.runs.instance import Instance
from tests.cdktf_apprunner_tools.sandbox.runs.applications import server, soon


def check(**changes):
    configured = {
        "Protocol": "HTTP",
        "Path": "/",
        "Interval": 5,
        "Timeout": 2,
        "HealthyThreshold": 1,
        "UnhealthyThreshold": 5,
    }
    return Check({**configured, **changes}, 8080, 1)


@pytest.fixture(scope="module")
def port():
    instance = Instance(server(), 8080, {}, print)
    soon(lambda: check(Protocol="TCP").succeeds(instance.port))
    yield instance.port
    instance.stop()


@pytest.mark.parametrize("path", ["/", "/200", "/200?full=1", "/204", "/301", "/401", "/404", "/500", "/a b"])
def test_only_200_is_healthy(port, path):
    assert check(Path=path).succeeds(port) is (path == "/" or path.startswith("/200"))


@pytest.mark.parametrize("protocol", ["TCP", "HTTP"])
def test_nobody_listens(protocol):
    with socket.socket() as bound:
        bound.bind((HOST, 0))
        assert not check(Protocol=protocol).succeeds(bound.getsockname()[1])


@pytest.mark.parametrize(("protocol", "healthy"), [("TCP", True), ("HTTP", False)])
def test_a_port_that_never_answers(monkeypatch, protocol, healthy):
    monkeypatch.setattr(health, "SHORTEST_TIMEOUT", 0.1)
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen()
        assert check(Protocol=protocol).succeeds(silent.getsockname()[1]) is healthy


@pytest.mark.skipif(HOST == "127.0.0.1", reason="this system has one loopback address")
def test_an_application_on_127_0_0_1_only_is_not_reached():
    instance = Instance(server("127.0.0.1"), 8080, {}, print)
    soon(instance.listens)
    assert not check(Protocol="TCP").succeeds(instance.port)
    instance.stop()


@pytest.mark.parametrize("seed", range(20))
def test_as_many_in_a_row_as_the_threshold_change_the_state(seed):
    chance = random.Random(seed)  # noqa: S311  # not used for security
    good, bad = chance.randint(1, 4), chance.randint(1, 4)
    made = Health(check(HealthyThreshold=good, UnhealthyThreshold=bad))
    history, expected = "", State.UNKNOWN
    for _ in range(60):
        succeeded = chance.random() < 0.6
        history += "+" if succeeded else "-"
        if history.endswith("+" * good):
            expected = State.HEALTHY
        elif history.endswith("-" * bad):
            expected = State.UNHEALTHY
        assert made.count(succeeded=succeeded) is expected, history


class Fake:
    """An instance of which nothing listens on the right port."""

    def __init__(self, *, listening=False, exit_code=None):
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.exit_code = exit_code
        self.listening = listening

    def listens(self):
        return self.listening


@pytest.mark.parametrize(
    ("instance", "start_seconds", "state"),
    [
        (Fake(), 60, State.UNKNOWN),  # it may still start
        (Fake(), 0, State.UNHEALTHY),
        (Fake(listening=True), 60, State.UNHEALTHY),  # on a wrong port
        (Fake(listening=True, exit_code=0), 60, State.ENDED),
    ],
)
def test_failed_checks_count_after_the_start(monkeypatch, instance, start_seconds, state):
    monkeypatch.setattr(health, "START_SECONDS", start_seconds)
    watch = Watch(instance, Health(check(UnhealthyThreshold=3)))
    assert [watch.look() for _ in range(3)][-1] is state


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"Protocol": "TCP"}, "protocol `TCP` [Port: '8080']"),
        ({"Path": "/healthz"}, "protocol `HTTP` [Path: '/healthz'], [Port: '8080']"),
    ],
)
def test_the_words_of_log_lines(changes, text):
    assert check(**changes).described == text


@pytest.mark.parametrize("minute", [60, 120, 1])
def test_seconds_scale_with_the_minute_but_not_below_what_a_machine_needs(minute):
    made = Check(check().configured, 8080, minute)
    assert made.interval == max(5 * minute / 60, health.SHORTEST_INTERVAL)
    assert made.timeout == max(2 * minute / 60, health.SHORTEST_TIMEOUT)
