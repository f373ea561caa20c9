"""Tags of all kinds of resources."""

from __future__ import annotations

from cdktf_apprunner_tools.sandbox.apprunner.records import Record
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.errors import missing


def _tags(region: Region, arn: str) -> dict[str, str]:
    known = (
        region.services,
        region.scaling,
        region.observability,
        region.connectors,
        region.connections,
        region.ingress,
    )
    if not any(arn in records for records in known):
        raise missing(arn)
    return region.tags.setdefault(arn, {})


@operation
def list_tags_for_resource(region: Region, request: Record) -> Record:
    """List the tags of a resource."""
    tags = _tags(region, request["ResourceArn"])
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}


@operation
def tag_resource(region: Region, request: Record) -> Record:
    """Add tags to a resource."""
    _tags(region, request["ResourceArn"])
    region.tag(request["ResourceArn"], request["Tags"])
    return {}


@operation
def untag_resource(region: Region, request: Record) -> Record:
    """Remove tags from a resource."""
    tags = _tags(region, request["ResourceArn"])
    for key in request["TagKeys"]:
        tags.pop(key, None)
    return {}
