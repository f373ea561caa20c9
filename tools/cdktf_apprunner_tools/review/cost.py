"""The monthly cost of a plan's services, before and after."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any

from attrs import frozen

from cdktf_apprunner import AutoScaling, ConfigurationError, Instance
from cdktf_apprunner.prices import PRICES, UNKNOWN, MonthlyCost, Price, monthly_cost
from cdktf_apprunner_tools.review.plan import Change, Plan
from cdktf_apprunner_tools.review.values import at, known
from cdktf_apprunner_tools.review.words import SCALING, SERVICE

PriceOf = Callable[[str], Price | None]
"""Returns the prices of a region, where they are known."""


@frozen
class Cost:
    """Monthly cost of an environment's services; ``None`` where there is no service."""

    before: MonthlyCost | None
    after: MonthlyCost | None
    source: str = ""
    """Where the prices come from."""


def cost(plan: Plan, price_of: PriceOf = PRICES.get) -> Cost:
    """Add up the services' monthly cost before and after the plan."""
    services = plan.of(SERVICE)
    before = [_of(plan, item, "before", price_of) for item in services if item.before is not None]
    after = [_of(plan, item, "after", price_of) for item in services if item.after is not None]
    found = [price for item in services if (price := price_of(_region(plan, item)))]
    return Cost(
        reduce(add, before) if before else None,
        reduce(add, after) if after else None,
        str(found[0]) if found else "",
    )


def _region(plan: Plan, service: Change) -> str:
    for value in (service.after, service.before):
        arn = at(value, "arn")
        if isinstance(arn, str) and arn.count(":") > 3:  # noqa: PLR2004  # arn:partition:service:region:…
            return arn.split(":")[3]
    return plan.region or ""


def _of(plan: Plan, service: Change, side: str, price_of: PriceOf) -> MonthlyCost:
    value = getattr(service, side)
    scaling = _scaling(plan, service, side)
    cpu, memory = (at(value, "instance_configuration", 0, name) for name in ("cpu", "memory"))
    automatic = at(value, "source_configuration", 0, "auto_deployments_enabled")
    if scaling is None or not known(cpu) or not known(memory) or not isinstance(automatic, bool):
        return UNKNOWN
    try:
        instance = Instance(cpu=cpu, memory=memory)
    except ConfigurationError:
        return UNKNOWN
    return monthly_cost(price_of(_region(plan, service)), instance, scaling, automatic_deployment=automatic)


def _scaling(plan: Plan, service: Change, side: str) -> AutoScaling | None:
    """Return the bounds of the revision that the service names, or of the module's only revision."""
    arn = at(getattr(service, side), "auto_scaling_configuration_arn")
    revisions = [item for item in plan.of(SCALING) if item.module == service.module]
    named = [item for item in revisions if known(arn) and at(getattr(item, side), "arn") == arn]
    values = [getattr(item, side) for item in named or revisions]
    return bounds(values[0]) if len(values) == 1 and (named or not known(arn)) else None


def bounds(value: Any) -> AutoScaling | None:
    """Return the bounds of a scaling revision, where the plan knows them."""
    settings = {name: at(value, name) for name in ("min_size", "max_size", "max_concurrency")}
    try:
        return AutoScaling(**settings)
    except ConfigurationError:
        return None
