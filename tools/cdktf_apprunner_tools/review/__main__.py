"""``python -m cdktf_apprunner_tools.review PLAN.json…``: the comment goes to stdout, errors go to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from cdktf_apprunner.prices import PRICES
from cdktf_apprunner_tools.review.errors import PlanError
from cdktf_apprunner_tools.review.live import LivePrices
from cdktf_apprunner_tools.review.markdown import markdown
from cdktf_apprunner_tools.review.phrase import printable
from cdktf_apprunner_tools.review.plan import find, read
from cdktf_apprunner_tools.review.review import Review, review
from cdktf_apprunner_tools.review.risks import RISKS
from cdktf_apprunner_tools.review.structured import structured
from cdktf_apprunner_tools.review.text import text

FORMATS = {"markdown": markdown, "text": text, "json": structured}


def _names(context: click.Context, option: click.Parameter, value: str | None) -> list[str]:
    names = [name.strip() for name in (value or "").split(",") if name.strip()]
    for name in names:
        if name not in RISKS:
            raise PlanError(f"--fail-on: {name!r} isn't a risk; allowed are {', '.join(sorted(RISKS))}")
    return names


@click.command()
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PLAN.json…")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="markdown", show_default=True,
    help="Format of the output.",
)  # fmt: skip
@click.option(
    "--fail-on", callback=_names, metavar="RISK,…", help="Exit with 1 where one of these risks is found."
)
@click.option("--live-prices", is_flag=True, help="Read AWS's price list; needs pricing:GetProducts.")
def main(plans: tuple[Path, ...], form: str, fail_on: list[str], live_prices: bool) -> None:
    """Review Terraform plans: files that terraform show -json printed, or folders of them.

    The exit code is 0, 1 where a risk of --fail-on is found, or 2 where a file can't be reviewed.
    """
    price_of = LivePrices().get if live_prices else PRICES.get
    reviews = [review(read(path), price_of) for path in find(plans)]
    click.echo(FORMATS[form](reviews), nl=False)
    failed = list(_found(reviews, fail_on))
    for line in failed:
        click.echo(f"review: {line}", err=True)
    sys.exit(1 if failed else 0)


def _found(reviews: Iterable[Review], names: list[str]) -> Iterable[str]:
    for item in reviews:
        for finding in item.findings:
            if finding.risk.name in names:
                yield f"{printable(item.plan.name)}: {finding.risk.name}: {finding.risk.meaning}"


def run() -> None:
    """Run the command; print one line where a plan can't be reviewed."""
    try:
        main()
    except PlanError as error:
        click.echo(f"review: {printable(str(error))}", err=True)
        sys.exit(2)
    except RecursionError:
        click.echo("review: a plan is nested too deeply", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
