"""The tests of this project. ``pytest --snapshot-update`` accepts a change of the stacks."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cdktf_apprunner_tools import testing

PROJECT = testing.Project(Path(__file__).parents[1])


@pytest.mark.parametrize("stack", PROJECT.stacks)
def test_the_stack_is_the_accepted_one(stack: str, snapshot: SnapshotAssertion) -> None:
    PROJECT.assert_accepted(stack, snapshot)


@pytest.mark.parametrize("stack", PROJECT.stacks)
def test_terraform_accepts_the_stack(stack: str) -> None:
    PROJECT.assert_valid(stack)


@pytest.mark.parametrize("environment", PROJECT.production)
def test_production_is_guarded(environment: str) -> None:
    PROJECT.assert_guarded(environment)
