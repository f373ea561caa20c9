"""Fixtures for several folders; tests that need Terraform are skipped without it."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import settings

from cdktf_apprunner_tools import terraform
from cdktf_lean import node
from tests.support import moto, project
from tests.support.account import REGION
from tests.support.synthesized import Synthesized, synthesize

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")  # the same cases each time; `make fuzz` draws others

# Before the first import of cdktf, which starts Node.
node.use_wheel()
os.environ["TMPDIR"] = tempfile.mkdtemp(prefix="cdktf-tests-")  # Testing.app() leaves folders in it
atexit.register(shutil.rmtree, os.environ["TMPDIR"], ignore_errors=True)

# A shell lets background jobs ignore Ctrl-C; programs that a test starts and interrupts would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Each command of Terraform reads the provider's large schema: collecting garbage less often saves a quarter.
os.environ.setdefault("GOGC", "400")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs Terraform where Terraform is missing; with NOTHING_SKIPPED, fail instead."""
    if item.get_closest_marker("terraform") is None and item.get_closest_marker("cdktf") is None:
        return
    reason = terraform.missing()
    if reason and os.environ.get("NOTHING_SKIPPED"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slowest tests first, so that no worker has them left at the end."""
    items.sort(key=lambda item: {"e2e", "upgrades"}.isdisjoint(item.path.parts))


@pytest.fixture(scope="session")
def synth() -> Callable[..., Synthesized]:
    """Synthesize a stack that a function fills."""
    return synthesize


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of ``python main.py`` in this repository."""
    outdir = tmp_path_factory.mktemp("synth") / "cdktf.out"
    done = project.run("main.py", CDKTF_OUTDIR=str(outdir))
    assert done.returncode == 0, done.stderr
    (outdir.parent / "printed").write_text(done.stdout, encoding="utf-8")
    return outdir


@pytest.fixture(scope="session")
def printed(stacks: Path) -> str:
    """What ``python main.py`` printed."""
    return (stacks.parent / "printed").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def moto_server() -> Iterator[dict[str, str]]:
    """A local AWS without App Runner; the variables that lead to it."""
    with moto.running() as variables:
        yield variables


@pytest.fixture(scope="session")
def client(moto_server: dict[str, str]) -> Callable[..., Any]:
    """Make clients of moto."""

    def make(service: str, region: str = REGION) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=moto_server["AWS_ENDPOINT_URL"],
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    return make
