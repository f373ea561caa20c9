"""Node is started before jsii is imported, once, and nothing is left of it."""

import json
from pathlib import Path

import pytest

from cdktf_lean import kernel

USED = """
from cdktf import App, TerraformStack
TerraformStack(App(), "one")
"""


def test_it_says_hello_and_is_gone_when_stopped():
    started = kernel.start()
    hello = json.loads(started.process.stdout.readline())
    assert hello["hello"].startswith("@jsii/runtime@")
    started.stop()
    assert started.process.returncode is not None
    assert not Path(started.folder.name).exists()


def test_stopping_what_has_ended_does_nothing():
    started = kernel.start()
    started.stop()
    started.stop()


def test_another_kernel_is_left_to_jsii(monkeypatch):
    monkeypatch.setenv("JSII_RUNTIME", "/somewhere/jsii-runtime.js")
    assert kernel.start() is None


def test_programs_that_moved_are_left_to_jsii(monkeypatch, tmp_path):
    monkeypatch.setattr(kernel, "EMBEDDED", Path("elsewhere"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert kernel.start() is None
    assert list(tmp_path.iterdir()) == []


def test_without_node_it_is_left_to_jsii_to_say_so(monkeypatch):
    monkeypatch.setenv("JSII_NODE", "/nowhere/node")
    assert kernel.start() is None


@pytest.mark.parametrize(
    ("program", "nodes"),
    [
        pytest.param("", 1, id="unused"),
        pytest.param(USED, 1, id="used"),
        pytest.param("import cdktf\n" + USED, 1, id="imported after"),
    ],
)
def test_node_is_started_once_and_nothing_is_left(run, tmp_path, program, nodes):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    count = """
import subprocess
started = []
class Counted(subprocess.Popen):
    def __init__(self, *arguments, **others):
        started.append(self)
        super().__init__(*arguments, **others)
subprocess.Popen = Counted
import cdktf_lean
cdktf_lean.enable()
"""
    done = run(program + "\nprint(len(started))", count, TMPDIR=str(temporary))
    assert done.stdout == f"{nodes}\n", done.stderr
    assert done.stderr == ""
    assert list(temporary.iterdir()) == []


def test_node_is_started_late_where_jsii_was_imported_before(run):
    done = run(USED, "import jsii\nimport cdktf_lean\ncdktf_lean.enable()\n")
    assert (done.returncode, done.stderr) == (0, "")
