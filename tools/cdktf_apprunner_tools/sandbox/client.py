"""The sandbox as a Python object."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import urllib.error
import urllib.request
from importlib.util import find_spec
from types import TracebackType
from typing import Any

import boto3
from attrs import asdict
from botocore.config import Config

from cdktf_apprunner_tools.sandbox import inventory
from cdktf_apprunner_tools.sandbox.settings import Settings

PACKAGES = ("moto", "psutil", "werkzeug")
"""What the extra ``sandbox`` brings."""
REGION = "eu-west-1"
MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json"


class SandboxError(Exception):
    """The sandbox can't do that; the text gives the reason in one line."""


class Sandbox:
    """A local AWS in its own process, which runs until the end of the ``with`` block.

    Parameters
    ----------
    settings
        Its behaviour.
    port
        Port on the loopback address; by default a free one.
    region
        Region of the clients and of `environment`.

    Raises
    ------
    SandboxError
        When it starts and the port is in use, or a package is missing.

    Examples
    --------
    >>> with Sandbox() as sandbox:
    ...     sandbox.client("ecr").create_repository(repositoryName="shop")
    ...     sandbox.push("shop", "v1.4.2")
    """

    def __init__(self, settings: Settings | None = None, *, port: int = 0, region: str = REGION) -> None:
        self.settings = settings or Settings()
        self.region = region
        self._port = port
        self._process: subprocess.Popen[str] | None = None
        self._clients: dict[tuple[str, str, str], Any] = {}
        self.url = ""

    def __enter__(self) -> Sandbox:
        """Start it."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it listens."""
        if lacking := [name for name in PACKAGES if find_spec(name) is None]:
            raise SandboxError(
                f"{lacking[0]} isn't installed; pip install 'cdktf-apprunner[sandbox]' installs it"
            )
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "cdktf_apprunner_tools.sandbox.server",
                str(self._port),
                self.settings.account_id,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C must reach only the command; the sandbox stops after it
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line.startswith("ready "):
            self._process.wait()
            raise SandboxError(line or "the sandbox couldn't be started")
        self.url = f"http://127.0.0.1:{line.removeprefix('ready ')}"
        self.control(**asdict(self.settings))

    def stop(self) -> None:
        """Stop the process, after the processes it guards."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None

    def guard(self, pid: int) -> None:
        """End a process when the sandbox ends, for any reason."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"guard {pid}\n")
        self._process.stdin.flush()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point Terraform, boto3 and the AWS CLI to the sandbox."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "sandbox",
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
        }

    def client(self, service: str, region: str | None = None, account_id: str = "sandbox") -> Any:
        """Return a boto3 client of a service, for the sandbox's account or another."""
        key = (service, region or self.region, account_id)
        if key not in self._clients:  # creating a client takes longer than most calls
            self._clients[key] = boto3.client(
                service,
                region_name=region or self.region,
                endpoint_url=self.url,
                aws_access_key_id=account_id,
                aws_secret_access_key="sandbox",  # noqa: S106  # any value works
                config=Config(retries={"mode": "standard", "total_max_attempts": 1}),
            )
        return self._clients[key]

    def push(self, repository: str, tag: str, content: str = "", *, account_id: str = "sandbox") -> str:
        """Push an image with a tag and return its digest, which depends on the content."""
        layer = hashlib.sha256((content or tag).encode()).hexdigest()
        manifest = {
            "schemaVersion": 2,
            "mediaType": MEDIA_TYPE,
            "config": {"digest": f"sha256:{layer}", "size": 1},
            "layers": [{"digest": f"sha256:{layer}", "size": 1}],
        }
        answer = self.client("ecr", account_id=account_id).put_image(
            repositoryName=repository,
            imageTag=tag,
            imageManifest=json.dumps(manifest),
            imageManifestMediaType=MEDIA_TYPE,
        )
        return str(answer["image"]["imageId"]["imageDigest"])

    def control(self, **changes: Any) -> None:
        """Change its behaviour from now on.

        The arguments are the fields of `Settings`, ``next_operation`` (``"roll back"``, ``"fail"`` or
        ``"stuck"``), ``throttled_share`` and ``failing_share`` (of calls, 0 to 1), and
        ``complete_handshake`` (the name of a connection).
        """
        self._ask("control", changes)

    def reset(self) -> None:
        """Forget everything; this is faster than a new sandbox."""
        self._ask("reset", asdict(self.settings))

    def calls(self) -> set[str]:
        """Return the IAM actions of all calls so far, such as ``iam:CreateRole``, and forget them."""
        return set(self._ask("calls", {}))

    def _ask(self, what: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(  # noqa: S310  # the address of the sandbox
            f"{self.url}/_sandbox/{what}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310  # the address of the sandbox
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SandboxError(error.read().decode()) from None

    def publish_metrics(self, service_name: str, measured: dict[str, list[float]]) -> None:
        """Publish metrics of a service, as App Runner does: values by the name of the metric."""
        self.control(publish_metrics={"service_name": service_name, "measured": measured})

    def inventory(self) -> dict[str, list[str]]:
        """Return the resources in the account by kind; empty if there are none."""
        return inventory.take(self.client)
