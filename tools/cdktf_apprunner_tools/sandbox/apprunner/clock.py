"""Changes of services that no call triggers."""

from __future__ import annotations

from cdktf_apprunner_tools.sandbox.apprunner import deployments, domains
from cdktf_apprunner_tools.sandbox.apprunner.region import Region


def tick(region: Region) -> None:
    """Validate domains and deploy pushed images, for every service."""
    for service in list(region.services.values()):
        domains.validate(region, service)
        deployments.deploy_pushed(region, service)
