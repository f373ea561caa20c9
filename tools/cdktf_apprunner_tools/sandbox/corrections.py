"""What moto does otherwise than AWS, in the services that this project's stacks use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.ecr.models import ECRBackend, Image
from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogsBackend
from moto.route53.exceptions import Route53ClientError
from moto.route53.models import Route53Backend

_change_records = Route53Backend.change_resource_record_sets
_put_image = ECRBackend.put_image
_delete_policy = IAMBackend.delete_policy


def install() -> None:
    """Correct moto in this process."""
    LogsBackend.put_metric_filter = put_metric_filter  # type: ignore[assignment]
    Route53Backend.change_resource_record_sets = change_records  # type: ignore[assignment,method-assign]
    ECRBackend.put_image = put_image  # type: ignore[assignment,method-assign]
    IAMBackend.delete_policy = delete_policy  # type: ignore[assignment,method-assign]


def put_metric_filter(
    backend: LogsBackend, name: str, pattern: str, group: str, transformations: Any
) -> None:
    """Replace the filter of the same name, if any; the log group must exist.

    moto accepts any group and keeps both filters.
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
    """
    if group not in backend.groups:
        raise ResourceNotFoundException
    backend.filters.delete_filter(name, group)
    backend.filters.add_filter(name, pattern, group, transformations)


def change_records(backend: Route53Backend, zone_id: str, changes: list[dict[str, Any]]) -> None:
    """Create only records that don't exist, delete only those that do; make all changes or none.

    moto creates a record again if its value differs, and keeps the changes before the one it refuses.
    https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
    """
    zone = backend.get_hosted_zone(zone_id)
    records = {
        _key(one.name, one.type, one.set_identifier): _value(one.ttl, one.records) for one in zone.rrsets
    }
    if problems := list(_problems(zone.name, records, changes)):
        raise Route53ClientError("InvalidChangeBatch", f"[{', '.join(problems)}]")
    _change_records(backend, zone_id, changes)


def _problems(zone: str, records: dict[Any, Any], changes: list[dict[str, Any]]) -> Iterator[str]:
    for change in changes:
        action, record = change["Action"], change["ResourceRecordSet"]
        key = _key(record["Name"], record["Type"], record.get("SetIdentifier"))
        given = [item["Value"] for item in record.get("ResourceRecords") or []]
        value = _value(record.get("TTL"), given)
        named = f"[name='{key[0]}', type='{key[1]}']"
        if not f".{key[0]}".endswith(f".{zone.rstrip('.')}."):
            yield f"RRSet with DNS name {key[0]} is not permitted in zone {zone}"
        if action == "CREATE" and key in records:
            yield f"Tried to create resource record set {named} but it already exists"
        elif action == "DELETE" and key not in records:
            yield f"Tried to delete resource record set {named} but it was not found"
        elif action == "DELETE" and records.pop(key) != value:
            yield (
                f"Tried to delete resource record set {named} but the values provided do not match the "
                "current values"
            )
        if action != "DELETE":
            records[key] = value


def _key(name: str, kind: Any, identifier: Any) -> tuple[str, Any, Any]:
    return name.rstrip(".").lower() + ".", kind, identifier


def _value(ttl: Any, values: Any) -> tuple[str, list[str]]:
    """Return what must be the same in a deletion; an alias has neither."""
    return str(ttl), sorted(str(item) for item in values or [])


def put_image(backend: ECRBackend, repository_name: str, *given: Any, **named: Any) -> Image:
    """Keep an image whose only tag moves to another one: it becomes untagged.

    moto deletes it. https://docs.aws.amazon.com/AmazonECR/latest/userguide/delete_image.html
    """
    repository = backend.repositories.get(repository_name)
    before = list(repository.images) if repository else []
    made = _put_image(backend, repository_name, *given, **named)
    assert repository is not None
    for number, image in enumerate(before):
        if image not in repository.images:
            image.image_tags = []
            image.image_tag = None  # type: ignore[assignment]
            repository.images.insert(number, image)
    return made


def delete_policy(backend: IAMBackend, policy_arn: str) -> None:
    """Refuse to delete a policy that a role, user or group has.

    moto deletes it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
    """
    if (found := backend.managed_policies.get(policy_arn)) and found.attachment_count:
        raise DeleteConflictException("Cannot delete a policy attached to entities.")
    _delete_policy(backend, policy_arn)
