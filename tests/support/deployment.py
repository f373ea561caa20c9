"""Terraform in a folder, with our environments or plain configurations, on the local AWS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cdktf_apprunner import EcrImage, LogRetention
from cdktf_apprunner.environments import Environment, Registry
from cdktf_apprunner.environments._stacks import RegistryStack, ServiceStack
from cdktf_apprunner_tools.sandbox import Sandbox
from cdktf_apprunner_tools.terraform import Terraform
from tests.support import environments
from tests.support.account import ACCOUNT, REGION, ZONE

PLAIN_HEAD = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
"""The beginning of a configuration in HCL."""
PULL = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
]


class AttachedSandbox(Sandbox):
    """A local AWS with a running AWS provider beside it."""

    attached: Mapping[str, str] = MappingProxyType({})
    """The variables that lead Terraform to that provider."""


class Deployment:
    """Terraform in a folder, and what a test asks about the deployed service.

    It uses the running provider from the beginning, or from `attach` on. In another account it can't.
    """

    def __init__(
        self, folder: Path, sandbox: Sandbox, *, account_id: str = ACCOUNT, attached: bool = True
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.sandbox = sandbox
        self.terraform = Terraform(folder, {**sandbox.environment, "AWS_ACCESS_KEY_ID": account_id})
        self._initialised = False
        if attached and account_id == ACCOUNT:
            self.attach()

    def attach(self) -> None:
        """Use the running provider from here on, if there is one."""
        if isinstance(self.sandbox, AttachedSandbox):
            self.terraform.variables.update(self.sandbox.attached)

    def write(self, name: str, text: str) -> Deployment:
        """Replace the configuration."""
        for old in self.terraform.folder.glob("*.tf*"):
            if old.is_file() and "tfstate" not in old.name and not old.name.startswith("."):
                old.unlink()
        (self.terraform.folder / name).write_text(text, encoding="utf-8")
        if not self._initialised:
            self.terraform.init()
            self._initialised = True
        return self

    def apply(self) -> Deployment:
        """Apply it."""
        self.terraform.apply()
        return self

    def settled(self) -> bool:
        """Whether another plan changes nothing."""
        return self.terraform.changes() == []

    @property
    def service(self) -> dict[str, Any]:
        """The only service, as App Runner describes it."""
        client = self.sandbox.client("apprunner")
        (summary,) = client.list_services()["ServiceSummaryList"]
        found: dict[str, Any] = client.describe_service(ServiceArn=summary["ServiceArn"])["Service"]
        return found

    def retention(self) -> list[int | None]:
        """The retention of every log group."""
        groups = self.sandbox.client("logs").describe_log_groups()["logGroups"]
        return [group.get("retentionInDays") for group in groups]


def environment(**settings: Any) -> Environment:
    """Make an environment for the image that `create_registry` pushes."""
    image, retention = EcrImage("shop", tag="v1"), LogRetention(days=7)
    return environments.environment(
        **{"name": "test", "image": image, "log_retention": retention, **settings}
    )


def synthesize(settings: Environment | Registry) -> str:
    """Return the JSON of an environment's stack, or the registry's, with state in its folder."""
    from cdktf import Testing

    app = Testing.app()
    stack = RegistryStack(app, settings) if isinstance(settings, Registry) else ServiceStack(app, settings)
    made = json.loads(Testing.synth(stack))
    made["terraform"]["backend"] = {"local": {}}
    return json.dumps(made)


def trust(service: str) -> str:
    """Return a policy that lets an AWS service assume a role."""
    principal = {"Service": f"{service}.amazonaws.com"}
    return _policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal})


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def create_registry(sandbox: Sandbox, tags: Iterable[str] = ("v1", "v2"), zone: str = ZONE) -> None:
    """Make what our environments look up: a repository with images, the access role, a zone."""
    sandbox.client("ecr").create_repository(repositoryName="shop")
    for tag in tags:
        sandbox.push("shop", tag)
    arn = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/shop"
    iam, role = sandbox.client("iam"), "shop-apprunner-access"
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust("build.apprunner"))
    iam.put_role_policy(
        RoleName=role,
        PolicyName="pull",
        PolicyDocument=_policy({"Effect": "Allow", "Action": PULL, "Resource": arn}),
    )
    sandbox.client("route53").create_hosted_zone(Name=zone, CallerReference="test")


def create_network(sandbox: Sandbox) -> dict[str, Any]:
    """Make a VPC with three subnets; return their ids as the arguments of a `Vpc`."""
    ec2 = sandbox.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24")["Subnet"]["SubnetId"]
        for number in range(3)
    ]
    return {"vpc_id": vpc, "subnet_ids": subnets}
