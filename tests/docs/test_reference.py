"""The reference is made from the docstrings as they stand, and every argument is in it."""

import inspect

import pytest

import cdktf_apprunner
from tests.conftest import PROJECT
from tools import reference


@pytest.fixture(scope="module")
def made():
    return reference.document()


def test_it_is_up_to_date(made):
    assert (PROJECT / "docs/reference.md").read_text(encoding="utf-8") == made, "make reference"


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        (name, argument)
        for name in cdktf_apprunner.__all__
        if inspect.isclass(getattr(cdktf_apprunner, name))
        and name not in ("Rollout", "ConfigurationError", "PlainText")
        for argument in inspect.signature(getattr(cdktf_apprunner, name).__init__).parameters
        if argument not in ("self", "scope", "id")
    ],
)
def test_every_argument_is_told_of(made, name, argument):
    _, _, section = made.partition(f"## `cdktf_apprunner.{name}`\n")
    section, _, _ = section.partition("\n## ")
    assert f"- **{argument}**" in section
