"""Synthesize N App Runner services with this project's construct; N is the first argument."""

import sys

from cdktf_apprunner import AppRunnerService, EcrPublicImage, aws

from cdktf import App, TerraformStack  # isort: skip  # after lean loading is on

app = App(outdir=sys.argv[2])
stack = TerraformStack(app, "bench")
aws.AwsProvider(stack, "aws", region="eu-west-1")
for number in range(int(sys.argv[1])):
    AppRunnerService(
        stack,
        f"service{number}",
        service_name=f"bench{number}",
        source=EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest"),
        port=8000,
    )
app.synth()
