"""Node starts once, before jsii is imported, and leaves nothing behind."""

import json
from pathlib import Path

import pytest

from cdktf_lean import kernel

pytestmark = pytest.mark.slow
USED = """
from cdktf import App, TerraformStack
TerraformStack(App(), "one")
"""


def test_start_and_stop():
    started = kernel.start()
    hello = json.loads(started.process.stdout.readline())
    assert hello["hello"].startswith("@jsii/runtime@")
    started.stop()
    assert started.process.returncode is not None
    assert not Path(started.folder.name).exists()


def test_stopping_twice_does_nothing():
    started = kernel.start()
    started.stop()
    started.stop()


def test_another_kernel_is_left_to_jsii(monkeypatch):
    monkeypatch.setenv("JSII_RUNTIME", "/somewhere/jsii-runtime.js")
    assert kernel.start() is None


def test_moved_programs_are_left_to_jsii(monkeypatch, tmp_path):
    monkeypatch.setattr(kernel, "EMBEDDED", Path("elsewhere"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert kernel.start() is None
    assert list(tmp_path.iterdir()) == []


def test_jsii_reports_a_missing_node(monkeypatch):
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


def test_node_starts_late_when_jsii_was_imported_first(run):
    done = run(USED, "import jsii\nimport cdktf_lean\ncdktf_lean.enable()\n")
    assert (done.returncode, done.stderr) == (0, "")
