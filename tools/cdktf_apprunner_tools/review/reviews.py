"""The reviews of several plans, and the formats that write them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

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


def review_all(plans: Iterable[Path], *, live_prices: bool = False) -> list[Review]:
    """Review plans: files that ``terraform show -json`` printed, or folders of them.

    Raises
    ------
    PlanError
        Where a file can't be reviewed.
    """
    price_of = LivePrices().get if live_prices else PRICES.get
    try:
        return [review(read(path), price_of) for path in find(list(plans))]
    except RecursionError:
        raise PlanError("a plan is nested too deeply") from None


def risk_names(given: str) -> list[str]:
    """Return the names of risks, which are separated by commas; refuse unknown ones."""
    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names:
        if name not in RISKS:
            raise PlanError(f"--fail-on: {name!r} isn't a risk; allowed are {', '.join(sorted(RISKS))}")
    return names


def failing(reviews: Iterable[Review], names: list[str]) -> list[str]:
    """Return a line for each finding of one of these risks."""
    return [
        f"{printable(item.plan.name)}: {finding.risk.name}: {finding.risk.meaning}"
        for item in reviews
        for finding in item.findings
        if finding.risk.name in names
    ]
