"""jsii has the private parts that ``cdktf_lean._jsii`` uses; with another jsii, loading stays stock."""

import sys
import warnings

import jsii
import pytest

from cdktf_lean import _jsii, switch

pytestmark = pytest.mark.slow
STOCK = """
import warnings
import cdktf_cdktf_provider_random
from cdktf_cdktf_provider_random.pet import Pet
from cdktf import App, TerraformStack
Pet(TerraformStack(App(), "one"), "pet")
import sys
print("cdktf_cdktf_provider_random.uuid" in sys.modules)
"""


def test_the_private_parts_have_not_moved():
    assert _jsii.unknown() is None


def test_the_private_parts_are_known_after_enabling():
    switch.enable()
    assert _jsii.unknown() is None


@pytest.mark.parametrize("version", ["1.97.0", "2.0.0", "3.1.4"])
def test_other_versions_are_unknown(monkeypatch, version):
    monkeypatch.setattr(jsii, "__version__", version)
    assert _jsii.unknown() == f"version {version}"


@pytest.mark.parametrize("part", ["start", "stop", "_next_message"])
def test_a_moved_part_is_noticed(monkeypatch, part):
    monkeypatch.delattr(_jsii.process._NodeProcess, part)
    assert "inner parts moved" in _jsii.unknown()


def test_an_unknown_jsii_warns_once_and_goes_stock(run):
    head = "import jsii, cdktf_lean\njsii.__version__ = '9.9.9'\ncdktf_lean.enable()\ncdktf_lean.enable()\n"
    done = run(STOCK, head)
    assert done.stdout == "True\n", done.stderr
    assert done.stderr.count("RuntimeWarning: cdktf_lean doesn't know this jsii (version 9.9.9)") == 1


def test_a_jsii_without_the_parts_goes_stock(monkeypatch):
    monkeypatch.setitem(sys.modules, "cdktf_lean._jsii", None)
    monkeypatch.delattr("cdktf_lean._jsii")
    with pytest.warns(RuntimeWarning, match="doesn't know this jsii"):
        assert switch._assemblies() is None


def test_enabling_again_does_nothing():
    switch.enable()
    before = list(sys.meta_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        switch.enable()
    assert sys.meta_path == before


def test_a_loading_error_comes_from_jsii(run):
    done = run("""
import cdktf, jsii
from cdktf_lean import _jsii
_jsii.load("nothing", "1.0.0", "/nowhere/nothing.tgz")
cdktf.App()
""")
    assert "JSIIError" in done.stderr
    assert "nothing" in done.stderr
