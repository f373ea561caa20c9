"""``cdktf-apprunner workflow …``: what the workflows of a pipeline call."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, TextIO

import click
import requests

from cdktf_apprunner_tools import project
from cdktf_apprunner_tools.errors import Stopped, Unusable
from cdktf_apprunner_tools.pipeline.github import GitHub
from cdktf_apprunner_tools.pipeline.plans import changes
from cdktf_apprunner_tools.pipeline.stacks import Stack, find

WORKFLOW = "plan.yml"
"""The workflow that plans pull requests."""


@click.group()
def workflow() -> None:
    """Commands that the workflows of a pipeline call."""


@workflow.command()
def stacks() -> None:
    """Print the stacks for a workflow, as a matrix and by name."""
    found = find(project.outdir())
    here = [stack.name for stack in found.values() if stack.keeps_state_here]
    if here:
        verb = "keep their state in files" if len(here) > 1 else "keeps its state in a file"
        raise Unusable(f"{', '.join(here)} {verb}, which a pipeline loses: use S3State or TerraformCloud")
    facts = {name: stack.facts for name, stack in found.items()}
    click.echo(f"matrix={json.dumps(list(facts.values()))}")
    click.echo(f"stacks={json.dumps(facts)}")


@workflow.command()
@click.argument("stack", envvar="ENV")
def changed(stack: str) -> None:
    """Print whether STACK's plan changes anything."""
    kept = json.loads(Stack(stack, project.outdir()).plan_json.read_text(encoding="utf-8"))
    click.echo(f"changed={json.dumps(bool(changes(kept)))}")


@workflow.command()
@click.argument("text", type=click.File(encoding="utf-8"))
@click.argument("number", envvar="PULL_REQUEST", type=int)
def comment(text: TextIO, number: int) -> None:
    """Post TEXT, a file or -, as the comment on pull request NUMBER, in place of an earlier one."""
    click.echo(_call(lambda: _github().comment(number, text.read())))


@workflow.command()
@click.argument("commit", envvar="GITHUB_SHA")
def reviewed(commit: str) -> None:
    """Print the run that planned the merged COMMIT."""
    run = _call(lambda: _github().reviewed_run(commit, WORKFLOW))
    if run is None:
        raise Stopped(f"no pull request with a reviewed plan was merged as {commit}; start by hand instead")
    click.echo(f"run={run}")


def _github() -> GitHub:
    """Return the repository that the workflow runs in."""
    try:
        return GitHub(
            os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"]
        )
    except KeyError as missing:
        raise Unusable(f"{missing.args[0]} isn't set; a GitHub workflow sets it") from None


def _call(ask_github: Callable[[], Any]) -> Any:
    """Call GitHub; report an error in one line."""
    try:
        return ask_github()
    except requests.RequestException as error:
        raise Stopped(f"GitHub: {error}") from None
