"""Thresholds: both sides of each bound."""

import pytest

from cdktf_apprunner import ConfigurationError, Latency, LogErrors, Threshold
from tests.support import tokens


@pytest.mark.parametrize(
    "make",
    [
        lambda: Threshold(warning=0.001),
        lambda: Threshold(critical=5, minutes=1),
        lambda: Threshold(critical=5, minutes=1440),
        lambda: Threshold(warning=tokens.NUMBER, critical=5),
        lambda: Latency(warning=1, percentile=50),
        lambda: LogErrors(pattern="x", warning=1),
        lambda: LogErrors(pattern="x" * 1024, warning=1),
    ],
)
def test_accepted(make):
    assert make() == make()


@pytest.mark.parametrize(
    ("make", "field", "text"),
    [
        (Threshold, "warning", "warning, critical or both"),
        (lambda: Threshold(warning=0), "warning", "a number above 0"),
        (lambda: Threshold(critical=True), "critical", "a number above 0"),
        (lambda: Threshold(warning=5, critical=5), "warning", "below critical, 5"),
        (lambda: Threshold(critical=5, minutes=0), "minutes", "from 1 to 1440 minutes"),
        (lambda: Threshold(critical=5, minutes=1441), "minutes", "from 1 to 1440 minutes"),
        (lambda: Threshold(critical=5, minutes=tokens.NUMBER), "minutes", "when the app is synthesized"),
        (lambda: Latency(warning=1, percentile=98), "percentile", "50, 90, 95, 99"),
        (lambda: LogErrors(pattern="", warning=1), "pattern", "1 to 1024 characters"),
        (lambda: LogErrors(pattern="x" * 1025, warning=1), "pattern", "1 to 1024 characters"),
    ],
)
def test_refused(make, field, text):
    with pytest.raises(ConfigurationError) as error:
        make()
    (problem,) = error.value.problems
    assert problem.field == field
    assert text in str(problem)
    assert problem.where.startswith("test_thresholds.py:")
