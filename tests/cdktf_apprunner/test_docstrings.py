"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest
from cdktf import App, TerraformStack

import cdktf_apprunner
from cdktf_apprunner import environments
from tests.support.services import web

MODULES = [module.name for module in pkgutil.walk_packages(cdktf_apprunner.__path__, "cdktf_apprunner.")]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cdktf_apprunner", *MODULES])
def test_examples(name):
    module = importlib.import_module(name)
    names = {**vars(cdktf_apprunner), **vars(environments)}
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, extraglobs=names):
        stack = TerraformStack(App(), "stack")
        test.globs["stack"] = stack
        test.globs["service"] = web(TerraformStack(App(), "other"))
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        failed = doctest.DocTestRunner(optionflags=flags, verbose=False).run(test, out=lambda _: None).failed
        assert failed == 0, test.name
