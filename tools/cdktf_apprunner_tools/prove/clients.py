"""The clients of boto3 for one account."""

from __future__ import annotations

import functools
from typing import Any

import boto3
from botocore.config import Config

from cdktf_apprunner_tools.prove.exchange import Exchange


@functools.cache
def _session() -> boto3.Session:
    """Return the one session, which reads the model of each service only once."""
    return boto3.Session()


class Clients:
    """Clients of one region, with the exchange that listens to them.

    Parameters
    ----------
    region
        The region.
    endpoint_url
        Address of a local AWS; without it only AWS itself is called, whatever the environment says.
    credentials
        Access key of a local AWS; by default boto3 looks for credentials as always.
    """

    def __init__(self, region: str, endpoint_url: str | None = None, credentials: str | None = None) -> None:
        self.region = region
        self.exchange = Exchange()
        self.endpoint_url = endpoint_url
        self._credentials = credentials
        self._made: dict[str, Any] = {}

    def __getitem__(self, service: str) -> Any:
        """Return the client of a service."""
        if service not in self._made:
            client = _session().client(
                service,
                region_name=self.region,
                endpoint_url=self.endpoint_url,
                aws_access_key_id=self._credentials,
                aws_secret_access_key=self._credentials,
                config=Config(
                    ignore_configured_endpoint_urls=True,
                    retries={"mode": "standard", "total_max_attempts": 8},
                ),
            )
            events = client.meta.events
            events.register("before-parameter-build", self.exchange.sent)
            events.register("after-call", self.exchange.received)
            self._made[service] = client
        return self._made[service]
