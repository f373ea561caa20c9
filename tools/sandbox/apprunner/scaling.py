"""Auto scaling configurations."""

from __future__ import annotations

from tools.sandbox.apprunner.region import Record, Region, operation, page
from tools.sandbox.apprunner.revisions import Revisions
from tools.sandbox.errors import invalid

REVISIONS = Revisions("autoscalingconfiguration", "AutoScalingConfiguration")
DEFAULT = "DefaultConfiguration"
"""AWS's own, there from the start; its values are those of a service that names none."""
VALUES = {"MaxConcurrency": 100, "MinSize": 1, "MaxSize": 25}


def default(region: Region) -> Record:
    """Return what services get that name no configuration."""
    if not region.scaling:
        values = {**VALUES, "IsDefault": True, "HasAssociatedService": False}
        REVISIONS.create(region, region.scaling, DEFAULT, values)
    return next(item for item in region.scaling.values() if item["IsDefault"])


def summary(region: Region, arn: str) -> Record:
    """Return a configuration as a service's description holds it."""
    return _described(region, region.scaling[arn])


def services_of(region: Region, arn: str) -> list[str]:
    """Return the services that use a configuration."""
    return [service.arn for service in region.services.values() if service.uses(arn)]


def _described(region: Region, item: Record) -> Record:
    """Return a configuration as answers hold it: its status in small letters.

    The model writes it in capitals; the AWS CLI's examples show small letters, and the Terraform provider
    waits for those (``internal/service/apprunner/auto_scaling_configuration_version.go``).
    """
    used = bool(services_of(region, item["AutoScalingConfigurationArn"]))
    return {**item, "Status": str(item["Status"]).lower(), "HasAssociatedService": used}


@operation
def create_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """Make a configuration, or a name's next revision."""
    default(region)
    name = request["AutoScalingConfigurationName"]
    values = {key: request.get(key) or value for key, value in VALUES.items()}
    if name == DEFAULT:
        raise invalid(f"{DEFAULT} is reserved.")
    if values["MinSize"] > values["MaxSize"]:
        raise invalid("MinSize must not be greater than MaxSize.")
    item = REVISIONS.create(region, region.scaling, name, {**values, "IsDefault": False})
    region.tag(item["AutoScalingConfigurationArn"], request.get("Tags"))
    return {"AutoScalingConfiguration": _described(region, item)}


@operation
def describe_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """Describe a revision."""
    default(region)
    item = REVISIONS.find(region.scaling, request["AutoScalingConfigurationArn"])
    return {"AutoScalingConfiguration": _described(region, item)}


@operation
def delete_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """Delete a revision, or all of a name, unless it is in use or the default.

    In use: hashicorp/terraform-provider-aws#38534.
    """
    item = REVISIONS.find(region.scaling, request["AutoScalingConfigurationArn"])
    chosen = (
        REVISIONS.active(region.scaling, item["AutoScalingConfigurationName"])
        if request.get("DeleteAllRevisions")
        else [item]
    )
    for one in chosen:
        arn = one["AutoScalingConfigurationArn"]
        if one["IsDefault"]:
            raise invalid(f"Auto scaling configuration {arn} is the default and can't be deleted.")
        if services_of(region, arn):
            raise invalid(f"Auto scaling configuration {arn} is in use by a service and can't be deleted.")
    for one in chosen:
        REVISIONS.delete(region.scaling, one)
    return {"AutoScalingConfiguration": _described(region, item)}


@operation
def list_auto_scaling_configurations(region: Region, request: Record) -> Record:
    """List configurations."""
    default(region)
    items = [_described(region, item) for item in REVISIONS.listed(region.scaling, request)]
    return page(request, items, "AutoScalingConfigurationSummaryList")


@operation
def list_services_for_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """List the services that use a revision."""
    default(region)
    item = REVISIONS.find(region.scaling, request["AutoScalingConfigurationArn"])
    return page(request, services_of(region, item["AutoScalingConfigurationArn"]), "ServiceArnList")


@operation
def update_default_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """Choose what services get that name no configuration."""
    before = default(region)
    item = REVISIONS.find(region.scaling, request["AutoScalingConfigurationArn"])
    before["IsDefault"] = False
    item["IsDefault"] = True
    return {"AutoScalingConfiguration": _described(region, item)}
