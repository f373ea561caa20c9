"""Terraform, botocore's models and the local AWS accept what we accept; refusals name the field."""

import pytest
from attrs import fields

from cdktf_apprunner.environments import Environment
from tests.property import fuzz
from tests.property.batch import Judges
from tests.property.cases import MISTAKES, make
from tests.support.account import ACCOUNT, REGION
from tests.support.environments import environment

CASES, SEED = 250, 20261125


@pytest.fixture(scope="module")
def found():
    """The same cases each time."""
    return fuzz.drawn(CASES, SEED)


def test_refusals_name_the_field(found):
    assert [text for case in found if (text := fuzz.unexplained(case))] == []
    refused = sum(case.environment is None for case in found)
    assert CASES / 6 < refused < CASES * 5 / 6  # enough of both kinds


@pytest.mark.long
@pytest.mark.terraform
def test_accepted_environments_are_accepted_everywhere(found, tmp_path):
    judges = Judges(tmp_path)
    assert [text for batch in fuzz.batches(found) for text in judges.rejections(batch)] == []


def test_every_field_has_mistakes():
    assert set(MISTAKES) == {each.name for each in fields(Environment)}


@pytest.mark.parametrize("field", sorted(MISTAKES))
def test_each_mistake_is_refused_and_named(field):
    for value in MISTAKES[field]:
        given = {
            "name": "qa",
            "region": REGION,
            "account_id": ACCOUNT,
            "image": environment().image,
            "backend": environment().backend,
            field: value,
        }
        case = make(given, field)
        assert case.environment is None, value
        assert fuzz.unexplained(case) is None


@pytest.mark.parametrize("number", range(20))
def test_mistakes_in_every_field_are_all_reported(number):
    """No check fails on a value that another check refuses."""
    broken = {field: values[number % len(values)] for field, values in MISTAKES.items()}
    case = make(broken, None)
    named = {problem.field.partition("[")[0] for problem in case.problems}
    assert set(broken) - {"guard"} <= named
