"""Changes of services that no call triggers."""

from __future__ import annotations

from cdktf_apprunner_tools.sandbox.apprunner import deployments, domains, metrics
from cdktf_apprunner_tools.sandbox.apprunner.region import Region
from cdktf_apprunner_tools.sandbox.runs import runner


def tick(region: Region) -> None:
    """Validate domains, deploy pushed images and publish metrics, for every service."""
    for service in list(region.services.values()):
        domains.validate(region, service)
        deployments.deploy_pushed(region, service)
        if measured := runner.RUNNER.tick(service):
            metrics.publish([region], service.record["ServiceName"], measured)
