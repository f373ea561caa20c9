"""Run small CDKTF programs in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import PROJECT

HEAD = """
import cdktf_lean
cdktf_lean.enable()
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory):
    """A cache folder that tests share where its contents don't matter."""
    return tmp_path_factory.mktemp("lean") / "cache"


@pytest.fixture
def run(tmp_path, shared_cache) -> Run:
    """Run a program with lean loading; what it prints is returned."""

    def run_program(program: str, head: str = HEAD, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT / "constructs"),
            "CDKTF_LEAN_CACHE": str(shared_cache),
            "OUTDIR": str(tmp_path / "cdktf.out"),
            **variables,
        }
        return subprocess.run(
            [sys.executable, "-c", head + program],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run_program


def stacks(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
