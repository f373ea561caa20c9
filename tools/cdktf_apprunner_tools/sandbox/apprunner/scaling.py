"""Auto scaling configurations."""

from __future__ import annotations

from cdktf_apprunner_tools.sandbox.apprunner.records import Record, page
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.apprunner.revisions import DEFAULT, Revisions
from cdktf_apprunner_tools.sandbox.errors import invalid

REVISIONS = Revisions("autoscalingconfiguration", "AutoScalingConfiguration", max_names=10, max_revisions=5)
DEFAULT_ID = "00000000000000000000000000000001"
"""Id of AWS's configuration in every account (hashicorp/terraform-provider-aws#19840)."""
VALUES = {"MaxConcurrency": 100, "MinSize": 1, "MaxSize": 25}
"""Values of AWS's configuration, and defaults of every other one."""


def default(region: Region) -> Record:
    """Return the configuration that services use if they don't choose one."""
    if not region.scaling:
        values = {**VALUES, "IsDefault": True, "HasAssociatedService": False}
        arn = f"arn:aws:apprunner:{region.name}:{region.account_id}:{REVISIONS.kind}/{DEFAULT}/1/{DEFAULT_ID}"
        REVISIONS.add(region.scaling, arn, DEFAULT, 1, values)
    return next(item for item in region.scaling.values() if item["IsDefault"])


def summary(region: Region, arn: str) -> Record:
    """Return a configuration as the description of a service contains it."""
    return _described(region, region.scaling[arn])


def services_of(region: Region, arn: str) -> list[str]:
    """Return the services that use a configuration."""
    return [service.arn for service in region.services.values() if service.uses(arn)]


def _described(region: Region, item: Record) -> Record:
    """Return a configuration as responses contain it: with its status in lower case.

    botocore's model has the status in upper case. The examples of the AWS CLI have it in lower case, and the
    Terraform provider waits for lower case
    (``internal/service/apprunner/auto_scaling_configuration_version.go``).
    """
    used = bool(services_of(region, item["AutoScalingConfigurationArn"]))
    return {**item, "Status": str(item["Status"]).lower(), "HasAssociatedService": used}


@operation
def create_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """Create a configuration, or the next revision of an existing one."""
    default(region)
    name = request["AutoScalingConfigurationName"]
    values = {key: request.get(key) or value for key, value in VALUES.items()}
    if values["MinSize"] > values["MaxSize"]:
        raise invalid("MinSize must not be greater than MaxSize.")
    values = {**values, "IsDefault": False}
    item = REVISIONS.create(region, region.scaling, name, values, request.get("Tags"))
    return {"AutoScalingConfiguration": _described(region, item)}


@operation
def describe_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """Describe a revision."""
    default(region)
    item = REVISIONS.find(region.scaling, request["AutoScalingConfigurationArn"])
    return {"AutoScalingConfiguration": _described(region, item)}


@operation
def delete_auto_scaling_configuration(region: Region, request: Record) -> Record:
    """Delete a revision, or all revisions of its name; none may be in use or the default.

    AWS's own is treated like any other since 2023 (text of ``AutoScalingConfigurationName`` in botocore's
    model); before, it couldn't be deleted (hashicorp/terraform-provider-aws#19840). The wording of a use is
    known from hashicorp/terraform-provider-aws#38534.
    """
    default(region)
    item = REVISIONS.find(region.scaling, request["AutoScalingConfigurationArn"])
    name = item["AutoScalingConfigurationName"]
    everything = request.get("DeleteAllRevisions")
    if everything and not request["AutoScalingConfigurationArn"].endswith(f"/{name}"):
        raise invalid("With DeleteAllRevisions the ARN must end with the name of the configuration.")
    chosen = REVISIONS.active(region.scaling, name) if everything else [item]
    for one in chosen:
        arn = one["AutoScalingConfigurationArn"]
        if one["IsDefault"]:
            raise invalid("You can't delete the default auto scaling configuration.")
        if services_of(region, arn):
            raise invalid(
                "You can't delete the auto scaling configuration. It's used by one or more services. "
                "To delete it, update the services to use other auto scaling configurations."
            )
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
    """Set the configuration that services use if they don't choose one."""
    before = default(region)
    item = REVISIONS.usable(region.scaling, request["AutoScalingConfigurationArn"])
    before["IsDefault"] = False
    item["IsDefault"] = True
    return {"AutoScalingConfiguration": _described(region, item)}
