"""The tests run from a terminal, a pipe and a background job alike."""

import subprocess
import sys

import pytest

from tests.support.project import PROJECT

pytestmark = pytest.mark.slow
INTERRUPTS = "tests/cdktf_apprunner_tools/sandbox/test_commands.py"
NAME = "test_serve_prints_what_to_export_and_ends_with_ctrl_c"


def test_a_background_job_can_interrupt_what_it_starts():
    """A shell starts background jobs with Ctrl-C ignored, and programs that they start inherit that."""
    tests = f"{INTERRUPTS}::{NAME}"
    done = subprocess.run(
        ["sh", "-c", 'trap "" INT; exec "$0" -m pytest -q -p no:xdist "$1"', sys.executable, tests],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
