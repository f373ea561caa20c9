"""Monthly cost of a service, from a table of prices: the least when idle, the most when busy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import frozen

from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.scaling import AutoScaling

HOURS_A_MONTH = 730
PAGE = "https://aws.amazon.com/apprunner/pricing/"
READ_ON = date(2026, 11, 1)
AUTOMATIC_DEPLOYMENT = Decimal("1.00")
"""US dollars a month for a service with automatic deployment; `PAGE` has one price for all regions."""


@frozen
class Price:
    """Prices of one region in US dollars, on demand; ``None`` if a price isn't known.

    Parameters
    ----------
    provisioned_gb_hour
        One GB of a provisioned instance, for an hour.
    active_gb_hour, active_vcpu_hour
        One GB and one vCPU of an instance that handles requests, for an hour.
    source
        The page with the prices.
    read_on
        When the page was read.
    """

    provisioned_gb_hour: Decimal | None
    active_gb_hour: Decimal | None
    active_vcpu_hour: Decimal | None
    source: str
    read_on: date

    def __str__(self) -> str:
        return f"{self.source}, {self.read_on}"


_FULLY_KNOWN = Price(Decimal("0.007"), Decimal("0.007"), Decimal("0.064"), PAGE, READ_ON)
PRICES = {
    "us-east-1": _FULLY_KNOWN,
    "us-east-2": _FULLY_KNOWN,
    "us-west-2": _FULLY_KNOWN,
    "eu-west-1": _FULLY_KNOWN,
    "ap-northeast-1": Price(Decimal("0.009"), Decimal("0.009"), None, PAGE, READ_ON),
    "ap-southeast-1": Price(Decimal("0.00885"), None, None, PAGE, READ_ON),
}
"""Prices by region. A price that isn't on the page is unknown, not guessed."""


@frozen
class MonthlyCost:
    """US dollars a month, without requests, traffic and other services; ``None`` if a price isn't known.

    Parameters
    ----------
    floor
        Idle: only the memory of the provisioned instances.
    ceiling
        Busy: all instances active all the time.
    """

    floor: Decimal | None
    ceiling: Decimal | None

    def __add__(self, other: MonthlyCost) -> MonthlyCost:
        return MonthlyCost(_sum(self.floor, other.floor), _sum(self.ceiling, other.ceiling))

    def __str__(self) -> str:
        if self.floor is None and self.ceiling is None:
            return "unknown"
        return f"{_dollars(self.floor)} to {_dollars(self.ceiling)}"


UNKNOWN = MonthlyCost(None, None)


def monthly_cost(
    price: Price | None, instance: Instance, scaling: AutoScaling | None, *, automatic_deployment: bool
) -> MonthlyCost:
    """Estimate what a service costs a month of 730 hours.

    Parameters
    ----------
    price
        Prices of its region, such as ``PRICES.get("eu-west-1")``; ``None`` if they aren't known.
    instance, scaling
        Size of an instance, and how many run; ``scaling`` is ``None`` if that isn't known.
    automatic_deployment
        Whether App Runner deploys each push itself.

    Examples
    --------
    >>> str(monthly_cost(PRICES["eu-west-1"], Instance(), AutoScaling(max_size=2), automatic_deployment=True))
    '$11.22 to $114.88'

    See https://aws.amazon.com/apprunner/pricing/
    """
    if price is None or scaling is None:
        return UNKNOWN
    if any(map(is_token, (instance.cpu, instance.memory, scaling.min_size, scaling.max_size))):
        return UNKNOWN
    vcpu, gb = Decimal(instance.cpu) / 1024, Decimal(instance.memory) / 1024
    fixed = AUTOMATIC_DEPLOYMENT if automatic_deployment else Decimal(0)
    idle = _times(price.provisioned_gb_hour, gb)
    active = _sum(_times(price.active_gb_hour, gb), _times(price.active_vcpu_hour, vcpu))
    return MonthlyCost(
        _sum(_times(idle, scaling.min_size * HOURS_A_MONTH), fixed),
        _sum(_times(active, scaling.max_size * HOURS_A_MONTH), fixed),
    )


def _times(price: Decimal | None, amount: Decimal | int) -> Decimal | None:
    return None if price is None else price * amount


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _dollars(amount: Decimal | None) -> str:
    return "unknown" if amount is None else f"${amount:,.2f}"
