"""Plan, review, deploy and destroy the stacks of the project in the current folder.

Every argument can also come from an environment variable, so make and workflows only set variables.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from cdktf_apprunner_tools import project, terraform
from cdktf_apprunner_tools.errors import PROGRAM, Stopped, Unusable
from cdktf_apprunner_tools.pipeline.plans import changes
from cdktf_apprunner_tools.pipeline.stacks import LOCK_TIMEOUT, Stack, find, synthesize
from cdktf_apprunner_tools.review import reviews

ENVIRONMENT = click.argument("stack", envvar="ENV", default="")
SYNTHESIZED = click.option(
    "--synthesized", envvar="SYNTHESIZED", is_flag=True, help="Use cdktf.out as it is; don't synthesize."
)
AUTO_APPROVE = click.option("--auto-approve", envvar="AUTO_APPROVE", is_flag=True, help="Don't ask.")
IMAGE_TAG = click.option(
    "--image-tag", envvar="IMAGE_TAG", help="An image tag in place of the environment's."
)
REVIEWED = click.option(
    "--reviewed",
    envvar="REVIEWED",
    type=click.Path(path_type=Path),
    help="Folder of reviewed plans; stop where the new plan differs. Nothing is asked.",
)


def _options(*parts: Callable[..., Callable[..., None]]) -> Callable[..., Callable[..., None]]:
    def add(command: Callable[..., None]) -> Callable[..., None]:
        for part in reversed(parts):
            command = part(command)
        return command

    return add


@click.command()
@_options(ENVIRONMENT, IMAGE_TAG, SYNTHESIZED, REVIEWED)
def plan(stack: str, image_tag: str | None, synthesized: bool, reviewed: Path | None) -> None:
    """Plan STACK and write the plan to plans/.

    STACK is registry or the name of an environment. The file STACK.json is the plan without secrets, for a
    review; STACK.tfplan is the plan for Terraform.
    """
    chosen = choose(stack, synthesized)
    fresh = chosen.plan(image_tag)
    if reviewed:
        chosen.check(fresh, reviewed)


@click.command()
@_options(ENVIRONMENT, IMAGE_TAG, SYNTHESIZED, REVIEWED, AUTO_APPROVE)
def deploy(
    stack: str, image_tag: str | None, synthesized: bool, reviewed: Path | None, auto_approve: bool
) -> None:
    """Plan STACK, show the review, ask, and apply that plan."""
    chosen = choose(stack, synthesized)
    fresh = chosen.plan(image_tag, lock=LOCK_TIMEOUT)
    if not changes(fresh):
        click.echo(f"{chosen.name}: nothing to change")
        return
    if reviewed:
        chosen.check(fresh, reviewed)
    else:
        _show_and_ask(chosen, f"Apply this to {chosen.name}?", auto_approve)
    chosen.apply()


@click.command()
@_options(ENVIRONMENT, SYNTHESIZED, AUTO_APPROVE)
@click.option("--no-refresh", is_flag=True, help="Don't read AWS first: for an image that is gone already.")
def destroy(stack: str, synthesized: bool, auto_approve: bool, no_refresh: bool) -> None:
    """Plan to destroy STACK, show the review, ask, and destroy it.

    Destroy the registry last. It must hold no images.
    """
    chosen = choose(stack, synthesized)
    refresh = ["-refresh=false"] if no_refresh else []
    if not changes(chosen.plan(None, "-destroy", *refresh, lock=LOCK_TIMEOUT)):
        click.echo(f"{chosen.name}: nothing to destroy")
        return
    _show_and_ask(chosen, f"Destroy {chosen.name}?", auto_approve)
    chosen.apply()


def _risks(context: click.Context, option: click.Parameter, value: str | None) -> list[str]:
    return reviews.risk_names(value or "")


@click.command()
@click.argument("plans", nargs=-1, envvar="ENV", metavar="[STACK | PLAN.json | FOLDER]…")
@click.option(
    "--format", "form", type=click.Choice(list(reviews.FORMATS)), default="markdown", show_default=True,
    help="Format of the output.",
)  # fmt: skip
@click.option(
    "--fail-on", callback=_risks, metavar="RISK,…", help="Exit with 1 where one of these risks is found."
)
@click.option("--live-prices", is_flag=True, help="Read AWS's price list; needs pricing:GetProducts.")
def review(plans: tuple[str, ...], form: str, fail_on: list[str], live_prices: bool) -> None:
    """Print the changes, risks and cost of plans.

    Reviews the plans of all stacks, of some stacks, or files that terraform show -json printed and folders
    of them. Exits with 1 where a risk of --fail-on is found, and with 2 where a file can't be reviewed.
    """
    files = [Path(name) for name in plans if name.endswith(".json") or Path(name).is_dir()]
    stacks = [name for name in plans if Path(name) not in files]
    if stacks or not plans:
        planned, unplanned = _plans_of(stacks)
        files += planned
        if unplanned and form == "markdown":
            click.echo(f"**Not planned: {', '.join(unplanned)}.**\n")
    found = reviews.review_all(files, live_prices=live_prices)
    click.echo(reviews.FORMATS[form](found), nl=False)
    if failing := reviews.failing(found, fail_on):
        raise Stopped("\n".join(failing))


def _plans_of(stacks: list[str]) -> tuple[list[Path], list[str]]:
    """Return the plans of stacks, by default of all, and the names of those without a plan."""
    outdir = project.outdir()
    asked = stacks or list(find(outdir))
    plans = {name: Stack(name, outdir).plan_json for name in asked}
    planned = [path for path in plans.values() if path.exists()]
    if not planned:
        example = stacks[0] if stacks else "dev"
        raise Unusable(f"there is no plan to review; {PROGRAM} plan {example} makes one")
    return planned, [name for name, path in plans.items() if path not in planned]


def choose(name: str, synthesized: bool) -> Stack:
    """Return a stack by its name, after a synthesis unless ``synthesized``; stop without Terraform."""
    if terraform.executable() is None:
        raise Unusable(terraform.NOT_FOUND)
    outdir = project.outdir()
    if not synthesized:
        synthesize(outdir)
    stacks = find(outdir)
    if name not in stacks:
        reason = f"there is no stack {name!r}" if name else "no stack was given"
        raise Unusable(f"{reason}; there are {', '.join(stacks)}")
    return stacks[name]


def _show_and_ask(stack: Stack, question: str, auto_approve: bool) -> None:
    """Show the review of a stack's plan; stop unless somebody agrees."""
    click.echo(reviews.FORMATS["text"](reviews.review_all([stack.plan_json])), nl=False)
    if auto_approve:
        return
    try:
        agreed = click.confirm(question)
    except click.Abort:
        raise Unusable("nobody answered; --auto-approve doesn't ask") from None
    if not agreed:
        raise Stopped(f"{stack.name}: nothing was applied")
