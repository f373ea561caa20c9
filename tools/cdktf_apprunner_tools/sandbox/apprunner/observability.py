"""Observability configurations."""

from __future__ import annotations

from cdktf_apprunner_tools.sandbox.apprunner.records import Record, page
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.apprunner.revisions import DEFAULT, Revisions
from cdktf_apprunner_tools.sandbox.errors import invalid

REVISIONS = Revisions(
    "observabilityconfiguration", "ObservabilityConfiguration", max_names=10, max_revisions=10
)


@operation
def create_observability_configuration(region: Region, request: Record) -> Record:
    """Create a configuration, or the next revision of an existing one."""
    values = {"TraceConfiguration": request.get("TraceConfiguration")}
    if request["ObservabilityConfigurationName"] == DEFAULT:
        raise invalid(f"The name {DEFAULT} is reserved.")
    name, tags = request["ObservabilityConfigurationName"], request.get("Tags")
    item = REVISIONS.create(region, region.observability, name, values, tags)
    return {"ObservabilityConfiguration": item}


@operation
def describe_observability_configuration(region: Region, request: Record) -> Record:
    """Describe a revision."""
    item = REVISIONS.find(region.observability, request["ObservabilityConfigurationArn"])
    return {"ObservabilityConfiguration": item}


@operation
def delete_observability_configuration(region: Region, request: Record) -> Record:
    """Delete a revision that isn't in use."""
    item = REVISIONS.find(region.observability, request["ObservabilityConfigurationArn"])
    arn = item["ObservabilityConfigurationArn"]
    if any(service.uses(arn) for service in region.services.values()):
        raise invalid("You can't delete the observability configuration. It's used by one or more services.")
    REVISIONS.delete(region.observability, item)
    return {"ObservabilityConfiguration": item}


@operation
def list_observability_configurations(region: Region, request: Record) -> Record:
    """List configurations."""
    items = REVISIONS.listed(region.observability, request)
    return page(request, items, "ObservabilityConfigurationSummaryList")
