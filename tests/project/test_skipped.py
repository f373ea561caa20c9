"""The report of the tests begins with what will be skipped, and why."""

import os
import re

import pytest

from tests.support.project import run

pytestmark = pytest.mark.slow
NEEDS = "tests/project/test_plan.py"
NEEDS_NOT = "tests/project/test_layout.py::test_constructs_is_not_a_package"
ALONE, WORKERS = ("-p", "no:xdist"), ("-n", "1")
REASON = "terraform is not on PATH: install Terraform 1.7 or newer, or OpenTofu"
NOTHING = "No test will be skipped for want of Terraform."


@pytest.mark.parametrize(
    ("options", "variables", "tests", "line"),
    [
        (ALONE, {}, NEEDS, rf"(\d+) tests that need Terraform will be skipped: {REASON}"),
        (ALONE, {"NOTHING_SKIPPED": "1"}, NEEDS, rf"(\d+) tests that need Terraform will fail: {REASON}"),
        (ALONE, {}, NEEDS_NOT, NOTHING),
        (WORKERS, {}, NEEDS, f"Every test that needs Terraform will be skipped: {REASON}"),
        pytest.param(WORKERS, {"PATH": os.environ["PATH"]}, NEEDS_NOT, NOTHING, marks=pytest.mark.terraform),
    ],
)
def test_the_report_begins_with_what_will_be_skipped(options, variables, tests, line):
    given = {"PATH": "/nowhere", "NOTHING_SKIPPED": "", **variables}
    shown = run("-m", "pytest", "-p", "no:cacheprovider", "--tb=no", *options, tests, **given).stdout
    begin = re.search(rf"^{line}$", shown.partition("\n\n")[0], re.MULTILINE)
    assert begin, shown
    count = re.search(r"(\d+) (?:skipped|error|failed)", shown.splitlines()[-1])
    assert not begin.groups() or begin[1] == count[1]
