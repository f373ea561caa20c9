"""The place of a problem: the file and line of the code that made the value, whoever made it for others."""

import pytest

from cdktf_apprunner import ConfigurationError
from cdktf_apprunner.environments import EnvironmentsError, load
from tests.support.environments import DEV, REGISTRY
from tests.support.project import run

WRAPPER = """
from cdktf_apprunner import HealthCheck

def check():
    return HealthCheck.http("healthz")
"""


@pytest.mark.parametrize("stem", ["environment-qa", "environment", "cdktf-apprunner", "jsii", "qa"])
def test_the_line_of_the_file_whatever_its_name(tmp_path, stem):
    (tmp_path / "registry.py").write_text(REGISTRY, encoding="utf-8")
    text = DEV.replace('name="dev"', f'name="{stem}"').replace('region="eu-west-1"', 'region="nowhere"')
    (tmp_path / f"{stem}.py").write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("region=")].count("\n")
    with pytest.raises(EnvironmentsError) as error:
        load(tmp_path)
    assert [problem.where for problem in error.value.by_name[stem]] == [f"{stem}.py:{line}"]


@pytest.mark.slow
@pytest.mark.parametrize("package", ["cdktf_apprunner_acme", "cdktf_apprunnerx", "jsii_acme"])
def test_a_wrapper_is_not_taken_for_the_library(tmp_path, package):
    """A package whose name begins like the library's: its own line is the place."""
    (tmp_path / f"{package}.py").write_text(WRAPPER, encoding="utf-8")
    program = f"import {package}\ntry: {package}.check()\nexcept Exception as error: print(error)"
    done = run("-c", program, folder=tmp_path)
    assert done.stdout.startswith(f"{package}.py:5: path: got 'healthz'"), done.stderr


def test_a_value_made_by_a_test_has_the_test_s_line():
    from cdktf_apprunner import Instance

    with pytest.raises(ConfigurationError) as error:
        Instance(cpu="9 vCPU")
    assert "test_errors.py:" in str(error.value)
