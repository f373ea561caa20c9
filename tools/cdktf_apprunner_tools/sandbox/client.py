"""The sandbox as a Python object."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from importlib.util import find_spec
from types import TracebackType
from typing import Any

import boto3
import botocore.session
from attrs import asdict, evolve
from botocore.config import Config

from cdktf_apprunner_tools.sandbox import inventory
from cdktf_apprunner_tools.sandbox.settings import Settings

PACKAGES = ("moto", "psutil", "werkzeug")
"""What the extra ``sandbox`` brings."""
REGION = "eu-west-1"
TOKEN_VARIABLE = "CDKTF_APPRUNNER_SANDBOX_TOKEN"  # noqa: S105  # the name of the variable
MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json"


def _session() -> boto3.Session:
    """Return a session that doesn't read ``AWS_PROFILE``, which may name a profile that isn't there."""
    return boto3.Session(botocore_session=botocore.session.Session({"profile": (None, None, None, None)}))


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
    runs
        Commands that stand for sources, as in `Settings`.

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

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        port: int = 0,
        region: str = REGION,
        runs: dict[str, str] | None = None,
    ) -> None:
        self.settings = settings or Settings()
        if runs:
            self.settings = evolve(self.settings, runs=runs)
        self.region = region
        self._port = port
        self._process: subprocess.Popen[str] | None = None
        self._clients: dict[tuple[str, str, str], Any] = {}
        self._token = secrets.token_urlsafe()
        self.url = ""
        self.listener = ""
        """Host and port of the listener that serves each running service at its own host."""

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
            ],
            env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C must reach only the command; the sandbox stops after it
        )
        self._write(json.dumps({"token": self._token, "settings": asdict(self.settings)}, default=str))
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line.startswith("ready "):
            self.stop()
            raise SandboxError(line or "the sandbox couldn't be started")
        _, port, listener = line.split()
        self.url = f"http://127.0.0.1:{port}"
        self.listener = f"127.0.0.1:{listener}"

    def stop(self) -> None:
        """Stop the process, after the processes it guards."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        with suppress(OSError):  # it may have ended already
            self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None

    def guard(self, pid: int) -> None:
        """End a process when the sandbox ends, for any reason."""
        self._write(f"guard {pid}")

    def wait(self) -> None:
        """Wait until its process ends, for any reason."""
        if self._process is not None:
            self._process.wait()

    def _write(self, line: str) -> None:
        """Write a line to the process; one that has ended doesn't read it."""
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point Terraform, boto3, the AWS CLI and ``sandbox urls`` to the sandbox."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "sandbox",
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            TOKEN_VARIABLE: self._token,
        }

    def client(self, service: str, region: str | None = None, account_id: str = "sandbox") -> Any:
        """Return a boto3 client of a service, for the sandbox's account or another."""
        key = (service, region or self.region, account_id)
        if key not in self._clients:  # creating a client takes longer than most calls
            self._clients[key] = _session().client(
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

    def urls(self) -> list[dict[str, Any]]:
        """Return the addresses of each service that runs: its ``hosts`` and its ``url``."""
        return list(self._ask("urls", {}))

    def http_url(self, service: str) -> str:
        """Return a loopback address of a service that runs, by its name or ARN."""
        for one in self.urls():
            if service in (one["service"], one["arn"]):
                return str(one["url"])
        raise SandboxError(f"{service} doesn't run; the argument runs gives its source a command")

    def publish_metrics(self, service_name: str, measured: dict[str, list[float]]) -> None:
        """Publish metrics of a service, as App Runner does: values by the name of the metric."""
        self.control(publish_metrics={"service_name": service_name, "measured": measured})

    def inventory(self) -> dict[str, list[str]]:
        """Return the resources in the account by kind; empty if there are none."""
        return inventory.take(self.client)

    def _ask(self, what: str, body: dict[str, Any]) -> Any:
        return ask(self.url, self._token, what, body)


def curls(one: dict[str, Any]) -> list[str]:
    """Return the commands that reach a service of `Sandbox.urls` at its hosts."""
    return [f"curl --connect-to ::{one['connect_to']} http://{host}/" for host in one["hosts"]]


def ask(endpoint: str, token: str, what: str, body: dict[str, Any]) -> Any:
    """Send a control request to a sandbox, and return its answer."""
    if not endpoint:
        raise SandboxError("the sandbox hasn't been started")
    request = urllib.request.Request(  # noqa: S310  # the address of the sandbox
        f"{endpoint}/_sandbox/{what}",
        json.dumps(body, default=str).encode(),
        {"Content-Type": "application/json", "X-Sandbox-Token": token},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise SandboxError(error.read().decode().strip()) from None
    except (OSError, http.client.HTTPException, ValueError):
        raise SandboxError(f"no sandbox answers at {endpoint}") from None
