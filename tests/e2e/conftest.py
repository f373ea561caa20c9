"""Apply for real, on a local AWS: our environments, and plain configurations to compare with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from environments.backends import LocalState
from environments.environment import Environment, Registry
from tests.e2e import provider
from tools.sandbox import Sandbox, Settings
from tools.terraform import Terraform

REGION = "eu-west-1"
ACCOUNT = "111122223333"
ZONE = "example.com"
PLAIN_HEAD = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
PULL = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
]


class AttachedSandbox(Sandbox):
    """A local AWS with an AWS provider beside it that stays started."""

    attached: Mapping[str, str] = MappingProxyType({})


@pytest.fixture(scope="session")
def shared_sandbox(tmp_path_factory) -> Iterator[AttachedSandbox]:
    """One local AWS for all tests of this process, quick."""
    with AttachedSandbox(Settings(operation_seconds=0.2, rate_seconds=1)) as made:
        with provider.running(tmp_path_factory.mktemp("provider"), made.environment) as attached:
            made.attached = attached
            yield made


@pytest.fixture
def sandbox(shared_sandbox) -> AttachedSandbox:
    """The local AWS, empty."""
    shared_sandbox.reset()
    return shared_sandbox


@pytest.fixture
def registry(sandbox) -> Sandbox:
    """The local AWS with what the registry stack makes, an image, a zone and a network."""
    sandbox.client("ecr").create_repository(repositoryName="shop")
    for tag in ("v1", "v2"):
        sandbox.push("shop", tag)
    iam = sandbox.client("iam")
    iam.create_role(RoleName="shop-apprunner-access", AssumeRolePolicyDocument=trust("build.apprunner"))
    arn = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/shop"
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": PULL, "Resource": arn}]}
    iam.put_role_policy(
        RoleName="shop-apprunner-access", PolicyName="pull", PolicyDocument=json.dumps(policy)
    )
    sandbox.client("route53").create_hosted_zone(Name=ZONE, CallerReference="test")
    return sandbox


def trust(service: str) -> str:
    """A trust policy."""
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": f"{service}.amazonaws.com"},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def network(registry) -> dict[str, Any]:
    """A VPC with subnets."""
    return create_network(registry)


def create_network(sandbox: Sandbox) -> dict[str, Any]:
    """Make a VPC with three subnets."""
    ec2 = sandbox.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24")["Subnet"]["SubnetId"]
        for number in range(3)
    ]
    return {"vpc_id": vpc, "subnet_ids": subnets}


class Deployment:
    """Terraform in a folder, with what a test asks about what stands there.

    It uses the provider that stays started from the beginning, or when it is told to `attach`; of another
    account, it can't.
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
        """From here on use the provider that stays started, where there is one."""
        if isinstance(self.sandbox, AttachedSandbox):
            self.terraform.variables.update(self.sandbox.attached)

    def write(self, name: str, text: str) -> Deployment:
        """Write the configuration anew."""
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
        """The one service, as App Runner describes it."""
        client = self.sandbox.client("apprunner")
        (summary,) = client.list_services()["ServiceSummaryList"]
        found: dict[str, Any] = client.describe_service(ServiceArn=summary["ServiceArn"])["Service"]
        return found

    def retention(self) -> list[int | None]:
        """Retention of every log group."""
        groups = self.sandbox.client("logs").describe_log_groups()["logGroups"]
        return [group.get("retentionInDays") for group in groups]


@pytest.fixture
def plain(tmp_path, sandbox) -> Callable[[str], Deployment]:
    """Write a plain configuration, HCL as people write it."""
    deployment = Deployment(tmp_path / "plain", sandbox)
    return lambda text: deployment.write("main.tf", PLAIN_HEAD + text)


@pytest.fixture
def ours(tmp_path, registry) -> Callable[..., Deployment]:
    """Write one of our environments; arguments are an `Environment`'s."""
    deployment = Deployment(tmp_path / "ours", registry)

    def write(**settings: Any) -> Deployment:
        return deployment.write("cdk.tf.json", synthesize(environment(**settings)))

    return write


def environment(**settings: Any) -> Environment:
    """An environment with the least it needs."""
    from cdktf_apprunner import EcrImage, LogRetention

    least = {
        "name": "test",
        "region": REGION,
        "account_id": ACCOUNT,
        "backend": LocalState(),
        "image": EcrImage("shop", tag="v1"),
        "log_retention": LogRetention(days=7),
    }
    return Environment(**{**least, **settings})


def synthesize(settings: Environment | Registry) -> str:
    """The JSON of an environment's stack, or the registry's."""
    from cdktf import Testing

    from environments.stacks import RegistryStack, ServiceStack

    app = Testing.app()
    stack = RegistryStack(app, settings) if isinstance(settings, Registry) else ServiceStack(app, settings)
    made = json.loads(Testing.synth(stack))
    made["terraform"]["backend"] = {"local": {}}
    return json.dumps(made)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table of traps: whether each bites a plain configuration, and what ours does."""
    results: dict[tuple[int, str], str] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            found = dict(getattr(report, "user_properties", []))
            if "trap" in found:
                results[(found["trap"], found["side"])] = outcome
    if not results:
        return
    terminalreporter.section("traps")
    terminalreporter.write_line(f"{'trap':>4}  {'bites plain':<12} ours")
    for number in sorted({number for number, _ in results}):
        bites = {"passed": "yes"}.get(results.get((number, "plain"), ""), "not shown")
        passes = {"passed": "passes"}.get(results.get((number, "ours"), ""), "not shown")
        terminalreporter.write_line(f"{number:>4}  {bites:<12} {passes}")
