"""``docs/reference.md`` has every argument of every class."""

import inspect

import pytest

import cdktf_apprunner
from cdktf_apprunner_tools.docs import reference


@pytest.fixture(scope="module")
def page():
    return reference.document()


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
def test_every_argument_is_described(page, name, argument):
    _, _, section = page.partition(f"## `cdktf_apprunner.{name}`\n")
    section, _, _ = section.partition("\n## ")
    assert f"- **{argument}**" in section
