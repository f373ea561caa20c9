"""The resources in an account, in the services that this project's stacks use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import field, frozen


@frozen
class Kind:
    """One kind of resource: how to list it, and which field is its name."""

    service: str
    operation: str
    result: str
    name: str
    arguments: dict[str, Any] = field(factory=dict)
    leave_out: Callable[[Any], bool] = lambda item: False


KINDS = (
    Kind("apprunner", "list_services", "ServiceSummaryList", "ServiceName"),
    Kind(
        "apprunner",
        "list_auto_scaling_configurations",
        "AutoScalingConfigurationSummaryList",
        "AutoScalingConfigurationName",
        {"LatestOnly": False},
        lambda item: item["AutoScalingConfigurationName"] == "DefaultConfiguration",
    ),
    Kind("apprunner", "list_vpc_connectors", "VpcConnectors", "VpcConnectorName"),
    Kind("apprunner", "list_connections", "ConnectionSummaryList", "ConnectionName"),
    Kind(
        "apprunner",
        "list_observability_configurations",
        "ObservabilityConfigurationSummaryList",
        "ObservabilityConfigurationName",
    ),
    Kind(
        "apprunner",
        "list_vpc_ingress_connections",
        "VpcIngressConnectionSummaryList",
        "VpcIngressConnectionArn",
    ),
    Kind("iam", "list_roles", "Roles", "RoleName"),
    Kind("iam", "list_policies", "Policies", "PolicyName", {"Scope": "Local"}),
    Kind("logs", "describe_log_groups", "logGroups", "logGroupName"),
    Kind("ecr", "describe_repositories", "repositories", "repositoryName"),
    Kind("scheduler", "list_schedules", "Schedules", "Name"),
    Kind("events", "list_rules", "Rules", "Name"),
    Kind("sns", "list_topics", "Topics", "TopicArn"),
    Kind("sns", "list_subscriptions", "Subscriptions", "SubscriptionArn"),
    Kind("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    Kind("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    Kind("logs", "describe_metric_filters", "metricFilters", "filterName"),
    Kind(
        "ec2",
        "describe_security_groups",
        "SecurityGroups",
        "GroupName",
        leave_out=lambda item: item["GroupName"] == "default",
    ),
    Kind(
        "ec2",
        "describe_vpc_endpoints",
        "VpcEndpoints",
        "VpcEndpointId",
        leave_out=lambda item: item["State"] == "deleted",
    ),
)


def take(client: Callable[[str], Any]) -> dict[str, list[str]]:
    """List all resources by kind, without empty kinds."""
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        answer = getattr(client(kind.service), kind.operation)(**kind.arguments)
        names = sorted(item[kind.name] for item in answer[kind.result] if not kind.leave_out(item))
        if names:
            found[f"{kind.service} {kind.operation.partition('_')[2].replace('_', ' ')}"] = names
    for what, names in (
        ("route53 records", _records(client("route53"))),
        ("kms keys", _keys(client("kms"))),
    ):
        if names:
            found[what] = names
    return found


def _keys(client: Any) -> list[str]:
    """List the keys, except AWS's and those that are scheduled for deletion."""
    described = (client.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in client.list_keys()["Keys"])
    return sorted(
        key["KeyId"] for key in described if key["KeyManager"] == "CUSTOMER" and not key.get("DeletionDate")
    )


def _records(client: Any) -> list[str]:
    """List the DNS records, except those that every zone has."""
    return sorted(
        f"{record['Name']} {record['Type']}"
        for zone in client.list_hosted_zones()["HostedZones"]
        for record in client.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
        if record["Type"] not in ("NS", "SOA")
    )
