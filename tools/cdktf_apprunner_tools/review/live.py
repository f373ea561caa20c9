"""Today's prices from the API of AWS's price list.

The names of App Runner's usage types come from public users of that API. Not proven on real AWS.
See https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html
"""

from __future__ import annotations

import functools
import json
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cdktf_apprunner.prices import Price
from cdktf_apprunner_tools.review.errors import PlanError
from cdktf_apprunner_tools.review.values import at, mapping

SERVICE_CODE = "AWSAppRunner"
API_REGION = "us-east-1"
"""One of the few regions that have this API; it returns the prices of every region."""
USAGE = {
    "AppRunner-Provisioned-GB-hours": "provisioned_gb_hour",
    "AppRunner-GB-hours": "active_gb_hour",
    "AppRunner-vCPU-hours": "active_vcpu_hour",
}
"""Ends of the usage types; each begins with a code of the region, such as ``EU-``."""


class LivePrices:
    """Reads the price list once for each region.

    Raises
    ------
    PlanError
        Where there are no credentials, or they may not call ``pricing:GetProducts``.
    """

    def __init__(self, client: Any = None) -> None:
        self._client = client or _client()
        self.get = functools.cache(self._get)

    def _get(self, region: str) -> Price | None:
        from botocore.exceptions import BotoCoreError, ClientError

        filters = [{"Type": "TERM_MATCH", "Field": "regionCode", "Value": region}]
        pages = self._client.get_paginator("get_products")
        try:
            products = [
                json.loads(product)
                for page in pages.paginate(ServiceCode=SERVICE_CODE, Filters=filters)
                for product in page["PriceList"]
            ]
        except (BotoCoreError, ClientError) as error:
            raise PlanError(f"--live-prices: {error}") from None
        found = {name: price for name, price in map(_price, products) if name and price is not None}
        if not found:
            return None
        source = f"AWS price list {SERVICE_CODE} {region}"
        return Price(
            **{name: found.get(name) for name in USAGE.values()},
            source=source,
            read_on=datetime.now(UTC).date(),
        )


def _client() -> Any:
    import boto3

    return boto3.client("pricing", region_name=API_REGION)


def _price(product: Any) -> tuple[str | None, Decimal | None]:
    """Return the field of `Price` and the price of one product in the list."""
    usage = str(at(product, "product", "attributes", "usagetype") or "")
    name = next((USAGE[end] for end in USAGE if usage == end or usage.endswith(f"-{end}")), None)
    for term in mapping(at(product, "terms", "OnDemand")).values():
        for dimension in mapping(at(term, "priceDimensions")).values():
            try:
                return name, Decimal(str(at(dimension, "pricePerUnit", "USD")))
            except InvalidOperation:
                continue
    return None, None
