"""What a run makes and costs at most, from the price table of the library."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from attrs import field, frozen

from cdktf_apprunner import AutoScaling, Instance
from cdktf_apprunner.prices import HOURS_A_MONTH, PRICES, monthly_cost
from cdktf_apprunner_tools.prove.scenarios import TIERS, Scenario

CLEANING = 10
"""Minutes for the deletion of the services."""
REQUESTS = Decimal(1)
"""Cents for the few hundred requests to queues, logs and schedules, most of them in a free allowance."""


@frozen
class Cost:
    """The greatest cost of a run.

    Parameters
    ----------
    minutes
        Upper bound of its duration.
    cents
        What is known of the cost, rounded up.
    unknown
        What is made without a known price.
    """

    minutes: int
    cents: int
    unknown: list[str] = field(factory=list)

    def __str__(self) -> str:
        known = f"{self.minutes} minutes and {self.cents} cents at most"
        if not self.unknown:
            return known
        return f"{known}, and {' and '.join(self.unknown)}, whose price isn't known"


def cost(region: str, scenarios: Iterable[Scenario]) -> Cost:
    """Return what scenarios cost at most: two instances of each service, busy all the time.

    There are two while a deployment replaces the first.
    """
    chosen = list(scenarios)
    services = max((each.services for each in chosen), default=0)
    hours = Decimal(sum(each.minutes * each.services for each in chosen) + CLEANING * services) / 60
    endpoint = ["a VPC endpoint"] if any(each.tier == "endpoint" for each in chosen) else []
    minutes = sum(each.minutes for each in chosen) + CLEANING * bool(services)
    if not hours:
        return Cost(minutes, 0, endpoint)
    monthly = monthly_cost(
        PRICES.get(region),
        Instance(cpu="256", memory="512"),
        AutoScaling(max_size=2),
        automatic_deployment=False,
    ).ceiling
    if monthly is None:
        return Cost(minutes, math.ceil(REQUESTS), ["two services", *endpoint])
    return Cost(minutes, math.ceil(monthly / HOURS_A_MONTH * 100 * hours + REQUESTS), endpoint)


def made(scenarios: Iterable[Scenario]) -> list[str]:
    """Return a line for each tier with what it makes."""
    tiers = {each.tier for each in scenarios}
    return [f"{tier}: {what.partition(';')[0]}" for tier, what in TIERS.items() if tier in tiers]
