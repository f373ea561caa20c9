"""Runtimes: the table has those of botocore's model, unsupported ones warn, unknown ones are refused."""

from datetime import date

import botocore.session
import pytest

from cdktf_apprunner.sources import runtimes

LAST = date(2025, 12, 31)


def test_the_table_has_the_runtimes_of_the_model():
    model = botocore.session.get_session().get_service_model("apprunner")
    assert set(runtimes.END_OF_SUPPORT) == set(model.shape_for("Runtime").enum)


@pytest.mark.parametrize(("runtime", "advice"), [
    ("python311", "Did you mean PYTHON_311"),
    ("NODE_22", "Did you mean NODEJS_22"),
    ("NODEJS_20", "NODEJS_22"),
    ("COBOL_85", ""),
])  # fmt: skip
def test_unknown_runtimes_are_refused_with_close_matches(runtime, advice):
    (problem,) = runtimes.check("runtime", runtime)
    assert advice in problem.advice
    assert bool(problem.advice) is bool(advice)
    assert "allowed are CORRETTO_8, CORRETTO_11, DOTNET_6" in problem.allowed


@pytest.mark.parametrize("runtime", [*runtimes.END_OF_SUPPORT, "${var.runtime}"])
def test_known_runtimes_pass(runtime):
    assert runtimes.check("runtime", runtime) == []


def test_support_lasts_to_the_end_of_its_last_day():
    assert runtimes.warning("PHP_81", LAST) is None
    text = runtimes.warning("PHP_81", date(2026, 1, 1))
    assert text.startswith("App Runner's support of PHP_81 ended on 2025-12-31: it gets no fixes.")
    assert "Supported are CORRETTO_8, CORRETTO_11, NODEJS_22, PYTHON_311, or an image" in text


@pytest.mark.parametrize("runtime", ["NODEJS_22", "PYTHON_311", "${var.runtime}"])
def test_supported_runtimes_do_not_warn(runtime):
    assert runtimes.warning(runtime, date(2099, 1, 1)) is None
