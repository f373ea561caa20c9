"""The generated parts of ``docs/review.md``."""

from cdktf_apprunner_tools.docs.review import example, fill, table
from tests.support.project import read

PAGE = read("docs/review.md")


def test_the_page_has_both_parts():
    assert example() in PAGE
    assert table() in PAGE


def test_each_place_is_found():
    """Otherwise nothing would be replaced, and the test of the whole page would compare nothing."""
    assert fill(PAGE.replace("medium", "huge").replace("staging", "elsewhere")).count("huge") == 0
