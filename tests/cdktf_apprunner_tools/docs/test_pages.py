"""Each generated page is up to date."""

import pytest

from cdktf_apprunner_tools.docs.__main__ import PAGES
from tests.support.project import PROJECT, read


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(monkeypatch, name):
    monkeypatch.chdir(PROJECT)
    assert read(f"docs/{name}") == PAGES[name](), "make docs"
