"""The CloudWatch metrics of a service.

Names and dimensions: https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cw.html. No service handles
requests here, so a test provides the values.
"""

from __future__ import annotations

from collections.abc import Iterable

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner.region import Region
from cdktf_apprunner_tools.sandbox.errors import ApiError, missing

NAMESPACE = "AWS/AppRunner"
NAMES = (
    "CPUUtilization",
    "MemoryUtilization",
    "Concurrency",
    "Requests",
    "2xxStatusResponses",
    "4xxStatusResponses",
    "5xxStatusResponses",
    "RequestLatency",
    "ActiveInstances",
)


def publish(regions: Iterable[Region], service_name: str, measured: dict[str, list[float]]) -> None:
    """Publish the current values of a service's metrics, with both dimensions."""
    found = [
        (region, service.record)
        for region in regions
        for service in region.services.values()
        if service.record["ServiceName"] == service_name and service.record["Status"] != "DELETED"
    ]
    if not found:
        raise missing(service_name)
    if unknown := sorted(set(measured) - set(NAMES)):
        raise ApiError("Unknown", f"App Runner publishes no {', '.join(unknown)}")
    for region, record in found:
        dimensions = {"ServiceName": service_name, "ServiceID": record["ServiceId"]}
        for name, values in measured.items():
            neighbours.put_metric(
                region.account_id, region.name, NAMESPACE, name, values, dimensions=dimensions
            )
