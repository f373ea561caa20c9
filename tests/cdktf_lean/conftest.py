"""Small CDKTF programs in their own processes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from tests.support import project

HEAD = """
import cdktf_lean
cdktf_lean.enable()
"""


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory):
    """A cache folder for tests to which its contents don't matter."""
    return tmp_path_factory.mktemp("lean") / "cache"


@pytest.fixture
def run(tmp_path, shared_cache) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a program, with lean loading unless another head is given."""

    def run_program(program: str, head: str = HEAD, **variables: str) -> subprocess.CompletedProcess[str]:
        here = {"CDKTF_LEAN_CACHE": str(shared_cache), "OUTDIR": str(tmp_path / "cdktf.out")}
        return project.run("-c", head + program, folder=tmp_path, **{**here, **variables})

    return run_program
