"""Cost before and after, and live prices from a stubbed price list."""

import json
from decimal import Decimal

import boto3
import pytest
from botocore.stub import Stubber

from cdktf_apprunner_tools.review import reviews as program
from cdktf_apprunner_tools.review.errors import PlanError
from cdktf_apprunner_tools.review.live import LivePrices
from tests.support.plans import PLANS, kept, run


def costs(path):
    (found,) = json.loads(run("--format", "json", path).stdout)
    return found["monthly_cost"]


def test_before_and_after():
    """2 to 10 instances of 1 vCPU and 2 GB; then 3 to 20 of 2 vCPU and 4 GB."""
    assert costs(PLANS / "settings.json") == {"before": "$20.44 to $569.40", "after": "$61.32 to $2,277.60"}


def test_nothing_before_or_after():
    assert costs(PLANS / "created.json")["before"] is None
    assert costs(PLANS / "destroyed.json")["after"] is None
    assert costs(PLANS / "elsewhere.json") == {"before": None, "after": None}


def test_automatic_deployment_costs_a_dollar():
    found = costs(PLANS / "prod-automatic-deployment.json")
    assert found == {"before": "$20.44 to $569.40", "after": "$21.44 to $570.40"}


def test_unknown_cost(write):
    """The scaling isn't in the plan; the region has no known price; the size isn't known."""
    assert costs(PLANS / "exposed.json")["after"] == "unknown"
    text = json.dumps(kept("no-changes")).replace("eu-west-1", "eu-central-1")
    assert costs(write(json.loads(text))) == {"before": "unknown", "after": "unknown"}
    plan = kept("no-changes")
    for item in plan["resource_changes"]:
        if item["type"] == "aws_apprunner_service":
            item["change"]["after_unknown"] = {"instance_configuration": True}
    assert costs(write(plan)) == {"before": "$10.22 to $227.76", "after": "unknown"}


def product(usage, price):
    dimension = {"unit": "hours", "pricePerUnit": {"USD": price}}
    return json.dumps(
        {
            "product": {"attributes": {"usagetype": usage, "regionCode": "eu-central-1"}},
            "terms": {"OnDemand": {"a": {"priceDimensions": {"b": dimension}}}},
        }
    )


FILTER = {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "eu-central-1"}
ASKED = {"ServiceCode": "AWSAppRunner", "Filters": [FILTER]}


@pytest.fixture
def price_list():
    client = boto3.client(
        "pricing", region_name="us-east-1", aws_access_key_id="stub", aws_secret_access_key="stub"
    )
    with Stubber(client) as stub:
        yield client, stub


def test_live_prices(price_list):
    client, stub = price_list
    stub.add_response(
        "get_products",
        {
            "PriceList": [product("EUC1-AppRunner-GB-hours", "0.0080000000")],
            "NextToken": "more",
        },
        ASKED,
    )
    rest = [
        product("EUC1-AppRunner-Provisioned-GB-hours", "0.0075"),
        product("EUC1-AppRunner-vCPU-hours", "0.07"),
        product("EUC1-AppRunner-Build-minutes", "0.005"),
        product("EUC1-AppRunner-AutoDeployment", "nothing"),
    ]
    stub.add_response("get_products", {"PriceList": rest}, {**ASKED, "NextToken": "more"})
    prices = LivePrices(client)
    found = prices.get("eu-central-1")
    assert found is prices.get("eu-central-1")
    assert (found.provisioned_gb_hour, found.active_gb_hour, found.active_vcpu_hour) == (
        Decimal("0.0075"),
        Decimal("0.008"),
        Decimal("0.07"),
    )
    assert found.source == "AWS price list AWSAppRunner eu-central-1"
    stub.assert_no_pending_responses()


def test_live_prices_of_a_plan(price_list, monkeypatch):
    client, stub = price_list
    usage = [product("EU-AppRunner-Provisioned-GB-hours", "1"), product("EU-AppRunner-vCPU-hours", "2")]
    stub.add_response("get_products", {"PriceList": [*usage, product("EU-AppRunner-GB-hours", "1")]})
    monkeypatch.setattr(program, "LivePrices", lambda: LivePrices(client))
    text = run("--live-prices", PLANS / "no-changes.json").stdout
    assert "a month: $1,460.00 to $11,680.00" in text
    assert "- Prices: AWS price list AWSAppRunner eu-west-1, " in text


def test_a_region_missing_from_the_price_list(price_list):
    client, stub = price_list
    stub.add_response("get_products", {"PriceList": []}, ASKED)
    assert LivePrices(client).get("eu-central-1") is None


def test_refused_credentials_are_one_line(price_list):
    client, stub = price_list
    stub.add_client_error("get_products", "AccessDeniedException", "not authorized")
    with pytest.raises(
        PlanError, match=r"^--live-prices: An error occurred \(AccessDeniedException\)[^\n]*$"
    ):
        LivePrices(client).get("eu-central-1")
