"""Revisions of configurations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cdktf_apprunner_tools.prove.account import Account
from cdktf_apprunner_tools.prove.scenarios import Fact, scenario

INVALID = "InvalidRequestException"


@scenario("free", minutes=1)
def revision_numbers(account: Account) -> Iterator[Fact]:
    """Number the revisions of a name, also after all were deleted."""
    kinds: dict[str, dict[str, Any]] = {
        "auto scaling configuration": {"MaxSize": 2},
        "observability configuration": {},
    }
    for kind, sizes in kinds.items():
        arns = [account.create(kind, "revisions", **sizes) for _ in range(2)]
        yield Fact(f"two revisions, {kind}", [number(arn) for arn in arns], [1, 2])
        for arn in arns:
            account.delete(kind, arn)
        again = account.create(kind, "revisions", **sizes)
        yield Fact(f"a revision after all were deleted, {kind}", number(again), 1)


def number(arn: str) -> int:
    """Return the number of a revision from its ARN."""
    return int(arn.split("/")[-2])


@scenario("free", minutes=1)
def deleted_revisions(account: Account) -> Iterator[Fact]:
    """Describe a revision that was deleted."""
    arn = account.create("auto scaling configuration", "deleted", MaxSize=2)
    account.delete("auto scaling configuration", arn)
    found = account.clients["apprunner"].describe_auto_scaling_configuration(AutoScalingConfigurationArn=arn)
    yield Fact("its status", found["AutoScalingConfiguration"]["Status"], "inactive")


@scenario("free", minutes=1)
def invalid_sizes(account: Account) -> Iterator[Fact]:
    """Ask for more instances at least than at most."""
    code = account.refusal("auto scaling configuration", "sizes", MinSize=3, MaxSize=2)
    yield Fact("the refusal", code, INVALID)
