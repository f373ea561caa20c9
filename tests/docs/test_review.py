"""``docs/review.md``: the commands that it shows."""

import re

import pytest

from tests.support.plans import PLANS, run
from tests.support.project import read

COMMANDS = re.findall(r"cdktf-apprunner review (.*plans/.*)$", read("docs/review.md"), re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_understood(command):
    """The review of the kept plans understands each command."""
    words = command.replace("plans/", f"{PLANS}/").split()
    done = run(*(word for word in words if word != "--live-prices"))
    assert done.exit_code in (0, 1)
