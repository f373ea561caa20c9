"""Write what is made of ``docs/planreview.md`` anew: the table of risks and the example."""

from __future__ import annotations

import re

from tests.conftest import PROJECT
from tests.planreview.conftest import PLANS, run
from tools.planreview.risks import RISKS

PATH = PROJECT / "docs/planreview.md"
HEAD = "| Name | Level | What it means |\n|---|---|---|\n"


def table() -> str:
    """The risks, as the code names them."""
    return "".join(f"| `{item.name}` | {item.level} | {item.meaning} |\n" for item in RISKS.values())


def example() -> str:
    """The comment of a change in two environments."""
    return run(PLANS / "shop").stdout.strip()


def document(page: str) -> str:
    """The page with both in their places."""
    page = re.sub(f"(?<={re.escape(HEAD)})(\\|.*\n)*", lambda _: table(), page)
    return re.sub(r"(?<=<!-- example -->\n).*(?=\n<!-- end -->)", lambda _: example(), page, flags=re.DOTALL)


if __name__ == "__main__":
    PATH.write_text(document(PATH.read_text(encoding="utf-8")), encoding="utf-8")
