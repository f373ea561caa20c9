"""``make plan``, ``make review``, ``make deploy``, and the commands that workflows call.

They work on the project in the current folder. Every argument can also come from an environment variable,
so make and workflows only set variables.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import click
import requests

from cdktf_apprunner_tools import terraform
from cdktf_apprunner_tools.pipeline.errors import Stopped, Unusable
from cdktf_apprunner_tools.pipeline.github import GitHub
from cdktf_apprunner_tools.pipeline.plans import changes
from cdktf_apprunner_tools.pipeline.stacks import LOCK_TIMEOUT, Stack, find, synthesize

OUTDIR = Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out"))
WORKFLOW = "plan.yml"
"""The workflow that plans pull requests."""


@click.group()
def main() -> None:
    """Plan, review and deploy the stacks."""


def stack_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments that plan and deploy share."""
    click.argument("stack", envvar="ENV", default="")(command)
    click.option("--image-tag", envvar="IMAGE_TAG", help="An image tag in place of the environment's.")(
        command
    )
    click.option(
        "--synthesized", envvar="SYNTHESIZED", is_flag=True, help="Use cdktf.out as it is; don't synthesize."
    )(command)
    click.option(
        "--reviewed",
        envvar="REVIEWED",
        type=click.Path(path_type=Path),
        help="Folder of reviewed plans; stop where the new plan differs.",
    )(command)
    return command


@main.command()
@stack_options
def plan(stack: str, image_tag: str | None, synthesized: bool, reviewed: Path | None) -> None:
    """Plan STACK and write the plan to plans/."""
    chosen = choose(stack, synthesized)
    fresh = chosen.plan(image_tag)
    if reviewed:
        chosen.check(fresh, reviewed)


@main.command()
@stack_options
@click.option("--auto-approve", envvar="AUTO_APPROVE", is_flag=True, help="Apply without asking.")
def deploy(
    stack: str, image_tag: str | None, synthesized: bool, reviewed: Path | None, auto_approve: bool
) -> None:
    """Plan STACK, show the review, ask, and apply that plan. --reviewed replaces review and question."""
    chosen = choose(stack, synthesized)
    fresh = chosen.plan(image_tag, lock=LOCK_TIMEOUT)
    if not changes(fresh):
        click.echo(f"{chosen.name}: nothing to change")
        return
    if reviewed:
        chosen.check(fresh, reviewed)
    else:
        click.echo(read([chosen.plan_json], "text"))
        if not auto_approve:
            ask(chosen.name)
    chosen.apply()


@main.command()
@click.argument("stack", envvar="ENV", default="")
def review(stack: str) -> None:
    """Review STACK's plan, or every plan in plans/. Name the stacks without a plan."""
    asked = [stack] if stack else list(find(OUTDIR))
    planned = [path for name in asked if (path := Stack(name, OUTDIR).plan_json).exists()]
    if not planned:
        raise Unusable(f"there is no plan to review; make plan ENV={stack or 'dev'} makes one")
    if unplanned := [name for name in asked if name not in {path.stem for path in planned}]:
        click.echo(f"**Not planned: {', '.join(unplanned)}.**\n")
    click.echo(read(planned, "markdown"))


def choose(name: str, synthesized: bool) -> Stack:
    """Return a stack by its name, after a synthesis unless ``synthesized``; stop without Terraform."""
    if terraform.executable() is None:
        raise Unusable("terraform is not on PATH: install Terraform 1.7 or newer, or OpenTofu")
    if not synthesized:
        synthesize(OUTDIR)
    stacks = find(OUTDIR)
    if name not in stacks:
        reason = f"there is no environment {name!r}" if name else "no environment was given"
        raise Unusable(f"{reason}; ENV is one of {', '.join(stacks)}")
    return stacks[name]


def read(plans: list[Path], form: str) -> str:
    """Return the review of plans."""
    command = [sys.executable, "-m", "cdktf_apprunner_tools.review", "--format", form, *map(str, plans)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Stopped("the plans can't be reviewed")
    return done.stdout


def ask(name: str) -> None:
    """Ask, and stop unless the answer is yes."""
    try:
        agreed = click.confirm(f"Apply this to {name}?")
    except click.Abort:
        raise Unusable("nobody answered; AUTO_APPROVE=1 applies without asking") from None
    if not agreed:
        raise Stopped(f"{name}: nothing was applied")


@main.command()
def stacks() -> None:
    """Print the stacks for a workflow, as a matrix and by name."""
    found = find(OUTDIR)
    here = [stack.name for stack in found.values() if stack.keeps_state_here]
    if here:
        verb = "keep their state in files" if len(here) > 1 else "keeps its state in a file"
        raise Unusable(f"{', '.join(here)} {verb}, which a pipeline loses: use S3State or TerraformCloud")
    facts = {name: stack.facts for name, stack in found.items()}
    click.echo(f"matrix={json.dumps(list(facts.values()))}")
    click.echo(f"stacks={json.dumps(facts)}")


@main.command()
@click.argument("stack", envvar="ENV")
def changed(stack: str) -> None:
    """Print whether STACK's plan changes anything, for a workflow."""
    kept = json.loads(Stack(stack, OUTDIR).plan_json.read_text(encoding="utf-8"))
    click.echo(f"changed={json.dumps(bool(changes(kept)))}")


@main.command()
@click.argument("text", type=click.File(encoding="utf-8"))
@click.argument("number", envvar="PULL_REQUEST", type=int)
def comment(text: TextIO, number: int) -> None:
    """Post TEXT, a file or -, as the comment on pull request NUMBER, in place of an earlier one."""
    click.echo(call(lambda: github().comment(number, text.read())))


@main.command()
@click.argument("commit", envvar="GITHUB_SHA")
def reviewed(commit: str) -> None:
    """Print the run that planned the merged COMMIT, for a workflow."""
    run = call(lambda: github().reviewed_run(commit, WORKFLOW))
    if run is None:
        raise Stopped(f"no pull request with a reviewed plan was merged as {commit}; start by hand instead")
    click.echo(f"run={run}")


def github() -> GitHub:
    """Return the repository that the workflow runs in."""
    try:
        return GitHub(
            os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"]
        )
    except KeyError as missing:
        raise Unusable(f"{missing.args[0]} isn't set; a GitHub workflow sets it") from None


def call(ask_github: Callable[[], Any]) -> Any:
    """Call GitHub; report an error in one line."""
    try:
        return ask_github()
    except requests.RequestException as error:
        raise Stopped(f"GitHub: {error}") from None


if __name__ == "__main__":
    try:
        main()
    except terraform.TerraformError as error:
        sys.exit(f"pipeline: {error}")
