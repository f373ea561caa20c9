"""A review's words for types of resources, in the order in which it lists them."""

from __future__ import annotations

from typing import Any

from cdktf_apprunner_tools.review.phrase import Phrase, say
from cdktf_apprunner_tools.review.plan import Change
from cdktf_apprunner_tools.review.values import at

SERVICE = "aws_apprunner_service"
SCALING = "aws_apprunner_auto_scaling_configuration_version"
CONNECTOR = "aws_apprunner_vpc_connector"
DOMAIN = "aws_apprunner_custom_domain_association"
LOG_GROUP = "aws_cloudwatch_log_group"

WORDS = {
    SERVICE: ("service", "services"),
    SCALING: ("scaling revision", "scaling revisions"),
    CONNECTOR: ("VPC connector", "VPC connectors"),
    "aws_security_group": ("security group", "security groups"),
    DOMAIN: ("custom domain", "custom domains"),
    "aws_route53_record": ("DNS record", "DNS records"),
    "aws_apprunner_vpc_ingress_connection": ("private ingress", "private ingresses"),
    "aws_wafv2_web_acl_association": ("web ACL association", "web ACL associations"),
    "aws_apprunner_observability_configuration": ("tracing configuration", "tracing configurations"),
    "aws_apprunner_deployment": ("deployment", "deployments"),
    LOG_GROUP: ("log group", "log groups"),
    "aws_scheduler_schedule": ("schedule", "schedules"),
    "aws_cloudwatch_metric_alarm": ("alarm", "alarms"),
    "aws_iam_role": ("role", "roles"),
    "aws_iam_role_policy": ("role policy", "role policies"),
    "aws_iam_role_policy_attachment": ("policy attachment", "policy attachments"),
    "aws_ecr_repository": ("image repository", "image repositories"),
    "aws_ecr_lifecycle_policy": ("image lifecycle policy", "image lifecycle policies"),
}
PARTS_OF_LOG_GROUP = 6
"""``/aws/apprunner/<service>/<id>/<application or service>``, and an empty part before the first slash."""
RANK = {name: number for number, name in enumerate(WORDS)}
NAMES = (
    "service_name",
    "name",
    "domain_name",
    "vpc_connector_name",
    "auto_scaling_configuration_name",
    "observability_configuration_name",
    "bucket",
    "repository",
    "policy_arn",
)
"""Attributes that name a resource better than its address does."""


def called(type_name: str, count: int = 1) -> Phrase:
    """Return the word for a type of resource, or the type itself."""
    if type_name in WORDS:
        return say(WORDS[type_name][count != 1])
    return say("{}", type_name)


def name(change: Change) -> Any:
    """Return a resource's name in AWS, or its address."""
    for value in (change.after, change.before):
        for attribute in NAMES:
            found = at(value, attribute)
            if isinstance(found, str) and found:
                return _short(found) if change.type == LOG_GROUP else found
    return change.address


def _short(log_group: str) -> str:
    """Leave out the id in the middle, which App Runner generates."""
    parts = log_group.split("/")
    return f"{'/'.join(parts[:4])}/…/{parts[-1]}" if len(parts) == PARTS_OF_LOG_GROUP else log_group
