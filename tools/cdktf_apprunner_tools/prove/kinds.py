"""The kinds of things that a run makes: how each is created, found, recognized and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve, frozen
from botocore.exceptions import ClientError

from cdktf_apprunner_tools.prove.clients import Clients
from cdktf_apprunner_tools.prove.record import TAG

GONE = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist")
"""Parts of the codes of errors for what doesn't exist."""


def code(error: ClientError) -> str:
    """Return the code of an error."""
    return str(error.response["Error"]["Code"])


def absent(error: ClientError) -> bool:
    """Whether an error says that something doesn't exist."""
    return any(part in code(error) for part in GONE)


@frozen
class Kind:
    """One kind of thing.

    Parameters
    ----------
    create
        Creates one with a name, a run's id as tag, and the request; returns its id.
    find
        Returns the ids of those with a name, also those of others.
    tags
        Returns the tags of one.
    delete
        Deletes one, or begins to.
    gone
        Whether one is gone; by default as soon as `delete` returned.
    leftovers
        Deletes what AWS made for one of this name, and leaves behind.
    """

    create: Callable[[Clients, str, str, dict[str, Any]], str]
    find: Callable[[Clients, str], list[str]]
    tags: Callable[[Clients, str], dict[str, str]]
    delete: Callable[[Clients, str], object]
    gone: Callable[[Clients, str], bool] = lambda clients, identifier: True
    leftovers: Callable[[Clients, str], None] | None = None


def pairs(tags: dict[str, str]) -> list[dict[str, str]]:
    """Return tags as most APIs take them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def unpaired(tags: Iterable[dict[str, str]]) -> dict[str, str]:
    """Return tags as a dictionary."""
    return {tag["Key"]: tag["Value"] for tag in tags}


def pages(client: Any, operation: str, result: str, **request: Any) -> Iterable[Any]:
    """Return the items of all pages of a list."""
    token: dict[str, str] = {}
    while True:
        answer = getattr(client, operation)(**request, **token)
        yield from answer[result]
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}


def _apprunner(
    singular: str,
    result: str,
    *,
    plural: str = "",
    field: str = "",
    filtered: bool = False,
    all_revisions: bool = False,
    ends: bool = False,
) -> Kind:
    """Return a kind of App Runner's API, whose operations and fields have regular names."""
    field = field or "".join(part.capitalize() for part in singular.split("_"))
    plural = plural or f"{singular}s"

    def create(clients: Clients, name: str, run: str, request: dict[str, Any]) -> str:
        made = getattr(clients["apprunner"], f"create_{singular}")(
            **{f"{field}Name": name}, Tags=pairs({TAG: run}), **request
        )
        return str(made[field][f"{field}Arn"])

    def find(clients: Clients, name: str) -> list[str]:
        request: dict[str, Any] = {f"{field}Name": name} if filtered else {}
        if all_revisions:
            request["LatestOnly"] = False
        items = pages(clients["apprunner"], f"list_{plural}", result, **request)
        return [item[f"{field}Arn"] for item in items if f"/{name}/" in item[f"{field}Arn"]]

    def tags(clients: Clients, arn: str) -> dict[str, str]:
        return unpaired(clients["apprunner"].list_tags_for_resource(ResourceArn=arn)["Tags"])

    def delete(clients: Clients, arn: str) -> object:
        return getattr(clients["apprunner"], f"delete_{singular}")(**{f"{field}Arn": arn})

    def ended(clients: Clients, arn: str) -> bool:
        described = getattr(clients["apprunner"], f"describe_{singular}")(**{f"{field}Arn": arn})
        return bool(described[field]["Status"] == "DELETED")

    return Kind(create, find, tags, delete, ended) if ends else Kind(create, find, tags, delete)


def log_groups(clients: Clients, service_arn: str) -> dict[str, dict[str, Any]]:
    """Return the log groups of a service by the last part of their name."""
    prefix = f"/aws/apprunner/{service_arn.partition(':service/')[2]}/"
    found = clients["logs"].describe_log_groups(logGroupNamePrefix=prefix)["logGroups"]
    return {group["logGroupName"].rpartition("/")[2]: group for group in found}


def _delete_log_groups(clients: Clients, name: str) -> None:
    """Delete the groups that App Runner made for a service of this name, which holds the run's id."""
    found = clients["logs"].describe_log_groups(logGroupNamePrefix=f"/aws/apprunner/{name}/")
    for group in found["logGroups"]:
        clients["logs"].delete_log_group(logGroupName=group["logGroupName"])


def _ec2(what: str, *, many: str = "", field: str = "", resource: str = "", state: str = "") -> Kind:
    """Return a kind of EC2's API."""
    title = "".join(part.capitalize() for part in what.split("_"))
    many, field, resource = many or f"{title}s", field or f"{title}Id", resource or what.replace("_", "-")

    def described(clients: Clients, **request: Any) -> list[dict[str, Any]]:
        found = getattr(clients["ec2"], f"describe_{what}s")(**request)[many]
        return [item for item in found if item.get("State") != "deleted"]

    def create(clients: Clients, name: str, run: str, request: dict[str, Any]) -> str:
        tags = [{"ResourceType": resource, "Tags": pairs({TAG: run, "Name": name})}]
        if what == "security_group":
            request = {"GroupName": name, "Description": "cdktf-apprunner prove", **request}
        made = getattr(clients["ec2"], f"create_{what}")(TagSpecifications=tags, **request)
        return str(made.get(title, made)[field])

    def find(clients: Clients, name: str) -> list[str]:
        found = described(clients, Filters=[{"Name": "tag:Name", "Values": [name]}])
        return [item[field] for item in found]

    def tags(clients: Clients, identifier: str) -> dict[str, str]:
        found = described(clients, **{f"{field}s": [identifier]})
        return unpaired(tag for item in found for tag in item.get("Tags", []))

    def delete(clients: Clients, identifier: str) -> object:
        if what == "vpc_endpoint":
            return clients["ec2"].delete_vpc_endpoints(VpcEndpointIds=[identifier])
        return getattr(clients["ec2"], f"delete_{what}")(**{field: identifier})

    def gone(clients: Clients, identifier: str) -> bool:
        return what != "vpc_endpoint" or not described(clients, **{f"{field}s": [identifier]})

    return Kind(create, find, tags, delete, gone)


def _create_role(clients: Clients, name: str, run: str, request: dict[str, Any]) -> str:
    clients["iam"].create_role(RoleName=name, Tags=pairs({TAG: run}), **request)
    return name


def _delete_role(clients: Clients, name: str) -> None:
    for policy in clients["iam"].list_role_policies(RoleName=name)["PolicyNames"]:
        clients["iam"].delete_role_policy(RoleName=name, PolicyName=policy)
    clients["iam"].delete_role(RoleName=name)


def _create_schedule_group(clients: Clients, name: str, run: str, request: dict[str, Any]) -> str:
    made = clients["scheduler"].create_schedule_group(Name=name, Tags=pairs({TAG: run}), **request)
    return str(made["ScheduleGroupArn"])


def _schedule_group_gone(clients: Clients, arn: str) -> bool:
    name = arn.rpartition("/")[2]
    return not clients["scheduler"].list_schedule_groups(NamePrefix=name)["ScheduleGroups"]


def _create_rule(clients: Clients, name: str, run: str, request: dict[str, Any]) -> str:
    return str(clients["events"].put_rule(Name=name, Tags=pairs({TAG: run}), **request)["RuleArn"])


def _delete_rule(clients: Clients, arn: str) -> None:
    name = arn.rpartition("/")[2]
    targets = [target["Id"] for target in clients["events"].list_targets_by_rule(Rule=name)["Targets"]]
    if targets:
        clients["events"].remove_targets(Rule=name, Ids=targets)
    clients["events"].delete_rule(Name=name)


def _named(items: Iterable[Any], name: str, field: str, identifier: str) -> list[str]:
    return [item[identifier] for item in items if item[field] == name]


KINDS: dict[str, Kind] = {
    "auto scaling configuration": _apprunner(
        "auto_scaling_configuration",
        "AutoScalingConfigurationSummaryList",
        filtered=True,
        all_revisions=True,
    ),
    "observability configuration": _apprunner(
        "observability_configuration",
        "ObservabilityConfigurationSummaryList",
        filtered=True,
        all_revisions=True,
    ),
    "VPC": _ec2("vpc"),
    "subnet": _ec2("subnet"),
    "security group": _ec2("security_group", field="GroupId"),
    "VPC connector": _apprunner("vpc_connector", "VpcConnectors"),
    "role": Kind(
        _create_role,
        lambda clients, name: [name],
        lambda clients, name: unpaired(clients["iam"].list_role_tags(RoleName=name)["Tags"]),
        _delete_role,
    ),
    "queue": Kind(
        lambda clients, name, run, request: str(
            clients["sqs"].create_queue(QueueName=name, tags={TAG: run}, **request)["QueueUrl"]
        ),
        lambda clients, name: [clients["sqs"].get_queue_url(QueueName=name)["QueueUrl"]],
        lambda clients, url: dict(clients["sqs"].list_queue_tags(QueueUrl=url).get("Tags", {})),
        lambda clients, url: clients["sqs"].delete_queue(QueueUrl=url),
    ),
    "rule": Kind(
        _create_rule,
        lambda clients, name: _named(
            clients["events"].list_rules(NamePrefix=name)["Rules"], name, "Name", "Arn"
        ),
        lambda clients, arn: unpaired(clients["events"].list_tags_for_resource(ResourceARN=arn)["Tags"]),
        _delete_rule,
    ),
    "schedule group": Kind(
        _create_schedule_group,
        lambda clients, name: _named(
            clients["scheduler"].list_schedule_groups(NamePrefix=name)["ScheduleGroups"], name, "Name", "Arn"
        ),
        lambda clients, arn: unpaired(
            clients["scheduler"].list_tags_for_resource(ResourceArn=arn).get("Tags", [])
        ),
        lambda clients, arn: clients["scheduler"].delete_schedule_group(Name=arn.rpartition("/")[2]),
        _schedule_group_gone,
    ),
    "service": evolve(_apprunner("service", "ServiceSummaryList", ends=True), leftovers=_delete_log_groups),
    "VPC endpoint": _ec2("vpc_endpoint"),
    "VPC ingress connection": _apprunner(
        "vpc_ingress_connection", "VpcIngressConnectionSummaryList", ends=True
    ),
}
"""Every kind by its name."""
