"""Monthly costs, calculated by hand from memory, vCPU and 730 hours."""

from decimal import Decimal

import pytest

from cdktf_apprunner import AutoScaling, Instance
from cdktf_apprunner.checks.limits import REGION
from cdktf_apprunner.checks.tokens import TOKEN_NUMBER
from cdktf_apprunner.prices import PRICES, UNKNOWN, MonthlyCost, monthly_cost

IRELAND, TOKYO, SINGAPORE = (PRICES[name] for name in ("eu-west-1", "ap-northeast-1", "ap-southeast-1"))
INSTANCE, SCALING = Instance(cpu="0.5 vCPU", memory="1 GB"), AutoScaling(min_size=2, max_size=5)


def cost(price, *, instance=INSTANCE, scaling=SCALING, automatic_deployment=False):
    return monthly_cost(price, instance, scaling, automatic_deployment=automatic_deployment)


def test_floor_is_memory_and_ceiling_everything():
    found = cost(IRELAND)
    assert found.floor == 2 * 1 * Decimal("0.007") * 730
    assert found.ceiling == 5 * (1 * Decimal("0.007") + Decimal("0.5") * Decimal("0.064")) * 730
    assert str(found) == "$10.22 to $142.35"


def test_automatic_deployment_is_one_dollar():
    assert str(cost(IRELAND, automatic_deployment=True)) == "$11.22 to $143.35"


@pytest.mark.parametrize(
    ("price", "text"),
    [(TOKYO, "$13.14 to unknown"), (SINGAPORE, "$12.92 to unknown"), (None, "unknown")],
)
def test_unknown_cost(price, text):
    assert str(cost(price)) == text


def test_the_cost_of_tokens_is_unknown():
    assert cost(IRELAND, instance=Instance(cpu="${var.cpu}")) == UNKNOWN
    assert cost(IRELAND, scaling=AutoScaling(max_size=TOKEN_NUMBER * 2)) == UNKNOWN


def test_several_services():
    assert cost(IRELAND) + cost(IRELAND) == MonthlyCost(Decimal("20.44"), Decimal("284.70"))
    assert str(cost(IRELAND) + cost(TOKYO)) == "$23.36 to unknown"


def test_regions_exist_and_prices_have_a_source():
    assert set(PRICES) <= set(REGION.values)
    assert {str(price) for price in PRICES.values()} == {
        "https://aws.amazon.com/apprunner/pricing/, 2026-11-01"
    }
