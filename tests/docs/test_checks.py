"""The page about checks is the one that the table, the guard and the forms make."""

from tests.conftest import PROJECT
from tests.docs.checks import document


def test_page_is_up_to_date():
    assert (PROJECT / "docs/checks.md").read_text(encoding="utf-8") == document()
