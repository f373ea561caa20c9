"""Instances: environment, output, exit codes, and that nothing of them is left."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

from cdktf_apprunner_tools.sandbox.runs.instance import BASE, Instance
from tests.cdktf_apprunner_tools.sandbox.runs.applications import python, server, soon
from tests.support.project import PROJECT

pytestmark = pytest.mark.slow

STUBBORN = "trap : TERM; while :; do sleep 1; done"


def run(command, environment=None):
    """Run a command to its end; return its exit code and its lines."""
    lines = []
    instance = Instance(command, 8080, environment or {}, lines.append)
    soon(lambda: instance.exit_code is not None)
    instance.stop()
    return instance.exit_code, lines


def alive(pid):
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


@pytest.mark.parametrize(
    ("command", "code", "lines"),
    [
        ("echo out; echo err >&2; echo last; exit 7", 7, ["out", "err", "last"]),
        ("kill -9 $$", 137, []),
        ("no-such-program 2>/dev/null", 127, []),
        ("printf 'no end'", 0, ["no end"]),
        (r"printf '\377\r\n'", 0, ["\ufffd"]),
    ],
)
def test_exit_code_and_lines(command, code, lines):
    assert run(command) == (code, lines)


def test_the_environment_has_only_the_base_and_what_is_given(monkeypatch):
    monkeypatch.setenv("OWN", "secret")
    code, lines = run("env", {"GREETING": "hi = there", "HOME": "/tmp"})  # noqa: S108  # any folder
    found = dict(line.split("=", 1) for line in lines)
    assert code == 0
    assert found["GREETING"] == "hi = there"
    assert found["HOME"] == "/tmp"  # noqa: S108
    assert found.keys() - {"PWD", "_", "SHLVL", "OLDPWD"} <= {*BASE, "PORT", "GREETING"}


def test_two_instances_of_one_port_have_local_ports_of_their_own():
    instances = [Instance("sleep 600", 8080, {}, print) for _ in range(2)]
    assert len({instance.port for instance in instances}) == 2
    for instance in instances:
        instance.stop()


def test_each_port_of_the_container_has_one_local_port():
    lines = []
    instance = Instance("echo {port} $PORT {8080} {9000} {9000}", 8080, {}, lines.append)
    soon(lambda: instance.exit_code is not None)
    instance.stop()
    service, variable, same, other, again = map(int, lines[0].split())
    assert service == variable == same == instance.port
    assert other == again != service


@pytest.mark.parametrize("command", [server(), server(port="0")])
def test_listens(command):
    instance = Instance(command, 8080, {}, print)
    soon(instance.listens)
    instance.stop()
    assert not instance.listens()


@pytest.mark.parametrize(
    "command",
    [
        "echo $$; sleep 600",
        f"echo $$; {STUBBORN}",
        f"sh -c 'echo $$; {STUBBORN}' & wait",
        python("import os, time; print(os.getpid(), flush=True); time.sleep(600)"),
        "sleep 600 & echo $!",  # the command has ended, its child hasn't
    ],
)
def test_stop_leaves_nothing(command, monkeypatch):
    monkeypatch.setattr("cdktf_apprunner_tools.sandbox.runs.instance.GRACE_SECONDS", 0.2)
    lines = []
    instance = Instance(command, 8080, {}, lines.append)
    pid = int(soon(lambda: lines)[0])
    instance.stop()
    soon(lambda: not alive(pid))
    assert instance.exit_code is not None


PEACEFUL = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("bye")))
print("up", flush=True)
signal.pause()
"""


def test_an_application_may_end_in_peace():
    lines = []
    instance = Instance(python(PEACEFUL), 8080, {}, lines.append)
    soon(lambda: lines)
    instance.stop()
    assert (instance.exit_code, lines) == (0, ["up", "bye"])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_process_that_started_it(number):
    script = f"""
from cdktf_apprunner_tools.sandbox.runs.instance import Instance
instance = Instance({f"sh -c 'echo $$; {STUBBORN}'"!r}, 8080, {{}}, lambda line: print(line, flush=True))
instance._process.wait()
"""
    owner = subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    pid = int(owner.stdout.readline())
    assert alive(pid)
    os.kill(owner.pid, number)
    owner.communicate()
    soon(lambda: not alive(pid))
