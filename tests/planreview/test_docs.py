"""``docs/planreview.md``: its example is a kept plan's comment, its table the code's, its commands run."""

import re

import pytest

from tests.conftest import PROJECT
from tests.planreview.conftest import PLANS, run
from tools.planreview.risks import RISKS

PAGE = (PROJECT / "docs/planreview.md").read_text(encoding="utf-8")


def test_the_example_is_a_real_comment():
    (example,) = re.findall(r"<!-- example -->\n(.*?)\n<!-- end -->", PAGE, flags=re.DOTALL)
    assert example.strip() == run(PLANS / "shop").stdout.strip()


def test_the_table_is_the_codes():
    rows = [f"| `{risk.name}` | {risk.level} | {risk.meaning} |" for risk in RISKS.values()]
    assert [line for line in PAGE.splitlines() if line.startswith("| `")] == rows


@pytest.mark.parametrize("command", re.findall(r"^\$ python -m tools\.planreview (.*)$", PAGE, re.MULTILINE))
def test_commands_are_as_written(command):
    """Each is understood: what is missing is the plan, or AWS."""
    words = command.replace("plans/", f"{PLANS}/").split()
    done = run(*(word for word in words if word != "--live-prices"))
    assert done.exit_code in (0, 1)
