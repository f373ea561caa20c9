"""``docs/planreview.md``: its example is a kept plan's comment, its table the code's, its commands run."""

import re

import pytest

from tests.conftest import PROJECT
from tests.planreview.conftest import PLANS, run
from tests.planreview.document import document, example, table

PAGE = (PROJECT / "docs/planreview.md").read_text(encoding="utf-8")


def test_what_is_made_of_it_is_up_to_date():
    assert example() in PAGE
    assert table() in PAGE
    assert document(PAGE) == PAGE


def test_each_place_is_found():
    """Else nothing would be written anew, and the test above would compare nothing."""
    assert document(PAGE.replace("medium", "huge").replace("staging", "elsewhere")).count("huge") == 0


@pytest.mark.parametrize("command", re.findall(r"^\$ python -m tools\.planreview (.*)$", PAGE, re.MULTILINE))
def test_commands_are_as_written(command):
    """Each is understood: what is missing is the plan, or AWS."""
    words = command.replace("plans/", f"{PLANS}/").split()
    done = run(*(word for word in words if word != "--live-prices"))
    assert done.exit_code in (0, 1)
