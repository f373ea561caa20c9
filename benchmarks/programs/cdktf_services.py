"""Synthesize N App Runner services and their scaling with the provider's classes; N is the first argument."""

import os
import sys

if os.environ.get("LEAN") == "on":
    import cdktf_lean

    cdktf_lean.enable()

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.apprunner_auto_scaling_configuration_version import (
    ApprunnerAutoScalingConfigurationVersion,
)
from cdktf_cdktf_provider_aws.apprunner_service import ApprunnerService
from cdktf_cdktf_provider_aws.provider import AwsProvider

app = App(outdir=sys.argv[2])
stack = TerraformStack(app, "bench")
AwsProvider(stack, "aws", region="eu-west-1")
for number in range(int(sys.argv[1])):
    scaling = ApprunnerAutoScalingConfigurationVersion(
        stack, f"scaling{number}", auto_scaling_configuration_name=f"bench{number}", max_size=5
    )
    ApprunnerService(
        stack,
        f"service{number}",
        service_name=f"bench{number}",
        auto_scaling_configuration_arn=scaling.arn,
        source_configuration={
            "auto_deployments_enabled": False,
            "image_repository": {
                "image_identifier": "public.ecr.aws/aws-containers/hello-app-runner:latest",
                "image_repository_type": "ECR_PUBLIC",
                "image_configuration": {"port": "8000"},
            },
        },
    )
app.synth()
