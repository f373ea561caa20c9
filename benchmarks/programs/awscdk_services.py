"""Synthesize N App Runner services and their scaling with AWS CDK's alpha module; N is the first argument."""

import sys

import aws_cdk.aws_apprunner_alpha as apprunner
from aws_cdk import App, Stack

app = App(outdir=sys.argv[2])
stack = Stack(app, "bench")
for number in range(int(sys.argv[1])):
    scaling = apprunner.AutoScalingConfiguration(stack, f"scaling{number}", max_size=5)
    apprunner.Service(
        stack,
        f"service{number}",
        auto_scaling_configuration=scaling,
        source=apprunner.Source.from_ecr_public(
            image_configuration=apprunner.ImageConfiguration(port=8000),
            image_identifier="public.ecr.aws/aws-containers/hello-app-runner:latest",
        ),
    )
app.synth()
