"""Fixtures for several folders; tests that need Terraform are skipped without it, and the report says so."""

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


SLOW = {"docs", "e2e", "project", "property", "upgrades"}
"""Folders whose tests ``make check`` leaves out, besides tests with a marker."""


def needs_terraform(item: pytest.Item) -> bool:
    """Whether a test runs Terraform, directly or through cdktf."""
    return any(item.get_closest_marker(name) for name in ("terraform", "cdktf"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs Terraform where Terraform is missing; with NOTHING_SKIPPED, fail instead."""
    reason = terraform.missing() if needs_terraform(item) else None
    if reason and os.environ.get("NOTHING_SKIPPED"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what will be skipped, and why, where workers collect the tests: the number isn't known here."""
    workers = config.getoption("dist", "no") != "no"
    return [to_be_skipped("Every test that needs Terraform", terraform.missing())] if workers else []


def pytest_report_collectionfinish(items: list[pytest.Item]) -> str:
    """Say how many tests will be skipped, and why."""
    count = sum(map(needs_terraform, items))
    return to_be_skipped(f"{count} tests that need Terraform", terraform.missing() if count else None)


def to_be_skipped(what: str, reason: str | None) -> str:
    """Return the line that the report begins with."""
    if reason is None:
        return "No test will be skipped for want of Terraform."
    return f"{what} will {'fail' if os.environ.get('NOTHING_SKIPPED') else 'be skipped'}: {reason}"


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that take long, and run the longest first."""
    for item in items:
        if not SLOW.isdisjoint(folders(item)):
            item.add_marker("slow")
        if item.name.startswith("test_terraform_accepts_the_stack"):  # a new project has no marker
            item.add_marker("terraform")
    items[:] = spread(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def spread(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Order tests so that every worker begins with its share of the longest.

    xdist gives each worker an equal piece of the list. A worker without tests takes some from the end of
    another's piece, so the tests at its beginning stay where they are. The others keep their order: those of
    a module share its fixtures.
    """
    long = [item for item in items if item.get_closest_marker("long")]
    heavy = long + [item for item in items if needs_terraform(item) and not item.get_closest_marker("long")]
    light = [item for item in items if not (needs_terraform(item) or item.get_closest_marker("long"))]
    pieces: list[pytest.Item] = []
    for worker in range(workers):
        own = heavy[worker::workers]
        count = len(items) * (worker + 1) // workers - len(pieces) - len(own)
        pieces += own + light[:count]
        del light[:count]
    return pieces + light


def folders(item: pytest.Item) -> tuple[str, ...]:
    """Return the folders below ``tests`` that a test is in."""
    top = Path(__file__).parent
    return item.path.relative_to(top).parts if item.path.is_relative_to(top) else ()


@pytest.fixture(scope="session")
def synth() -> Callable[..., Synthesized]:
    """Synthesize a stack that a function fills."""
    return synthesize


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app and the example's environments in a folder, for tests that only run it."""
    folder = tmp_path_factory.mktemp("app")
    project.copy_app(folder)
    return folder


@pytest.fixture(scope="session")
def stacks(app: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of ``python main.py`` with the example's environments."""
    outdir = tmp_path_factory.mktemp("synth") / "cdktf.out"
    done = project.run("main.py", folder=app, CDKTF_OUTDIR=str(outdir))
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
