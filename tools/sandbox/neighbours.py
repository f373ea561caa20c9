"""What App Runner asks of other AWS services, and does in them: all of it in moto's backends."""

from __future__ import annotations

import contextlib
import fnmatch
import json
import time
from typing import Any

from moto.backends import get_backend
from moto.core.exceptions import ServiceException
from moto.events.models import EventPattern
from werkzeug.exceptions import HTTPException

REFUSALS = (ServiceException, HTTPException, KeyError, StopIteration)
"""What moto's backends raise where something isn't there."""


def digest(account_id: str, region: str, repository: str, reference: str) -> str | None:
    """Return the digest of an image by its tag or digest, if it is there."""
    key = "imageDigest" if reference.startswith("sha256:") else "imageTag"
    with contextlib.suppress(*REFUSALS):
        found = get_backend("ecr")[account_id][region].describe_images(
            repository, image_ids=[{key: reference}]
        )
        return str(next(iter(found)).image_digest)
    return None


def repository_policy(account_id: str, region: str, repository: str) -> str | None:
    """Return the policy of an ECR repository, if there is one."""
    with contextlib.suppress(*REFUSALS):
        answer = get_backend("ecr")[account_id][region].get_repository_policy(account_id, repository)
        return str(answer["policyText"])
    return None


def role(arn: str) -> Any:
    """Return a role by its ARN, if it is there."""
    account_id, name = arn.split(":")[4], arn.rpartition("/")[2]
    with contextlib.suppress(*REFUSALS):
        found = get_backend("iam")[account_id]["aws"].get_role(name)
        return found if found.arn == arn else None
    return None


def trusts(found: Any, principal: str) -> bool:
    """Whether a role may be assumed by a service."""
    document = json.loads(found.assume_role_policy_document)
    return any(
        statement["Effect"] == "Allow" and principal in listed(statement["Principal"].get("Service", []))
        for statement in listed(document["Statement"])
    )


def allows(arn: str, action: str, resource: str) -> bool:
    """Whether a role's policies allow an action on a resource."""
    found = role(arn)
    if found is None:
        return False
    documents = [*found.policies.values(), *(policy.document for policy in found.managed_policies.values())]
    statements = [
        statement
        for document in documents
        for statement in listed(
            (json.loads(document) if isinstance(document, str) else document)["Statement"]
        )
    ]
    return any(
        statement["Effect"] == "Allow"
        and any(
            fnmatch.fnmatchcase(action.lower(), one.lower()) for one in listed(statement.get("Action", []))
        )
        and any(fnmatch.fnmatchcase(resource, one) for one in listed(statement.get("Resource", [])))
        for statement in statements
    )


def key_exists(arn: str) -> bool:
    """Whether a KMS key is there."""
    _, _, _, region, account_id, _ = arn.split(":", 5)
    with contextlib.suppress(*REFUSALS):
        backend = get_backend("kms")[account_id][region]
        return bool(backend.describe_key(backend.any_id_to_key_id(arn)))
    return False


def missing_network(account_id: str, region: str, subnets: list[str], groups: list[str]) -> list[str]:
    """Return the subnets and security groups that aren't there."""
    backend = get_backend("ec2")[account_id][region]
    known = {subnet for zone in backend.subnets.values() for subnet in zone}
    known |= {group for vpc in backend.groups.values() for group in vpc}
    return [name for name in [*subnets, *groups] if name not in known]


def default_group(account_id: str, region: str, subnet: str) -> str:
    """Return the default security group of a subnet's VPC."""
    backend = get_backend("ec2")[account_id][region]
    found: Any = backend.get_default_security_group(backend.get_subnet(subnet).vpc_id)
    return str(found.id)


def create_log_group(account_id: str, region: str, name: str, line: str) -> None:
    """Make a log group with a first line in it, where there is none."""
    backend = get_backend("logs")[account_id][region]
    if name not in backend.groups:
        backend.create_log_group(name, {})
    write_log(account_id, region, name, line)


def write_log(account_id: str, region: str, name: str, line: str) -> None:
    """Write a line to a log group, as a service would."""
    backend = get_backend("logs")[account_id][region]
    if name not in backend.groups:
        return
    with contextlib.suppress(*REFUSALS):
        backend.create_log_stream(name, "events")

    backend.put_log_events(name, "events", [{"timestamp": int(time.time() * 1000), "message": line}])


def has_record(account_id: str, name: str, kind: str, value: str) -> bool:
    """Whether Route 53 answers for a name with a value."""
    wanted = name.rstrip(".") + "."
    for zone in list(get_backend("route53")[account_id]["aws"].zones.values()):
        for record in list(zone.rrsets):
            values = [str(item).rstrip(".") for item in record.records or []]
            if (
                record.name.rstrip(".") + "." == wanted
                and record.type == kind
                and value.rstrip(".") in values
            ):
                return True
    return False


def put_event(account_id: str, region: str, event: dict[str, Any]) -> None:
    """Deliver an event to the targets of the rules it matches: queues, topics and log groups."""
    backend = get_backend("events")[account_id][region]
    for rule in list(backend.describe_event_bus("default").rules.values()):
        pattern = rule.event_pattern
        if not isinstance(pattern, EventPattern) or rule.state != "ENABLED":
            continue
        if not pattern.matches_event(event):  # type: ignore[arg-type]
            continue
        for target in list(rule.targets):
            service = target["Arn"].split(":")[2]
            if service == "sns":
                get_backend("sns")[account_id][region].publish(json.dumps(event), target["Arn"])
            elif service == "sqs":
                queues = get_backend("sqs")[account_id][region]
                queues.send_message(target["Arn"].rpartition(":")[2], json.dumps(event))
            elif service == "logs":
                group = target["Arn"].split(":", 6)[6].removeprefix("log-group:").removesuffix(":*")
                write_log(account_id, region, group, json.dumps(event))


def schedules() -> list[Any]:
    """Return every schedule of every account and region."""
    return [
        schedule
        for regions in list(get_backend("scheduler").values())
        for backend in list(regions.values())
        for group in list(backend.schedule_groups.values())
        for schedule in list(group.schedules.values())
    ]


def put_retention(account_id: str, region: str, name: str, days: int) -> bool:
    """Set the retention of a log group; whether there is one."""
    backend = get_backend("logs")[account_id][region]
    if name not in backend.groups:
        return False
    backend.put_retention_policy(name, days)  # type: ignore[arg-type]  # answers must hold a number
    return True


def listed(value: Any) -> list[Any]:
    """Return what a policy says once or several times."""
    return value if isinstance(value, list) else [value]
