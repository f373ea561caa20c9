"""``make demo``: a whole deployment of the project in the current folder, on one machine.

Starts a local AWS, deploys the registry with the real cdktf, pushes an image, deploys dev, shows the
service and its log groups, plans again, destroys everything and shows that nothing is left.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from cdktf_apprunner_tools import terraform
from cdktf_apprunner_tools.sandbox import Sandbox, Settings

OUT = Console(highlight=False)


class Failed(Exception):  # noqa: N818  # raised for a step of the demo
    """A step failed; the text is the output of its command."""


def main() -> int:
    """Run the steps. Return 1 where a step fails, and 2 where Terraform or its provider is missing."""
    if reason := terraform.missing():
        print(f"make demo: {reason}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        try:
            return show(Path(folder))
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1


def show(folder: Path) -> int:
    """Run the steps, with state and output in the given folder."""
    with step("Start a local AWS"):
        sandbox = Sandbox(Settings(operation_seconds=2, rate_seconds=1))
        sandbox.start()
    try:
        cdktf = Cdktf(folder, sandbox)
        with step("cdktf deploy registry"):
            cdktf.run("deploy", "registry", "--auto-approve")
        with step("Push shop:dev"):
            digest = sandbox.push("shop", "dev")
        OUT.print(f"  {digest}")
        with step("cdktf deploy dev"):
            cdktf.run("deploy", "dev", "--auto-approve")
        describe(sandbox)
        with step("cdktf deploy dev again: Terraform adopts the log groups App Runner made"):
            cdktf.run("deploy", "dev", "--auto-approve")
        with step("Plan once more"):
            changes = cdktf.changes("dev")
        OUT.print(f"  {'; '.join(changes) or 'no changes'}")
        with step("cdktf destroy dev registry"):
            cdktf.run("destroy", "dev", "--auto-approve")
            sandbox.client("ecr").batch_delete_image(repositoryName="shop", imageIds=[{"imageTag": "dev"}])
            cdktf.run("destroy", "registry", "--auto-approve")
        left = sandbox.inventory()
        OUT.print(f"  {left or 'nothing left'}")
        return 1 if left or changes else 0
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
        programs = (str(Path(name).absolute()) for name in (".venv/bin", "node_modules/.bin"))
        self.variables = {
            **os.environ,
            **terraform.environment(),
            **sandbox.environment,
            "PATH": os.pathsep.join((*programs, os.environ["PATH"])),
            "CI": "1",
            "DISABLE_VERSION_CHECK": "1",
        }

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


if __name__ == "__main__":
    sys.exit(main())
