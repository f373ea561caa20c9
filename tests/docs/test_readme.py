"""The README: its environment runs, its picture is in both themes, and it stays short."""

import re

from cdktf_apprunner.environments import load
from cdktf_apprunner_tools.docs import picture
from tests.support.environments import REGISTRY
from tests.support.pages import blocks
from tests.support.project import read

README = read("README.md")


def test_environment_snippet(tmp_path):
    (snippet,) = blocks(README, "python")
    (tmp_path / "registry.py").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "qa.py").write_text(snippet, encoding="utf-8")
    assert [environment.service_name for environment in load(tmp_path).environments] == ["shop-qa"]


def test_the_picture_has_both_themes_and_a_text_for_those_who_do_not_see_it():
    """``tests/cdktf_apprunner_tools/docs/test_picture.py`` compares its text with what a synthesis prints."""
    shown = re.findall(r'(?:src|srcset)="docs/summary-(\w+)\.svg"', README)
    assert sorted(shown) == sorted(picture.COLOURS)
    (alt,) = re.findall(r'<img .*alt="(.*)"', README)
    labels = {"image", "instances", "cost", "domains", "log", "state"}
    assert labels <= set(re.findall(r"\w+", alt.lower()))


def test_it_is_short():
    assert len(README) < 6000
