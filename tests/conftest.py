"""What tests share: synthesized JSON, Terraform, and a local AWS by moto."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import settings

from tools import terraform

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")  # the same cases each time; `make fuzz` draws others

TEMPORARY = tempfile.mkdtemp(prefix="cdktf-tests-")
"""Where the processes that tests start put what nobody removes, such as the folders of ``Testing.app()``."""
os.environ["TMPDIR"] = TEMPORARY
atexit.register(shutil.rmtree, TEMPORARY, ignore_errors=True)

PROJECT = Path(__file__).parent.parent
REGION = "eu-west-1"
MANIFEST = {"schemaVersion": 2, "config": {"digest": "sha256:" + "a" * 64}, "layers": []}
MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs Terraform where there is none, saying why; fail where nothing may be skipped."""
    if item.get_closest_marker("terraform") is None and item.get_closest_marker("cdktf") is None:
        return
    reason = terraform.missing()
    if reason and os.environ.get("NOTHING_SKIPPED"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def without_comments(value: Any) -> Any:
    """The JSON without the metadata CDKTF adds under ``//``."""
    if isinstance(value, dict):
        return {key: without_comments(item) for key, item in value.items() if key != "//"}
    return [without_comments(item) for item in value] if isinstance(value, list) else value


def document(policy: str) -> list[dict[str, Any]]:
    """The statements of a policy; expressions, whose quotes are no JSON, become their bare names."""
    plain = re.sub(r"\$\{[^}]*\}", lambda found: found[0].replace('"', "'"), policy)
    statements: list[dict[str, Any]] = json.loads(plain)["Statement"]
    return statements


class Synthesized:
    """The JSON of one stack."""

    def __init__(self, text: str) -> None:
        self.json: dict[str, Any] = without_comments(json.loads(text))

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """Resources of a type by name; of data sources, for ``data.<type>``."""
        section, name = ("data", kind[5:]) if kind.startswith("data.") else ("resource", kind)
        found: dict[str, dict[str, Any]] = self.json.get(section, {}).get(name, {})
        return found

    def one(self, kind: str) -> dict[str, Any]:
        """The only resource of a type."""
        (found,) = self.all(kind).values()
        return found

    def statements(self, name: str) -> list[dict[str, Any]]:
        """The statements of the inline policy of a name."""
        (policy,) = (item for item in self.all("aws_iam_role_policy").values() if item["name"] == name)
        return document(policy["policy"])


@pytest.fixture(scope="session")
def synth() -> Callable[..., Synthesized]:
    """Synthesize a stack that a function fills."""

    from cdktf import TerraformStack, Testing

    import cdktf_apprunner  # noqa: F401  # first: it chooses the Node that CDKTF runs on

    def synthesize(fill: Callable[[Any], object]) -> Synthesized:
        stack = TerraformStack(Testing.app(), "stack")
        fill(stack)
        return Synthesized(Testing.synth(stack))

    return synthesize


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own stacks, as ``python main.py`` writes them."""
    outdir = tmp_path_factory.mktemp("synth") / "cdktf.out"
    done = subprocess.run(
        [sys.executable, "main.py"],
        cwd=PROJECT,
        env={**os.environ, "CDKTF_OUTDIR": str(outdir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (outdir / "printed").write_text(done.stdout, encoding="utf-8")
    return outdir


@pytest.fixture(scope="session")
def moto_server() -> Iterator[dict[str, str]]:
    """A local AWS without App Runner, and the variables that lead there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env={**os.environ, "MOTO_IAM_LOAD_MANAGED_POLICIES": "false", "MOTO_ACCOUNT_ID": "111122223333"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
        }
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")


@pytest.fixture(scope="session")
def client(moto_server: dict[str, str]) -> Callable[..., Any]:
    """Make clients of the local AWS."""

    def make(service: str, region: str = REGION) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=moto_server["AWS_ENDPOINT_URL"],
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    return make
