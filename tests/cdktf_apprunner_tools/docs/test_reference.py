"""``docs/reference.md`` has every argument of every class, in signatures that people can read."""

import ast
import inspect
import re

import pytest

import cdktf_apprunner
from cdktf_apprunner import environments
from cdktf_apprunner_tools.docs import reference

NOT_MADE_BY_USERS = ("Rollout", "ConfigurationError", "PlainText", "EnvironmentsError", "Loaded")
CLASSES = {
    name: getattr(module, name)
    for module in (cdktf_apprunner, environments)
    for name in module.__all__
    if inspect.isclass(getattr(module, name)) and name not in NOT_MADE_BY_USERS
}
ELSEWHERE = set(inspect.signature(cdktf_apprunner.AppRunnerService.__init__).parameters)
"""The page describes these arguments of `Environment` at `AppRunnerService`."""


@pytest.fixture(scope="module")
def page():
    return reference.document()


@pytest.fixture(scope="module")
def sections(page):
    found = re.split(r"^### `(\w+)`$", page, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        (name, argument)
        for name, made in CLASSES.items()
        for argument in inspect.signature(made.__init__).parameters
        if argument not in ("self", "scope", "id")
    ],
)
def test_every_argument_is_described(sections, name, argument):
    described = re.findall(r"^- (\*\*.*?)(?: \(<code>| – | and so on)", sections[name], re.MULTILINE)
    inherited = ELSEWHERE if "[`AppRunnerService`](#apprunnerservice)" in sections[name] else set()
    assert any(f"**{argument}**" in names for names in described) or argument in inherited


@pytest.mark.parametrize("name", CLASSES)
def test_signatures_have_every_argument(sections, name):
    signature = re.search(r"```python\n(\w+\((?:.|\n)*?)\n```", sections[name])[1]
    (made,) = ast.parse(
        f"def {signature.replace('…', '')}: ...".replace("=,", "=0,").replace("=)", "=0)")
    ).body
    named = [each.arg for each in (*made.args.args, *made.args.kwonlyargs)]
    given = [each for each in inspect.signature(CLASSES[name].__init__).parameters if each != "self"]
    assert sorted(named) == sorted(given)
    assert max(map(len, signature.splitlines())) <= reference.SHORT


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ("", "f()"),
        ("name", "f(name)"),
        ("a, b='x'", "f(a, b='x')"),
        ("a, *, b=1, c", "f(a, *, c, b=1)"),
        ("a, *, b=Scaling(min_size=1, max_size=25)", "f(a, *, b=Scaling(…))"),
        (f"*, {'a' * 30}, {'b' * 30}=1", f"f(\n    *,\n    {'a' * 30},\n    {'b' * 30}=1,\n)"),
        ("*, a=<Rollout.ON_PUSH: 'on push'>", "f(*, a=Rollout.ON_PUSH)"),
        ("*, a=NOTHING", "f(*, a=…)"),
    ],
)
def test_a_signature(parameters, shown):
    assert reference.signature("f", parameters) == shown
