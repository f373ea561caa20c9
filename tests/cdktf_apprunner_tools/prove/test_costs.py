"""What a run costs: known regions and unknown ones, and never less with more scenarios."""

import pytest

from cdktf_apprunner.prices import PRICES
from cdktf_apprunner_tools.prove.costs import cost, made
from cdktf_apprunner_tools.prove.scenarios import TIERS, chosen

KNOWN = [region for region, price in PRICES.items() if price.active_gb_hour and price.active_vcpu_hour]


@pytest.mark.parametrize("region", KNOWN)
def test_a_run_costs_cents_and_more_with_more_scenarios(region):
    costs = [cost(region, chosen(tier)) for tier in TIERS]
    assert [each.cents for each in costs] == sorted(each.cents for each in costs)
    assert [each.minutes for each in costs] == sorted({each.minutes for each in costs})
    assert [each.cents for each in costs[:2]] == [0, 0]
    assert 1 < costs[2].cents < costs[-1].cents < 50
    assert [each.unknown for each in costs] == [[], [], [], [], ["a VPC endpoint"]]


@pytest.mark.parametrize("region", [*sorted(set(PRICES) - set(KNOWN)), "eu-south-1"])
def test_an_unknown_price_is_named(region):
    assert cost(region, chosen("free")).unknown == []
    assert cost(region, chosen("service")).unknown == ["two services"]
    assert str(cost(region, chosen("endpoint"))).endswith(
        "and two services and a VPC endpoint, whose price isn't known"
    )


@pytest.mark.parametrize("tier", TIERS)
def test_what_a_run_makes_is_said_for_each_tier(tier):
    assert [line.partition(":")[0] for line in made(chosen(tier))] == list(TIERS)[
        : list(TIERS).index(tier) + 1
    ]
