"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest
from cdktf import App, TerraformStack

import cdktf_apprunner
from environments import backends, environment

MODULES = [f"cdktf_apprunner.{module.name}" for module in pkgutil.iter_modules(cdktf_apprunner.__path__)]


@pytest.mark.parametrize(
    "name", ["cdktf_apprunner", "environments.backends", "environments.environment", *MODULES]
)
def test_examples(name):
    module = importlib.import_module(name)
    names = {**vars(cdktf_apprunner), **vars(backends), **vars(environment)}
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, extraglobs=names):
        stack = TerraformStack(App(), "stack")
        test.globs["stack"] = stack
        test.globs["service"] = cdktf_apprunner.AppRunnerService(
            TerraformStack(App(), "other"),
            "web",
            service_name="shop",
            source=cdktf_apprunner.EcrImage("shop", tag="v1"),
        )
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        failed = doctest.DocTestRunner(optionflags=flags, verbose=False).run(test, out=lambda _: None).failed
        assert failed == 0, test.name
