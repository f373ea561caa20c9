"""Traces in AWS X-Ray."""

from __future__ import annotations

from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import make
from cdktf_apprunner.checks.limits import OBSERVABILITY_NAME
from cdktf_apprunner.names import derived

PERMISSIONS: dict[str, object] = {
    "Effect": "Allow",
    "Action": [
        "xray:GetSamplingRules",
        "xray:GetSamplingStatisticSummaries",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ],
    "Resource": "*",  # X-Ray's write actions can't be limited to a resource
}


def create_tracing(
    scope: Construct, service_name: str, tags: dict[str, str] | None
) -> aws.ApprunnerObservabilityConfiguration:
    """Make the configuration; a change replaces it, so Terraform makes the new one first."""
    return make(
        aws.ApprunnerObservabilityConfiguration,
        scope,
        "tracing",
        observability_configuration_name=derived(service_name, "", OBSERVABILITY_NAME.longest),
        trace_configuration={"vendor": "AWSXRAY"},
        tags=tags,
        lifecycle={"create_before_destroy": True},
    )
