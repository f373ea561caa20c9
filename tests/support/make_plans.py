"""Make the plans that the tests review: ``make plans``.

The real Terraform plans every kind of change on a local AWS, of our environments and of plain
configurations. The output of ``terraform show -json`` is kept, without the parts that nothing reads.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from attrs import evolve

from cdktf_apprunner import (
    AutoScaling,
    CustomDomain,
    EcrImage,
    HealthCheck,
    Instance,
    LogRetention,
    PlainText,
    Rollout,
    Secret,
)
from cdktf_apprunner.environments import Environment, LocalState, Permission, Registry, Vpc
from cdktf_apprunner_tools import terraform
from cdktf_apprunner_tools.sandbox import Sandbox, Settings
from tests.support.account import ACCOUNT, REGION
from tests.support.deployment import PLAIN_HEAD, create_network, create_registry, environment, synthesize
from tests.support.plans import PLANS

CONFIGURATIONS = PLANS.parent / "configurations"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:shop/"


def main() -> int:
    """Make all plans; return 2 where Terraform can't run."""
    if reason := terraform.missing():
        print(f"make plans: {reason}", file=sys.stderr)
        return 2
    shutil.rmtree(PLANS, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory(prefix="plans-") as folder,
        Sandbox(Settings(operation_seconds=0.2, rate_seconds=1)) as sandbox,
    ):
        create_registry(sandbox, ("v1.4.1", "v1.4.2"), zone="shop.example.com")
        vpc = Vpc(**create_network(sandbox))
        plan_registry(Planner(Path(folder, "registry"), sandbox))
        plan_staging(Planner(Path(folder, "staging"), sandbox))
        plan_production(Planner(Path(folder, "production"), sandbox), sandbox, vpc)
        plan_plain(Path(folder), sandbox)
    return 0


class Planner:
    """Terraform in a folder; it keeps plans."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        folder.mkdir(exist_ok=True)
        self.terraform = terraform.Terraform(folder, sandbox.environment)

    def write(self, text: str, name: str = "cdk.tf.json") -> Planner:
        """Write the configuration, and install providers and modules."""
        (self.terraform.folder / name).write_text(text, encoding="utf-8")
        if name == "main.tf" or not (self.terraform.folder / ".terraform.lock.hcl").exists():
            self.terraform.init()  # modules of plain configurations change
        return self

    def keep(self, name: str, *arguments: str, codes: tuple[int, ...] = (0,)) -> None:
        """Plan, and keep what Terraform shows of the plan."""
        self.terraform.run("plan", "-input=false", "-no-color", "-out=kept.tfplan", *arguments, codes=codes)
        plan = json.loads(self.terraform.run("show", "-json", "kept.tfplan"))
        path = PLANS / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(trim(plan), ensure_ascii=False) + "\n", encoding="utf-8")
        print(path.relative_to(PLANS), flush=True)


def trim(plan: dict[str, Any]) -> dict[str, Any]:
    """Remove the configuration of resources, and what ``resource_changes`` has too."""
    plan.pop("relevant_attributes", None)
    plan["configuration"].get("root_module", {}).pop("resources", None)
    plan["planned_values"].pop("root_module", None)
    prior = plan.get("prior_state", {}).get("values", {}).get("root_module", {})
    prior["resources"] = [item for item in prior.get("resources", []) if item["mode"] == "data"]
    return plan


def plan_registry(planner: Planner) -> None:
    """The registry, created and destroyed: no App Runner."""
    registry = Registry(
        repository_name="other", region=REGION, account_id=ACCOUNT, backend=LocalState(), force_delete=True
    )
    planner.write(synthesize(registry)).keep("registry-created")
    planner.terraform.apply()
    planner.keep("registry-destroyed", "-destroy")


def plan_staging(planner: Planner) -> None:
    """A small environment, from its creation to its second image."""
    staging = environment(
        name="staging",
        image=EcrImage("shop", tag="v1.4.1"),
        environment={"LOG_LEVEL": "info"},
        health_check=HealthCheck.http("/healthz"),
        scaling=AutoScaling(max_size=4),
    )
    planner.write(synthesize(staging)).keep("created")
    planner.terraform.apply()
    planner.keep("log-groups-adopted")
    planner.terraform.apply()
    planner.keep("no-changes")
    later = evolve(staging, image=EcrImage("shop", tag="v1.4.2"))
    planner.write(synthesize(later)).keep("shop/staging")


def plan_production(planner: Planner, sandbox: Sandbox, vpc: Vpc) -> None:
    """A full environment, and every kind of change to it."""
    uploads = Permission(actions=["s3:GetObject"], resources=["arn:aws:s3:::acme-shop-uploads/*"])
    production = environment(
        name="prod",
        image=EcrImage("shop", tag="v1.4.1"),
        environment={
            "LOG_LEVEL": "warning",
            "FEATURE_BASKET": "off",
            "API_TOKEN": PlainText("not-for-any-eye"),
        },
        secrets={"DATABASE_PASSWORD": Secret.secrets_manager(f"{SECRET}prod-AbCdEf", json_key="password")},
        permissions=[uploads],
        instance=Instance(cpu="1 vCPU", memory="2 GB"),
        scaling=AutoScaling(min_size=2, max_size=10, max_concurrency=80),
        health_check=HealthCheck.http("/healthz"),
        vpc=evolve(vpc, subnet_ids=vpc.subnet_ids[:2]),
        domains=[CustomDomain("shop.example.com", zone_name="shop.example.com")],
        log_retention=LogRetention(days=365),
    )
    planner.write(synthesize(production))
    planner.terraform.apply()
    planner.terraform.apply()

    def keep(name: str, *arguments: str, **settings: Any) -> None:
        planner.write(synthesize(evolve(production, **settings))).keep(name, *arguments)

    keep("shop/prod", vpc=evolve(vpc, subnet_ids=vpc.subnet_ids[1:]))
    keep("image-by-variable", "-var=image_tag=v1.4.2")
    keep(
        "settings",
        environment={
            "LOG_LEVEL": "info",
            "GREETING": "a | b `c` <b> @acme",
            "API_TOKEN": PlainText("other-for-no-eye"),
        },
        instance=Instance(cpu="2 vCPU", memory="4 GB"),
        scaling=AutoScaling(min_size=3, max_size=20, max_concurrency=50),
        health_check=HealthCheck.http("/ready", interval=10),
        port=9000,
        start_command="node server.js",
        tracing=True,
        ip_address_type="DUAL_STACK",
        tags={"team": "shop"},
    )
    keep("replaced", service_name="shop-production", image=EcrImage("shop", tag="v1.4.2"))
    keep("connector-removed", vpc=None)
    keep("domain-reassociated", domains=[evolve(production.domains[0], www=True)])
    keep("domain-removed", domains=())
    keep(
        "permissions-widened",
        permissions=[uploads, Permission(actions=["sqs:SendMessage"], resources=["*"])],
    )
    keep(
        "permissions-changed",
        permissions=[
            Permission(actions=["s3:*"], resources=["arn:aws:s3:::acme-shop-uploads/*"]),
        ],
    )
    keep("permissions-removed", permissions=())
    keep(
        "secrets-added",
        secrets={**production.secrets, "PAYMENT_KEY": Secret.secrets_manager(f"{SECRET}payment-AbCdEf")},
    )
    keep("secrets-removed", secrets={})
    keep("prod-automatic-deployment", image=EcrImage("shop", tag="v1.4.1", rollout=Rollout.ON_PUSH))
    keep("retention-shortened", log_retention=LogRetention(days=30))
    keep("logs-destroyed", log_retention=None)
    keep("destroyed", "-destroy")
    keep(
        "partial",
        "-target=aws_apprunner_service.service",
        instance=Instance(cpu="2 vCPU", memory="4 GB"),
        log_retention=LogRetention(days=30),
    )
    planner.write(with_output(production, "waived", {"at-least-two-instances": "A launch page for one day"}))
    planner.keep("guard-waived")
    plan_what_others_did(planner, sandbox, production)


def plan_what_others_did(planner: Planner, sandbox: Sandbox, production: Environment) -> None:
    """Settings changed by hand, a service paused, a tag moved."""
    planner.write(synthesize(production))
    client = sandbox.client("apprunner")
    (service,) = [
        item["ServiceArn"]
        for item in client.list_services()["ServiceSummaryList"]
        if item["ServiceName"] == production.service_name
    ]
    client.update_service(ServiceArn=service, InstanceConfiguration={"Cpu": "2048", "Memory": "4096"})
    settled(client, service)
    planner.keep("drift")
    planner.terraform.apply()
    client.pause_service(ServiceArn=service)
    settled(client, service)
    planner.keep("errored", codes=(1,))
    client.resume_service(ServiceArn=service)
    settled(client, service)
    sandbox.push("shop", "v1.4.1", content="moved")
    planner.keep("tag-moved")


def settled(client: Any, service: str) -> None:
    """Wait until no operation runs."""
    while client.describe_service(ServiceArn=service)["Service"]["Status"] == "OPERATION_IN_PROGRESS":
        time.sleep(0.1)


def with_output(settings: Environment, name: str, value: object) -> str:
    """Return the environment's JSON with one more output."""
    made = json.loads(synthesize(settings))
    made["output"][name] = {"value": value}
    return json.dumps(made)


def plan_plain(folder: Path, sandbox: Sandbox) -> None:
    """Plain configurations, before and after a change."""
    for configuration in sorted(CONFIGURATIONS.iterdir()):
        shutil.copytree(
            configuration,
            folder / configuration.name,
            ignore=shutil.ignore_patterns("before.tf", "after.tf"),
        )
        planner = Planner(folder / configuration.name, sandbox)
        before, after = ((configuration / f"{name}.tf").read_text("utf-8") for name in ("before", "after"))
        planner.write(PLAIN_HEAD + before, "main.tf").terraform.apply()
        if configuration.name == "secrets":
            sandbox.client("ssm").put_parameter(
                Name="/hello/by-hand", Value="planted-drift-after", Type="SecureString", Overwrite=True
            )
        planner.write(PLAIN_HEAD + after, "main.tf").keep(configuration.name)


if __name__ == "__main__":
    sys.exit(main())
