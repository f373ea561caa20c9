"""``python -m tools.planreview PLAN.json…``: the comment goes to stdout, what is wrong to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "constructs"))

import click

from cdktf_apprunner.prices import PRICES
from tools.planreview.errors import PlanError
from tools.planreview.live import LivePrices
from tools.planreview.markdown import markdown
from tools.planreview.phrase import printable
from tools.planreview.plan import find, read
from tools.planreview.review import Review, review
from tools.planreview.risks import RISKS
from tools.planreview.structured import structured
from tools.planreview.text import text

FORMATS = {"markdown": markdown, "text": text, "json": structured}


def _names(context: click.Context, option: click.Parameter, value: str | None) -> list[str]:
    names = [name.strip() for name in (value or "").split(",") if name.strip()]
    for name in names:
        if name not in RISKS:
            raise PlanError(f"--fail-on: {name!r} is no risk; allowed are {', '.join(sorted(RISKS))}")
    return names


@click.command()
@click.argument("plans", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PLAN.json…")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="markdown", show_default=True,
    help="What is written to stdout.",
)  # fmt: skip
@click.option("--fail-on", callback=_names, metavar="RISK,…", help="End with 1 where one of these is found.")
@click.option("--live-prices", is_flag=True, help="Ask AWS's price list; needs pricing:GetProducts.")
def main(plans: tuple[Path, ...], form: str, fail_on: list[str], live_prices: bool) -> None:
    """Review Terraform plans: files that terraform show -json printed, or folders of them.

    Ends with 0, with 1 where a risk of --fail-on is found, or with 2 where a file can't be reviewed.
    """
    price_of = LivePrices().get if live_prices else PRICES.get
    reviews = [review(read(path), price_of) for path in find(plans)]
    click.echo(FORMATS[form](reviews), nl=False)
    failed = list(_found(reviews, fail_on))
    for line in failed:
        click.echo(f"planreview: {line}", err=True)
    sys.exit(1 if failed else 0)


def _found(reviews: Iterable[Review], names: list[str]) -> Iterable[str]:
    for item in reviews:
        for finding in item.findings:
            if finding.risk.name in names:
                yield f"{printable(item.plan.name)}: {finding.risk.name}: {finding.risk.meaning}"


def run() -> None:
    """Run it; what can't be reviewed is one line."""
    try:
        main()
    except PlanError as error:
        click.echo(f"planreview: {printable(str(error))}", err=True)
        sys.exit(2)
    except RecursionError:
        click.echo("planreview: a plan nests too deeply to be one", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
