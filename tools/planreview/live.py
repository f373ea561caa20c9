"""Today's prices from AWS's price list, by its API.

That the list names App Runner's usage so is told by public users of it; it hasn't been asked from here.
See https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html
"""

from __future__ import annotations

import functools
import json
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cdktf_apprunner.prices import Price
from tools.planreview.errors import PlanError
from tools.planreview.values import at, mapping

SERVICE_CODE = "AWSAppRunner"
API_REGION = "us-east-1"
"""One of the few regions that answer the API, for all regions."""
USAGE = {
    "AppRunner-Provisioned-GB-hours": "provisioned_gb_hour",
    "AppRunner-GB-hours": "active_gb_hour",
    "AppRunner-vCPU-hours": "active_vcpu_hour",
}
"""Ends of the usage types, which begin with a code of the region such as ``EU-``."""


class LivePrices:
    """Asks the price list once a region.

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
    """Return the price's name in `Price`, and the price, of one product of the list."""
    usage = str(at(product, "product", "attributes", "usagetype") or "")
    name = next((USAGE[end] for end in USAGE if usage == end or usage.endswith(f"-{end}")), None)
    for term in mapping(at(product, "terms", "OnDemand")).values():
        for dimension in mapping(at(term, "priceDimensions")).values():
            try:
                return name, Decimal(str(at(dimension, "pricePerUnit", "USD")))
            except InvalidOperation:
                continue
    return None, None
