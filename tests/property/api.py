"""The API requests that the provider would send for a configuration, in the form of botocore's models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from botocore import xform_name

from tests.support.account import ACCOUNT, REGION
from tests.support.models import shape

SAME_BLOCK = ""
"""Instead of an argument's name: the members of this structure are arguments of the block itself."""
OPERATIONS: dict[str, tuple[str, str, dict[str, str]]] = {
    "aws_apprunner_service": ("apprunner", "CreateService", {}),
    "aws_apprunner_auto_scaling_configuration_version": ("apprunner", "CreateAutoScalingConfiguration", {}),
    "aws_apprunner_observability_configuration": ("apprunner", "CreateObservabilityConfiguration", {}),
    "aws_apprunner_vpc_connector": ("apprunner", "CreateVpcConnector", {}),
    "aws_apprunner_vpc_ingress_connection": (
        "apprunner",
        "CreateVpcIngressConnection",
        {"VpcIngressConnectionName": "name"},
    ),
    "aws_apprunner_custom_domain_association": (
        "apprunner",
        "AssociateCustomDomain",
        {"EnableWWWSubdomain": "enable_www_subdomain"},
    ),
    "aws_iam_role": (
        "iam",
        "CreateRole",
        {"RoleName": "name", "AssumeRolePolicyDocument": "assume_role_policy"},
    ),
    "aws_iam_role_policy": (
        "iam",
        "PutRolePolicy",
        {"RoleName": "role", "PolicyName": "name", "PolicyDocument": "policy"},
    ),
    "aws_scheduler_schedule": ("scheduler", "CreateSchedule", {}),
    "aws_ecr_repository": ("ecr", "CreateRepository", {"repositoryName": "name"}),
    "aws_ecr_lifecycle_policy": (
        "ecr",
        "PutLifecyclePolicy",
        {"repositoryName": "repository", "lifecyclePolicyText": "policy"},
    ),
    "aws_apprunner_connection": ("apprunner", "CreateConnection", {}),
    "aws_iam_role_policy_attachment": (
        "iam",
        "AttachRolePolicy",
        {"RoleName": "role", "PolicyArn": "policy_arn"},
    ),
    "aws_cloudwatch_metric_alarm": (
        "cloudwatch",
        "PutMetricAlarm",
        {"Metrics": "metric_query", "MetricStat": "metric", "Metric": SAME_BLOCK},
    ),
    "aws_cloudwatch_dashboard": ("cloudwatch", "PutDashboard", {}),
    "aws_cloudwatch_log_metric_filter": (
        "logs",
        "PutMetricFilter",
        {
            "filterName": "name",
            "filterPattern": "pattern",
            "metricTransformations": "metric_transformation",
            "metricNamespace": "namespace",
            "metricName": "name",
            "metricValue": "value",
        },
    ),
    "aws_cloudwatch_event_rule": ("events", "PutRule", {}),
    "aws_sns_topic": ("sns", "CreateTopic", {}),
    "aws_sns_topic_subscription": ("sns", "Subscribe", {}),
    "aws_kms_key": ("kms", "CreateKey", {}),
    "aws_wafv2_web_acl_association": ("wafv2", "AssociateWebACL", {"WebACLArn": "web_acl_arn"}),
}
EXPRESSION = re.compile(r"(?<!\$)\$\{((?:[^{}]|\{[^{}]*\})*)\}")
PLACES = {"aws_caller_identity": ACCOUNT, "aws_partition": "aws", "aws_region": REGION}
"""The values of data sources about the place of the deployment."""
ARNS = {
    "aws_apprunner_service": f"arn:aws:apprunner:{REGION}:{ACCOUNT}:service/shop/{'0' * 32}",
    "aws_apprunner_vpc_connector": f"arn:aws:apprunner:{REGION}:{ACCOUNT}:vpcconnector/shop/1/{'0' * 32}",
    "aws_apprunner_auto_scaling_configuration_version": (
        f"arn:aws:apprunner:{REGION}:{ACCOUNT}:autoscalingconfiguration/shop/1/{'0' * 32}"
    ),
    "aws_apprunner_observability_configuration": (
        f"arn:aws:apprunner:{REGION}:{ACCOUNT}:observabilityconfiguration/shop/1/{'0' * 32}"
    ),
    "aws_apprunner_connection": f"arn:aws:apprunner:{REGION}:{ACCOUNT}:connection/shop/{'0' * 32}",
    "aws_cloudwatch_metric_alarm": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:shop",
    "aws_iam_role": f"arn:aws:iam::{ACCOUNT}:role/shop",
    "aws_kms_key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{'0' * 8}",
    "aws_sns_topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:shop",
}


class Configuration:
    """The JSON of a stack, with plausible values for references."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.resources: dict[str, dict[str, dict[str, Any]]] = made.get("resource", {})
        self.data: dict[str, dict[str, dict[str, Any]]] = made.get("data", {})

    def requests(self, tags: dict[str, str], prefix: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """Yield address, service, operation and request of each resource whose name has the prefix."""
        for kind, found in self.resources.items():
            if kind not in OPERATIONS:
                continue
            service, operation, names = OPERATIONS[kind]
            for name, resource in found.items():
                if not name.startswith(prefix):
                    continue
                request = self._request(shape(service, operation), resource, names)
                if "Tags" in shape(service, operation).members and kind != "aws_scheduler_schedule":
                    key, value = shape(service, operation).members["Tags"].member.members
                    request["Tags"] = [{key: name, value: text} for name, text in tags.items()]
                yield f"{kind}.{name}", service, operation, request

    def _request(self, model: Any, block: Any, names: dict[str, str]) -> dict[str, Any]:
        block = block[0] if isinstance(block, list) else block
        request = {}
        for member, below in model.members.items():
            name = names.get(member, xform_name(member))
            value = block if name == SAME_BLOCK else block.get(name)
            if member == "Tags" or value is None:
                continue
            request[member] = self._value(below, value, names)
        return request

    def _value(self, model: Any, value: Any, names: dict[str, str]) -> Any:
        if model.type_name == "structure":
            return self._request(model, value, names)
        if model.type_name == "map":
            return {self._text(key): self._text(item) for key, item in value.items()}
        if model.type_name == "list" and isinstance(value, dict):
            return self._items(model.member, value, names)
        if model.type_name == "list":
            return [self._value(model.member, item, names) for item in value]
        if model.type_name == "double":
            return float(value)
        return self._text(value) if isinstance(value, str) else value

    def _items(self, model: Any, value: dict[str, Any], names: dict[str, str]) -> list[Any]:
        """A list of names and values is a map in Terraform; a single block may be no list."""
        if list(model.members) == ["Name", "Value"]:
            return [{"Name": self._text(name), "Value": self._text(item)} for name, item in value.items()]
        return [self._request(model, value, names)]

    def _text(self, text: str) -> str:
        """Return what Terraform makes of a string."""
        found = EXPRESSION.sub(lambda match: self._resolve(match[1]), text)
        return found.replace("$${", "${").replace("%%{", "%{")

    def _resolve(self, expression: str) -> str:
        if source := re.search(r"data\.(\w+)\.(\w+)", expression):
            return self._data(source[1], self.data[source[1]][source[2]], expression)
        kind, name, attribute = [*re.findall(r"[\w-]+", expression), "", "", ""][:3]
        if attribute == "arn":
            return ARNS[kind]
        if attribute == "name":
            return self._text(self.resources[kind][name]["name"])
        if attribute in ("id", "unique_id"):
            return "sg-0a1b2c3d4e5f60718"
        return "0a1b2c3d"  # parts of ARNs, and hashes

    def _data(self, kind: str, source: dict[str, Any], expression: str) -> str:
        if kind == "aws_ecr_image":
            account = source.get("registry_id") or ACCOUNT
            region = "us-east-1" if source.get("provider") else REGION
            uri = f"{account}.dkr.ecr.{region}.amazonaws.com/{source['repository_name']}"
            if 'split(".",' in expression:  # a part of it, for the ARN of the repository
                return region if expression.endswith("3)") else account
            return uri if 'split("@",' in expression else f"{uri}@sha256:{'0' * 64}"
        if kind == "aws_iam_role":
            return f"arn:aws:iam::{ACCOUNT}:role/{source['name']}"
        return PLACES.get(kind, "0a1b2c3d")


def loads(text: str) -> Configuration:
    """Read the JSON of a stack."""
    return Configuration(json.loads(text))
