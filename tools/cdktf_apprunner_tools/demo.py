"""``cdktf-apprunner demo``: a whole deployment of the project in the current folder, on one machine.

Starts a local AWS, deploys the registry with the real cdktf, pushes an image, deploys an environment, shows
the service, its answer and its log groups, plans again, destroys everything and shows that nothing is left.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from cdktf_apprunner.environments import Environment, EnvironmentsError, LocalState, load
from cdktf_apprunner_tools import project, terraform
from cdktf_apprunner_tools.errors import Stopped, Unusable
from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings
from cdktf_apprunner_tools.sandbox.client import curls
from cdktf_apprunner_tools.sandbox.runs import HOST

OUT = Console(highlight=False)
APPLICATION = f"""
import http.server, os

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"Hello from {{self.headers['Host']}}\\n".encode())

http.server.ThreadingHTTPServer(("{HOST}", int(os.environ["PORT"])), Handler).serve_forever()
"""
"""What stands for the image: it answers every path, that of the health check too."""


class Failed(Stopped):
    """A step failed; the text is the output of its command."""


@click.command()
def demo() -> None:
    """Deploy the project to a local AWS with cdktf, then destroy everything.

    Deploys the registry and the first environment that keeps its state in a file. Needs Terraform, cdktf
    and the extra sandbox; nothing reaches the real AWS.
    """
    if reason := terraform.missing():
        raise Unusable(reason)
    environment = choose()
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        try:
            settled = show(Path(folder), environment)
        except SandboxError as error:
            raise Unusable(str(error)) from None
    if not settled:
        raise Stopped("something changed in the second plan, or is left")


def choose() -> Environment:
    """Return the first environment whose state is a file and whose image is in the registry."""
    try:
        loaded = load(Path("environments"))
    except EnvironmentsError as error:
        raise Stopped(str(error)) from None
    repository = loaded.registry.repository_name
    for each in loaded.environments:
        if isinstance(each.backend, LocalState) and each.image.own_repository == repository:
            return each
    raise Unusable(
        "the demo deploys an environment that keeps its state in a file (LocalState) and runs an image of "
        "the registry; there is none in environments/"
    )


def show(folder: Path, environment: Environment) -> bool:
    """Run the steps, with state and output in the given folder; return whether all is as it should be."""
    name, tag = environment.name, environment.image.tag or "latest"
    repository = environment.image.own_repository or ""
    with step("Start a local AWS"):
        settings = Settings(account_id=environment.account_id, operation_seconds=2, rate_seconds=1)
        application = folder / "application.py"
        application.write_text(APPLICATION)
        command = shlex.join([sys.executable, str(application)])
        sandbox = Sandbox(settings, region=environment.region, runs={repository: command})
        sandbox.start()
    try:
        cdktf = Cdktf(folder, sandbox)
        with step("cdktf deploy registry"):
            cdktf.run("deploy", "registry", "--auto-approve")
        with step(f"Push {repository}:{tag}"):
            digest = sandbox.push(repository, tag)
        OUT.print(f"  {digest}")
        with step(f"cdktf deploy {name}"):
            cdktf.run("deploy", name, "--auto-approve")
        describe(sandbox)
        request(sandbox)
        with step(f"cdktf deploy {name} again: Terraform adopts the log groups App Runner made"):
            cdktf.run("deploy", name, "--auto-approve")
        with step("Plan once more"):
            changes = cdktf.changes(name)
        OUT.print(f"  {'; '.join(changes) or 'no changes'}")
        with step(f"cdktf destroy {name} registry"):
            cdktf.run("destroy", name, "--auto-approve")
            images = [{"imageTag": tag}]
            sandbox.client("ecr").batch_delete_image(repositoryName=repository, imageIds=images)
            cdktf.run("destroy", "registry", "--auto-approve")
        left = sandbox.inventory()
        OUT.print(f"  {left or 'nothing left'}")
        return not left and not changes
    finally:
        with step("Stop the local AWS"):
            sandbox.stop()


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print the step and how long it took."""
    started = time.monotonic()
    OUT.print(f"[bold]{what}[/bold] …")
    yield
    OUT.print(f"  done in {time.monotonic() - started:.1f} s")


class Cdktf:
    """The real cdktf, connected to the local AWS."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.outdir = folder / "cdktf.out"
        here = (str(Path(name).absolute()) for name in (".venv/bin", "node_modules/.bin"))
        self.variables = {
            **os.environ,
            **terraform.environment(),
            **sandbox.environment,
            # The Node that was installed with the library, beside this Python, comes last.
            "PATH": os.pathsep.join((*here, os.environ["PATH"], str(Path(sys.executable).parent))),
            "CI": "1",
            "DISABLE_VERSION_CHECK": "1",
        }
        if shutil.which("cdktf", path=self.variables["PATH"]) is None:
            raise Unusable(project.CDKTF_NOT_FOUND)

    def run(self, command: str, *arguments: str) -> None:
        """Run a command, without the public registry's checksums: a local mirror doesn't have them."""
        done = subprocess.run(
            ["cdktf", command, *arguments, "--output", str(self.outdir), *self._flags(command)],
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"cdktf {command} failed:\n{done.stdout}\n{done.stderr}")

    @staticmethod
    def _flags(command: str) -> list[str]:
        return ["--skip-provider-lock"] if command in ("deploy", "diff") else []

    def changes(self, stack: str) -> list[str]:
        """Return the changes in a new plan of a stack."""
        return terraform.Terraform(self.outdir / "stacks" / stack, self.variables).changes()


def describe(sandbox: Sandbox) -> None:
    """Show the service and its log groups with their retention."""
    for service in sandbox.client("apprunner").list_services()["ServiceSummaryList"]:
        OUT.print(f"  {service['ServiceName']}: {service['Status']} at https://{service['ServiceUrl']}")
    time.sleep(1)  # the schedules run within seconds, as in EventBridge Scheduler
    for group in sandbox.client("logs").describe_log_groups()["logGroups"]:
        OUT.print(f"  {group['logGroupName']}: {group.get('retentionInDays', 'no')} days")


def request(sandbox: Sandbox) -> None:
    """Show how to reach the services, and what they answer."""
    for one in sandbox.urls():
        for command in curls(one):
            OUT.print(f"  $ {command}", soft_wrap=True)
        with urllib.request.urlopen(one["url"]) as answer:  # noqa: S310  # the address of the sandbox
            OUT.print(f"  {answer.read().decode().strip()}")
