"""The scenarios, one module for each subject, in the order in which they run."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from attrs import fields_dict, frozen

from cdktf_apprunner_tools.prove.account import Account
from cdktf_apprunner_tools.sandbox.settings import Settings

TIERS = {
    "read": "calls that only read",
    "free": "configurations, VPC connectors and a VPC, which cost nothing",
    "service": "two services, roles, a queue, a rule and a schedule",
    "domain": "custom domains of a service; needs --domain",
    "endpoint": "a VPC endpoint and VPC ingress connections",
}
"""Each tier with what it makes; a tier comes after those before it."""
MODULES = (
    "reads",
    "revisions",
    "connectors",
    "services",
    "operations",
    "retention",
    "domains",
    "ingress",
    "events",
)


@frozen
class Fact:
    """Something that a scenario saw.

    Parameters
    ----------
    name
        What it is; the name of a setting of the local AWS if nobody outside AWS knew it.
    seen
        What came.
    expected
        What the local AWS does with its default settings.
    """

    name: str
    seen: Any
    expected: Any = True

    @property
    def differs(self) -> bool:
        """Whether something else came than expected."""
        return bool(self.seen != self.expected)


def decided(name: str, seen: Any) -> Fact:
    """Return the fact that decides an unknown of the local AWS."""
    return Fact(name, seen, fields_dict(Settings)[name].default)


Run = Callable[[Account], Iterator[Fact]]


@frozen
class Scenario:
    """One scenario.

    Parameters
    ----------
    tier
        What it takes, one of `TIERS`.
    minutes
        Upper bound of its duration in AWS.
    decides
        The unknowns of the local AWS that it decides.
    services
        Number of services that exist while it runs.
    """

    name: str
    run: Run
    tier: str
    minutes: int
    decides: tuple[str, ...]
    services: int

    @property
    def title(self) -> str:
        """The first line of its description."""
        return (self.run.__doc__ or "").partition("\n")[0].rstrip(".")


SCENARIOS: dict[str, Scenario] = {}
"""Every scenario by its name, in the order in which they run."""


def scenario(tier: str, *, minutes: int, decides: tuple[str, ...] = ()) -> Callable[[Run], Run]:
    """Register a function as the scenario of the same name."""

    def register(run: Run) -> Run:
        name = run.__name__.replace("_", " ")
        services = 2 if list(TIERS).index(tier) >= list(TIERS).index("service") else 0
        SCENARIOS[name] = Scenario(name, run, tier, minutes, decides, services)
        return run

    return register


def chosen(up_to: str) -> list[Scenario]:
    """Return the scenarios of a tier and of those before it."""
    tiers = list(TIERS)[: list(TIERS).index(up_to) + 1]
    return [each for tier in tiers for each in SCENARIOS.values() if each.tier == tier]


for _module in MODULES:
    importlib.import_module(f"{__name__}.{_module}")
