"""``cdktf-apprunner new`` and ``cdktf-apprunner upgrade``."""

from __future__ import annotations

import json
import sys
import uuid
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from cdktf_apprunner_tools.errors import PROGRAM, Stopped, Unusable
from cdktf_apprunner_tools.new import project
from cdktf_apprunner_tools.new.answers import LOCAL, Answers, requirement
from cdktf_apprunner_tools.new.template import PIPENV


@click.command()
@click.argument("name")
@click.option("--account", help="The AWS account, 12 digits; asked on a terminal.")
@click.option("--region", help="The region, such as eu-west-1; asked on a terminal.")
@click.option("--repository", help="The ECR repository of the images; by default NAME.")
@click.option(
    "--environments", default="dev,staging,prod", show_default=True, help="In the order of deployment."
)
@click.option(
    "--state",
    default=LOCAL,
    show_default=True,
    help="local, s3://BUCKET/PREFIX or app.terraform.io/ORGANIZATION.",
)
@click.option(
    "--workflows/--no-workflows",
    default=None,
    help="Write workflows for GitHub; by default where the state isn't local.",
)
@click.option(
    "--library", help="Where the project gets the library: a wheel, or a git+https address; see below."
)
def new(
    name: str,
    account: str | None,
    region: str | None,
    repository: str | None,
    environments: str,
    state: str,
    workflows: bool | None,
    library: str | None,
) -> None:
    """Write a new project.

    Its folder is NAME. It has main.py, cdktf.json, a file for each environment, tests and a Pipfile. An
    environment whose name begins with prod gets the guard of production. Nothing is overwritten.

    --library is by default where this program was installed from: a version of the package index, a wheel
    or a git address. A wheel is copied into the project.
    """
    folder = Path(name)
    found, wheel = requirement(library, Path()) if library else installed_from()
    needed = {"--account": account, "--region": region}
    if not sys.stdin.isatty() and (missing := [option for option, given in needed.items() if not given]):
        raise Unusable(f"{' and '.join(missing)} must be given where nobody can be asked")
    answers = Answers(
        name=folder.name,
        repository=repository or folder.name,
        account_id=account or click.prompt("AWS account"),
        region=region or click.prompt("Region"),
        environments=tuple(part.strip() for part in environments.split(",") if part.strip()),
        state=state,
        workflows=state != LOCAL if workflows is None else workflows,
        library=found,
        project_id=str(uuid.uuid4()),
    )
    answers.check()
    if not project.write(folder, answers, wheel):
        click.echo(f"{folder} is written already; nothing changed")
        return
    click.echo("\n".join(_next_steps(folder, answers)))


@click.command()
@click.option("--library", help="Where the project gets the library from now on, as for new.")
def upgrade(library: str | None) -> None:
    """Bring a project to the template of this version.

    Runs in the project's folder. Your edits are kept: git merges the template's changes into them.
    Environments and README.md are yours and stay as they are. Where an edit and a change of the template
    meet, the file holds both, between marks, and the exit code is 1.
    """
    here = Path()
    kept = project.read(here)
    answers = Answers.from_json(kept["answers"])
    if library or answers.library is not None:
        found, wheel = requirement(library, here) if library else installed_from()
        answers = evolve(answers, library=found)
        if wheel:
            project.keep(wheel, here)
    merged = project.upgrade(here, answers)
    for each in merged:
        click.echo(f"{'conflict' if each.conflict else 'changed':10}{each.path}")
    if conflicts := sum(each.conflict for each in merged):
        raise Stopped(f"{conflicts} of the files hold your text and the template's between marks; choose one")
    click.echo("pipenv lock, then pytest" if merged else "nothing to change")


def installed_from() -> tuple[dict[str, Any] | None, Path | None]:
    """Return where this program was installed from: ``None`` for the package index."""
    text = distribution(PROGRAM).read_text("direct_url.json")
    if text is None:
        return None, None
    found = json.loads(text)
    if "vcs_info" in found:
        return {"git": found["url"], "ref": found["vcs_info"]["commit_id"]}, None
    if found["url"].startswith("file://"):
        return requirement(found["url"].removeprefix("file://"), Path())
    return {"file": found["url"]}, None


def _next_steps(folder: Path, answers: Answers) -> list[str]:
    first = answers.environments[0]
    steps = [
        f"cd {folder}",
        f"python3 -m pip install pipenv=={PIPENV}",
        "PIPENV_VENV_IN_PROJECT=1 pipenv install",
        "source .venv/bin/activate",
        "cdktf-apprunner doctor                   # what else is needed",
        "cdktf-apprunner synth && pytest          # without AWS",
        "cdktf-apprunner lock                     # the versions of the providers",
        "cdktf-apprunner deploy registry          # then push an image, with the tag " + first,
        f"cdktf-apprunner deploy {first}",
    ]
    notes = []
    if answers.workflows and answers.state == LOCAL:
        notes = [
            "",
            "The workflows refuse state in local files: choose another backend in environments/*.py.",
        ]
    return [f"{folder} is written. Next:", *(f"  {step}" for step in steps), *notes]
