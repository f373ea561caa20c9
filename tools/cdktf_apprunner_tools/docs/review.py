"""``docs/review.md``: the table of risks and the example are generated; the page keeps its other text."""

from __future__ import annotations

import re
from pathlib import Path

from cdktf_apprunner_tools.review.markdown import markdown
from cdktf_apprunner_tools.review.plan import find, read
from cdktf_apprunner_tools.review.review import review
from cdktf_apprunner_tools.review.risks import RISKS

PAGE = Path("docs/review.md")
PLANS = Path("tests/cdktf_apprunner_tools/review/plans/shop")
"""The kept plans of a change in two environments."""
HEAD = "| Name | Level | What it means |\n|---|---|---|\n"


def document() -> str:
    """Return the page with the current table and example."""
    return fill(PAGE.read_text(encoding="utf-8"))


def fill(page: str) -> str:
    """Replace the table and the example in the text of the page."""
    page = re.sub(f"(?<={re.escape(HEAD)})(\\|.*\n)*", lambda _: table(), page)
    return re.sub(r"(?<=<!-- example -->\n).*(?=\n<!-- end -->)", lambda _: example(), page, flags=re.DOTALL)


def table() -> str:
    """Return a row for each risk."""
    return "".join(f"| `{item.name}` | {item.level} | {item.meaning} |\n" for item in RISKS.values())


def example() -> str:
    """Return the comment that the review writes for the kept plans."""
    return markdown([review(read(path)) for path in find([PLANS])]).strip()
