"""The versions of Terraform and of the AWS provider, on a stack that uses the library."""

import json

import pytest
from cdktf import TerraformStack
from cdktf import Testing as CdktfTesting  # pytest would collect a class called Testing

from cdktf_apprunner import (
    AppRunnerService,
    AutoScalingConfiguration,
    Connection,
    ContainerRegistry,
    EcrPublicImage,
    IngressEndpoint,
    VpcConnector,
    aws,
)
from cdktf_apprunner.terraform import AWS_PROVIDER, TERRAFORM

TERRAFORM_PATH, PROVIDER_PATH = "terraform.required_version", "terraform.required_providers.aws.version"
HELLO = EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest")
NETWORK = {"vpc_id": "vpc-0a1b2c3d", "subnet_ids": ["subnet-0a1b2c3d"]}
CONSTRUCTS = {
    "service": lambda stack: AppRunnerService(stack, "made", service_name="hello", source=HELLO),
    "registry": lambda stack: ContainerRegistry(stack, "made", repository_name="hello"),
    "connector": lambda stack: VpcConnector(stack, "made", connector_name="hello", **NETWORK),
    "scaling": lambda stack: AutoScalingConfiguration(stack, "made", configuration_name="hello"),
    "connection": lambda stack: Connection(stack, "made", connection_name="hello"),
    "endpoint": lambda stack: IngressEndpoint(stack, "made", **NETWORK),
}


def versions(create, before=(), after=(), provider=True) -> tuple[str, str]:
    stack = TerraformStack(CdktfTesting.app(), "stack")
    if provider:
        aws.AwsProvider(stack, "aws", region="eu-west-1")
    for path, version in before:
        stack.add_override(path, version)
    create(stack)
    for path, version in after:
        stack.add_override(path, version)
    made = json.loads(CdktfTesting.synth(stack))["terraform"]
    return made["required_version"], made["required_providers"]["aws"]["version"]


@pytest.mark.parametrize("create", CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_every_construct_sets_them(create):
    assert versions(create) == (TERRAFORM, AWS_PROVIDER)
    assert versions(create, provider=False) == (TERRAFORM, AWS_PROVIDER)


@pytest.mark.parametrize("create", CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_the_stack_s_own_win(create):
    """Whether the stack sets them before or after the library is used."""
    own = ((TERRAFORM_PATH, ">= 1.9"), (PROVIDER_PATH, "5.100.0"))
    assert versions(create, before=own) == (">= 1.9", "5.100.0")
    assert versions(create, after=own) == (">= 1.9", "5.100.0")
    assert versions(create, before=own[:1]) == (">= 1.9", AWS_PROVIDER)
    assert versions(create, before=own[1:]) == (TERRAFORM, "5.100.0")
