"""Each row of the table of edits, against Terraform's plan, and that the table has every field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from typing import Any

import pytest
from attrs import fields

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AutoScaling,
    CodeRepository,
    CustomDomain,
    EcrImage,
    EcrPublicImage,
    HealthCheck,
    Instance,
    Latency,
    LogErrors,
    LogRetention,
    PrivateIngress,
    Secret,
    Threshold,
)
from cdktf_apprunner.checks.errors import ConfigurationError
from cdktf_apprunner.environments import Environment, Permission, Production, S3State, Vpc
from cdktf_apprunner_tools.sandbox import Sandbox
from cdktf_apprunner_tools.terraform import Terraform, TerraformError
from tests.e2e import edits
from tests.e2e.edits import BASES, EDITS, Edit
from tests.support import account, provider
from tests.support.account import REGION
from tests.support.deployment import Deployment, create_network, synthesize, trust

SERVICE = "aws_apprunner_service.service"
ACTIONS = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "destroy",
    ("delete", "create"): "replace",
    ("create", "delete"): "new before old",
    ("forget",): "forget",
}
NESTED = (
    EcrImage,
    EcrPublicImage,
    CodeRepository,
    Secret,
    Permission,
    Vpc,
    Instance,
    AutoScaling,
    HealthCheck,
    PrivateIngress,
    CustomDomain,
    LogRetention,
    Alarms,
    AlarmTopic,
    Threshold,
    Latency,
    LogErrors,
    Production,
)
"""The values inside an environment. `Latency` and `LogErrors` need only the fields that `Threshold` lacks."""
ONE_VALUE_ONLY = {"EcrPublicImage.rollout", "CodeRepository.connection"}
"""Fields without a change of their own: with one allowed value, or always changed with another field."""


def test_every_field_has_an_edit():
    changed = {edit.field for edit in EDITS}
    inherited = {name.name for name in fields(Threshold)}
    every = {each.name for each in fields(Environment)} | {
        f"{kind.__name__}.{each.name}"
        for kind in NESTED
        for each in fields(kind)
        if kind is Threshold or not (issubclass(kind, Threshold) and each.name in inherited)
    }
    assert every - changed == ONE_VALUE_ONLY
    assert changed <= every


def test_every_edit_is_one():
    names = [(edit.field, edit.edit, edit.base) for edit in EDITS]
    assert len(set(names)) == len(names)


@pytest.fixture
def places(registry) -> dict[str, str]:
    """Make what the environments of the table refer to; return the real ids by those in the table."""
    network = create_network(registry)
    other = create_network(registry)
    ec2, iam = registry.client("ec2"), registry.client("iam")
    groups = [
        ec2.create_security_group(GroupName=name, Description=name, VpcId=network["vpc_id"])["GroupId"]
        for name in ("one", "two")
    ]
    iam.create_role(RoleName="own", AssumeRolePolicyDocument=trust("tasks.apprunner"))
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.create_policy(PolicyName="boundary", PolicyDocument=document)
    acls = [_create_web_acl(registry, name) for name in ("shop", "other")]
    key = registry.client("kms").create_key()["KeyMetadata"]["Arn"]
    registry.client("ecr").create_repository(repositoryName="store")
    registry.push("store", "v1")
    digest = registry.push("shop", "v3", content="pinned")
    registry.client("iam").create_role(
        RoleName="store-apprunner-access", AssumeRolePolicyDocument=trust("build.apprunner")
    )
    registry.client("route53").create_hosted_zone(Name="example.net", CallerReference="net")
    connection = registry.client("apprunner").create_connection(
        ConnectionName="shared", ProviderType="GITHUB"
    )
    registry.control(complete_handshake="shared")
    return {
        edits.VPC: network["vpc_id"],
        **dict(zip(edits.SUBNETS, network["subnet_ids"], strict=True)),
        "vpc-0a1b2c3d4e5f60719": other["vpc_id"],
        "subnet-0a1b2c3d4e5f60719": other["subnet_ids"][0],
        **dict(zip(edits.GROUPS, groups, strict=True)),
        **dict(zip(edits.WEB_ACLS, acls, strict=True)),
        account.KEY: key,
        edits.DIGEST: digest,
        edits.CONNECTION: connection["Connection"]["ConnectionArn"],
    }


@pytest.mark.long
@pytest.mark.terraform
def test_every_edit_does_what_the_table_says(tmp_path, registry, places):
    """Deploy each base once; plan edits together whose plans have no address in common."""
    deployed = {name: text(base, places) for name, base in BASES.items()}
    written = {name: [(group, text(edited(group), places)) for group in groups(name)] for name in BASES}

    def plan_all(names: tuple[str, ...], variables: dict[str, str]) -> list[str]:
        wrong, deployment = [], None
        for name in names:
            if name != "lifted" or deployment is None:  # it is production, changed
                deployment = Deployment(tmp_path / name, registry)
                deployment.terraform.variables.update(variables)
            deployment.write("cdk.tf.json", deployed[name])
            if name != "nothing":
                deployment.apply()
            if name not in ("nothing", "lifted"):
                deployment.apply()  # it imports the log groups
            for group, configuration in written[name]:
                deployment.write("cdk.tf.json", configuration)
                wrong += differences(group, deployment)
        return wrong

    # A running provider holds the tags of one environment only, so each thread has its own.
    with (
        provider.running(tmp_path / "second", registry.environment) as second,
        provider.running(tmp_path / "third", registry.environment) as third,
        ThreadPoolExecutor(3) as pool,
    ):
        runs = [
            pool.submit(plan_all, ("production", "lifted"), {}),
            pool.submit(plan_all, ("nothing", "plain"), second),
            pool.submit(plan_all, ("code", "private"), third),
        ]
        wrong = [line for run in runs for line in run.result()]
    assert not wrong, "\n".join(["", *wrong])


def groups(base: str) -> list[list[Edit]]:
    """Put edits together that can be planned together; those without changes or with an error apart."""
    made: list[list[Edit]] = []
    largest_first = sorted(EDITS, key=lambda edit: -len(edit.plan))
    for edit in (each for each in largest_first if each.base == base):
        for group in made:
            if _fits(edit, group):
                group.append(edit)
                break
        else:
            made.append([edit])
    return made


def _fits(edit: Edit, group: list[Edit]) -> bool:
    if any(SERVICE in each.plan or each.field in edits.OWN_PROVIDERS for each in (edit, group[0])):
        return False  # the whole service, or another provider: that touches everything
    if edit.error or any(each.error or bool(each.plan) != bool(edit.plan) for each in group):
        return False
    if any(_meet(one, two) for each in group for one in edit.plan.items() for two in each.plan.items()):
        return False
    return all(_apart(each, edit) for each in group)


def _meet(one: tuple[str, str], two: tuple[str, str]) -> bool:
    """Whether two entries of plans can be about one resource; a shared update in place does no harm."""
    if one == two and one[1] == "update" and not one[0].startswith(SERVICE):
        return False
    return fnmatchcase(one[0], two[0]) or fnmatchcase(two[0], one[0])


def _apart(one: Edit, two: Edit) -> bool:
    """Whether two edits don't undo each other: their order has no effect."""
    if {one.field, two.field} & {"CustomDomain.domain_name", "CustomDomain.zone_name"}:
        return one.argument != two.argument  # all records of the domain are others then
    try:
        return edited([one, two]) == edited([two, one])
    except (ConfigurationError, IndexError):
        return False


def edited(group: list[Edit]) -> Environment:
    """Return the base of these edits with all of them."""
    environment = BASES[group[0].base]
    for edit in group:
        environment = edit.change(environment)
    return environment


def differences(group: list[Edit], deployment: Deployment) -> list[str]:
    """Plan the configuration of these edits; return how the plan and the table differ."""
    names = f"{group[0].base}: " + ", ".join(f"{edit.field} {edit.edit}" for edit in group)
    error = group[0].error
    terraform = deployment.terraform
    if edits.OWN_PROVIDERS & {edit.field for edit in group}:
        alone = {key: value for key, value in terraform.variables.items() if "REATTACH" not in key}
        terraform = Terraform(terraform.folder, alone)
        terraform.init()
    try:
        found = changes(terraform.plan())
    except TerraformError as raised:
        return [] if error and error in str(raised) else [f"{names}: {str(raised)[:2000]}"]
    expected = {address: action for edit in group for address, action in edit.plan.items()}
    unexpected = {
        address: action
        for address, action in found.items()
        if not any(fnmatchcase(address, name) and action == done for name, done in expected.items())
    }
    missing = {
        name: done
        for name, done in expected.items()
        if not any(fnmatchcase(address, name) and action == done for address, action in found.items())
    }
    wrong = [f"{names}: not in the table: {unexpected}"] if unexpected else []
    wrong += [f"{names}: doesn't happen: {missing}"] if missing else []
    return wrong + ([f"{names}: no error"] if error else [])


def _create_web_acl(registry: Sandbox, name: str) -> str:
    settings = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": name}
    made = registry.client("wafv2").create_web_acl(
        Name=name, Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=settings
    )
    return str(made["Summary"]["ARN"])


def text(environment: Environment, places: dict[str, str]) -> str:
    """Write an environment's stack with the real ids."""
    made = json.loads(synthesize(environment))
    if isinstance(environment.backend, S3State):
        made["terraform"]["backend"] = {"s3": {"bucket": "acme-state", "key": "shop", "region": REGION}}
    written = json.dumps(made)
    for name, real in places.items():
        written = written.replace(name, real)
    return written


def changes(plan: dict[str, Any]) -> dict[str, str]:
    """Return what a plan does, by address; for an update of the service, by changed argument."""
    found: dict[str, str] = {}
    for each in plan.get("resource_changes", []):
        address, change = each["address"].partition("[")[0], each["change"]
        action = ACTIONS.get(tuple(change["actions"]))
        if action == "destroy" and change["before"].get("skip_destroy"):
            action = "forget"  # the plan calls it destroy, but the provider leaves it in AWS
        if action == "update" and address == SERVICE:
            found.update(dict.fromkeys((f"{address} {name}" for name in _arguments(change)), "update"))
        elif action:
            found[address] = action
        if "previous_address" in each:
            found[address] = "move"
        if "importing" in change:
            found[address] = "import"
    return found


def _arguments(change: dict[str, Any]) -> Iterator[str]:
    """Return the arguments that differ, by their own names."""
    before, after = _flat(change["before"]), _flat(change["after"])
    unknown = {path for path, value in _flat(change["after_unknown"]).items() if value is True}
    paths = {path for path in {*before, *after} if before.get(path) != after.get(path)} | unknown
    for path in sorted(paths):
        names = [each for each in path if isinstance(each, str)]
        known = ("runtime_environment_variables", "runtime_environment_secrets", "tags", "tags_all")
        yield next((each for each in names if each in known), names[-1])


def _flat(value: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], Any]:
    if isinstance(value, dict):
        items: Any = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return {} if value is None else {path: value}
    return {key: leaf for name, each in items for key, leaf in _flat(each, (*path, name)).items()}
