"""The local AWS, our environments and plain configurations on it, and the table of traps at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cdktf_apprunner_tools.sandbox import Sandbox, Settings
from tests.support import provider
from tests.support.deployment import (
    PLAIN_HEAD,
    AttachedSandbox,
    Deployment,
    create_network,
    create_registry,
    environment,
    synthesize,
)


@pytest.fixture(scope="session")
def shared_sandbox(tmp_path_factory) -> Iterator[AttachedSandbox]:
    """One local AWS for all tests of this process, quick."""
    with AttachedSandbox(Settings(operation_seconds=0.2, rate_seconds=1)) as made:
        with provider.running(tmp_path_factory.mktemp("provider"), made.environment) as attached:
            made.attached = attached
            yield made


@pytest.fixture
def sandbox(shared_sandbox) -> AttachedSandbox:
    """The local AWS, empty."""
    shared_sandbox.reset()
    return shared_sandbox


@pytest.fixture
def registry(sandbox) -> Sandbox:
    """The local AWS with what our environments look up."""
    create_registry(sandbox)
    return sandbox


@pytest.fixture
def network(registry) -> dict[str, Any]:
    """A VPC with subnets."""
    return create_network(registry)


@pytest.fixture
def plain(tmp_path, sandbox) -> Callable[[str], Deployment]:
    """Write a plain configuration, HCL as people write it."""
    deployment = Deployment(tmp_path / "plain", sandbox)
    return lambda text: deployment.write("main.tf", PLAIN_HEAD + text)


@pytest.fixture
def ours(tmp_path, registry) -> Callable[..., Deployment]:
    """Write one of our environments; arguments are an `Environment`'s."""
    deployment = Deployment(tmp_path / "ours", registry)

    def write(**settings: Any) -> Deployment:
        return deployment.write("cdk.tf.json", synthesize(environment(**settings)))

    return write


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table of traps: whether each bites a plain configuration, and whether ours passes."""
    results: dict[tuple[int, str], str] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            found = dict(getattr(report, "user_properties", []))
            if "trap" in found:
                results[(found["trap"], found["side"])] = outcome
    if not results:
        return
    terminalreporter.section("traps")
    terminalreporter.write_line(f"{'trap':>4}  {'bites plain':<12} ours")
    for number in sorted({number for number, _ in results}):
        bites = {"passed": "yes"}.get(results.get((number, "plain"), ""), "not shown")
        passes = {"passed": "passes"}.get(results.get((number, "ours"), ""), "not shown")
        terminalreporter.write_line(f"{number:>4}  {bites:<12} {passes}")
