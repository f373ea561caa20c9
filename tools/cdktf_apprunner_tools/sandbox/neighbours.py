"""What App Runner reads and changes in other AWS services, in moto's backends."""

from __future__ import annotations

import contextlib
import fnmatch
import json
import logging
import time
from typing import Any

from moto.backends import get_backend
from moto.core.exceptions import ServiceException
from moto.events.models import EventPattern
from moto.events.utils import EventTemplateParser
from werkzeug.exceptions import HTTPException

REFUSALS = (ServiceException, HTTPException, KeyError, StopIteration)
"""Exceptions that moto's backends raise if something doesn't exist."""


def digest(account_id: str, region: str, repository: str, reference: str) -> str | None:
    """Return the digest of an image by its tag or digest, if it exists."""
    key = "imageDigest" if reference.startswith("sha256:") else "imageTag"
    with contextlib.suppress(*REFUSALS):
        found = get_backend("ecr")[account_id][region].describe_images(
            repository, image_ids=[{key: reference}]
        )
        return str(next(iter(found)).image_digest)
    return None


def repository_policy(account_id: str, region: str, repository: str) -> str | None:
    """Return the policy of an ECR repository, if it has one."""
    with contextlib.suppress(*REFUSALS):
        answer = get_backend("ecr")[account_id][region].get_repository_policy(account_id, repository)
        return str(answer["policyText"])
    return None


def role(arn: str) -> Any:
    """Return a role by its ARN, if it exists."""
    account_id, name = arn.split(":")[4], arn.rpartition("/")[2]
    with contextlib.suppress(*REFUSALS):
        found = get_backend("iam")[account_id]["aws"].get_role(name)
        return found if found.arn == arn else None
    return None


def trusts(found: Any, principal: str) -> bool:
    """Whether a service may assume a role."""
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
    documents = [
        *found.policies.values(),
        *(
            version.document
            for policy in found.managed_policies.values()
            for version in policy.versions
            if version.is_default
        ),
    ]
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
    """Whether a KMS key exists."""
    _, _, _, region, account_id, _ = arn.split(":", 5)
    with contextlib.suppress(*REFUSALS):
        backend = get_backend("kms")[account_id][region]
        return bool(backend.describe_key(backend.any_id_to_key_id(arn)))
    return False


def vpcs(account_id: str, region: str, subnets: list[str], groups: list[str]) -> dict[str, str | None]:
    """Return the VPC of each subnet and security group; ``None`` for one that doesn't exist."""
    backend = get_backend("ec2")[account_id][region]
    known = {name: subnet.vpc_id for zone in backend.subnets.values() for name, subnet in zone.items()}
    known |= {name: vpc for vpc, found in backend.groups.items() for name in found}
    return {name: known.get(name) for name in [*subnets, *groups]}


def ipv6_only(account_id: str, region: str, subnets: list[str]) -> list[str]:
    """Return the subnets without IPv4 addresses."""
    backend = get_backend("ec2")[account_id][region]
    return [subnet for subnet in subnets if backend.get_subnet(subnet).ipv6_native]


def endpoint_vpc(account_id: str, region: str, endpoint: str) -> str | None:
    """Return the VPC of an endpoint, if it exists."""
    found = get_backend("ec2")[account_id][region].vpc_end_points.get(endpoint)
    return None if found is None or found.state == "deleted" else str(found.vpc_id)


def default_group(account_id: str, region: str, subnet: str) -> str:
    """Return the default security group of a subnet's VPC."""
    backend = get_backend("ec2")[account_id][region]
    found: Any = backend.get_default_security_group(backend.get_subnet(subnet).vpc_id)
    return str(found.id)


def create_log_group(account_id: str, region: str, name: str, stream: str, line: str) -> None:
    """Write a line to a log group; create the group if it doesn't exist."""
    backend = get_backend("logs")[account_id][region]
    if name not in backend.groups:
        backend.create_log_group(name, {})
    write_log(account_id, region, name, line, stream)


def write_log(account_id: str, region: str, name: str, line: str, stream: str = "events") -> None:
    """Write a line to a log group, if the group exists."""
    backend = get_backend("logs")[account_id][region]
    if name not in backend.groups:
        return
    with contextlib.suppress(*REFUSALS):
        backend.create_log_stream(name, stream)

    backend.put_log_events(name, stream, [{"timestamp": int(time.time() * 1000), "message": line}])


def has_record(account_id: str, name: str, kind: str, value: str) -> bool:
    """Whether Route 53 has a record with this name, type and value."""
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
    """Deliver an event to the targets of matching rules: queues, topics and log groups."""
    backend = get_backend("events")[account_id][region]
    for rule in list(backend.describe_event_bus("default").rules.values()):
        pattern = rule.event_pattern
        if not isinstance(pattern, EventPattern) or rule.state != "ENABLED":
            continue
        if not pattern.matches_event(event):  # type: ignore[arg-type]
            continue
        for target in list(rule.targets):
            service = target["Arn"].split(":")[2]
            message = _transformed(event, target.get("InputTransformer"))
            if service == "sns":
                publish("events.amazonaws.com", target["Arn"], message)
            elif service == "sqs":
                queues = get_backend("sqs")[account_id][region]
                queues.send_message(target["Arn"].rpartition(":")[2], message)
            elif service == "logs":
                group = target["Arn"].split(":", 6)[6].removeprefix("log-group:").removesuffix(":*")
                write_log(account_id, region, group, message)


def _transformed(event: dict[str, Any], transformer: dict[str, Any] | None) -> str:
    """Return the message for a target: the event, or the output of the transformer.

    A path without a match adds nothing to the output:
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
    """
    if transformer is None:
        return json.dumps(event)
    paths = transformer.get("InputPathsMap", {})
    now = {"ingestion-time": event["time"]}
    made = EventTemplateParser.parse(transformer["InputTemplate"], paths, {**event, **now})  # type: ignore[typeddict-item]
    text = json.dumps(made)
    for name in paths:
        text = text.replace(f"<{name}>", "")
    return text


def publish(service: str, topic_arn: str, message: str) -> None:
    """Publish to a topic as an AWS service, if the policies of the topic and of its key allow it."""
    _, _, _, region, account_id, _ = topic_arn.split(":", 5)
    topic = get_backend("sns")[account_id][region].topics.get(topic_arn)
    if topic is None or not _allows_service(json.loads(topic.policy), service, "sns:Publish"):
        logging.warning("%s may not publish to %s", service, topic_arn)
    elif topic.kms_master_key_id and not _may_encrypt(service, account_id, region, topic.kms_master_key_id):
        # aws/aws-cdk#11121: the AWS managed key, alias/aws/sns, allows no service
        logging.warning("%s may not use the key of %s", service, topic_arn)
    else:
        topic.publish(message)


def _may_encrypt(service: str, account_id: str, region: str, key: str) -> bool:
    backend = get_backend("kms")[account_id][region]
    with contextlib.suppress(*REFUSALS):
        policy = json.loads(backend.get_key_policy(backend.any_id_to_key_id(key)))
        return _allows_service(policy, service, "kms:GenerateDataKey*")
    return False


def _allows_service(policy: dict[str, Any], service: str, action: str) -> bool:
    """Whether the policy of a resource allows an action to a service.

    EventBridge doesn't support conditions, neither in the policy of a topic
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html) nor in that of a key
    (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html).
    """
    return any(
        statement["Effect"] == "Allow"
        and action.lower() in map(str.lower, listed(statement["Action"]))
        and (
            statement["Principal"] in ("*", {"AWS": "*"})
            or service in listed(dict(statement["Principal"]).get("Service", []))
        )
        and (service != "events.amazonaws.com" or "Condition" not in statement)
        for statement in listed(policy["Statement"])
    )


def put_metric(
    account_id: str,
    region: str,
    namespace: str,
    name: str,
    values: list[float],
    *,
    dimensions: dict[str, str] | None = None,
) -> None:
    """Put values of a metric with the current time."""
    named = [{"Name": key, "Value": value} for key, value in (dimensions or {}).items()]
    data = [{"MetricName": name, "Value": value, "Dimensions": named} for value in values]
    get_backend("cloudwatch")[account_id][region].put_metric_data(namespace, data)


def backends(service: str) -> list[Any]:
    """Return the backends of a service, of all accounts and regions."""
    return [
        backend
        for regions in list(get_backend(service).values())  # type: ignore[call-overload]
        for backend in list(regions.values())
    ]


def schedules() -> list[Any]:
    """Return all schedules, of all accounts and regions."""
    return [
        schedule
        for backend in backends("scheduler")
        for group in list(backend.schedule_groups.values())
        for schedule in list(group.schedules.values())
    ]


def put_retention(account_id: str, region: str, name: str, days: int) -> bool:
    """Set the retention of a log group; return whether the group exists."""
    backend = get_backend("logs")[account_id][region]
    if name not in backend.groups:
        return False
    backend.put_retention_policy(name, days)  # type: ignore[arg-type]  # responses must contain a number
    return True


def listed(value: Any) -> list[Any]:
    """Return a policy value as a list; a policy may contain a single item instead."""
    return value if isinstance(value, list) else [value]
