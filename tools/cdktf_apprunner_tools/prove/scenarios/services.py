"""The creation of services: one that runs, and one that fails and is rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cdktf_apprunner_tools.prove.account import Account, refused
from cdktf_apprunner_tools.prove.kinds import log_groups
from cdktf_apprunner_tools.prove.scenarios import Fact, decided, scenario
from cdktf_apprunner_tools.prove.scenarios.revisions import INVALID

STATE = "InvalidStateException"
IMAGE = {
    "ImageIdentifier": "public.ecr.aws/aws-containers/hello-app-runner:latest",
    "ImageRepositoryType": "ECR_PUBLIC",
}
SMALLEST = {"Cpu": "256", "Memory": "512"}
PORT = {"Port": "8000"}


def hello(**configuration: Any) -> dict[str, Any]:
    """Return the source of a service that runs, from AWS's public example image."""
    image = {**IMAGE, "ImageConfiguration": {**PORT, **configuration}}
    return {"ImageRepository": image, "AutoDeploymentsEnabled": False}


def absent_image(account: Account, **configuration: Any) -> dict[str, Any]:
    """Return the source of a service that can't run: an image that no repository has."""
    registry = f"{account.account_id}.dkr.ecr.{account.region}.amazonaws.com"
    image = {
        "ImageIdentifier": f"{registry}/{account.record.named('absent')}:v1",
        "ImageRepositoryType": "ECR",
        "ImageConfiguration": {**PORT, **configuration},
    }
    role = {"AccessRoleArn": access_role(account)}
    return {"ImageRepository": image, "AutoDeploymentsEnabled": False, "AuthenticationConfiguration": role}


def role(account: Account, label: str, principal: str, statement: dict[str, Any]) -> str:
    """Make a role for a service of AWS once, and return its ARN."""
    if label not in account.shared:
        trust = {"Effect": "Allow", "Principal": {"Service": principal}, "Action": "sts:AssumeRole"}
        name = account.create("role", label, AssumeRolePolicyDocument=_document(trust))
        policy = _document({"Effect": "Allow", **statement})
        account.clients["iam"].put_role_policy(RoleName=name, PolicyName="prove", PolicyDocument=policy)
        account.shared[label] = f"arn:aws:iam::{account.account_id}:role/{name}"
    return account.shared[label]


def _document(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def access_role(account: Account) -> str:
    """Return the role with which App Runner pulls from ECR."""
    actions = ("GetAuthorizationToken", "BatchGetImage", "DescribeImages", "GetDownloadUrlForLayer")
    statement = {"Action": [f"ecr:{action}" for action in actions], "Resource": "*"}
    return role(account, "access", "build.apprunner.amazonaws.com", statement)


def listen(account: Account) -> str:
    """Send the events of the run's services to a queue; return its URL."""
    if "queue" not in account.shared:
        rule, queue = account.record.named("events"), account.record.named("queue")
        place = f"{account.region}:{account.account_id}"
        services = f"arn:aws:apprunner:{place}:service/{account.record.named('')}"
        pattern = {"source": ["aws.apprunner"], "resources": [{"prefix": services}]}
        allowed = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": f"arn:aws:sqs:{place}:{queue}",
            "Condition": {"ArnEquals": {"aws:SourceArn": f"arn:aws:events:{place}:rule/{rule}"}},
        }
        url = account.create("queue", "queue", Attributes={"Policy": _document(allowed)})
        account.create("rule", "events", EventPattern=json.dumps(pattern))
        target = {"Id": "queue", "Arn": f"arn:aws:sqs:{place}:{queue}"}
        account.clients["events"].put_targets(Rule=rule, Targets=[target])
        account.shared["queue"] = url
    return account.shared["queue"]


def main(account: Account) -> str:
    """Return the service that runs; make it once."""
    if "main" not in account.shared:
        listen(account)
        scaling = account.create("auto scaling configuration", "main", MaxSize=1)
        account.shared["main scaling"] = scaling
        account.shared["main"] = account.create(
            "service",
            "main",
            SourceConfiguration=hello(RuntimeEnvironmentVariables={"PROVE": "1"}),
            InstanceConfiguration=SMALLEST,
            AutoScalingConfigurationArn=scaling,
        )
    return account.shared["main"]


def failing(account: Account) -> str:
    """Return the service whose creation fails; make it once."""
    if "failing" not in account.shared:
        listen(account)
        account.shared["failing"] = absent_service(account, "failing")
    return account.shared["failing"]


def absent_service(account: Account, label: str) -> str:
    """Make a service whose creation fails."""
    return account.create(
        "service",
        label,
        patient="assuming",  # the role is new
        SourceConfiguration=absent_image(account, StartCommand="./prove"),
        InstanceConfiguration=SMALLEST,
    )


def operations(account: Account, arn: str) -> list[dict[str, Any]]:
    """Return the operations on a service, latest first."""
    found = account.clients["apprunner"].list_operations(ServiceArn=arn)
    return list(found["OperationSummaryList"])


@scenario("service", minutes=10)
def creation(account: Account) -> Iterator[Fact]:
    """Create a service, and look at its log groups."""
    arn = main(account)
    failing(account)  # both at the same time
    yield Fact("the status afterwards", account.ended(arn)["Status"], "RUNNING")
    (operation,) = [each for each in operations(account, arn) if each["Type"] == "CREATE_SERVICE"]
    yield Fact("the status of the operation", operation["Status"], "SUCCEEDED")
    groups = log_groups(account.clients, arn)
    yield Fact("its log groups", sorted(groups), ["application", "service"])
    end = operation["EndedAt"].timestamp()
    for name, group in sorted(groups.items()):
        before = group["creationTime"] / 1000 <= end
        yield Fact(f"the log group {name} exists before the creation ends", before)
    retention = [group.get("retentionInDays") for group in groups.values()]
    yield Fact("the retention of its log groups", retention, [None, None])


@scenario("service", minutes=15, decides=("returns_start_command",))
def failed_creation(account: Account) -> Iterator[Fact]:
    """Create a service that fails, and rebuild it with an update."""
    arn = failing(account)
    described = account.ended(arn)
    yield Fact("its status", described["Status"], "CREATE_FAILED")
    image = described["SourceConfiguration"]["ImageRepository"]
    yield decided("returns_start_command", "StartCommand" in image["ImageConfiguration"])
    yield Fact("its log groups", sorted(log_groups(account.clients, arn)), ["service"])
    yield Fact("the status of the operation", operations(account, arn)[0]["Status"], "FAILED")
    code = refused(lambda: account.clients["apprunner"].pause_service(ServiceArn=arn))
    yield Fact("pausing it", code, STATE)
    code = refused(lambda: account.update(arn, SourceConfiguration=hello()))
    yield Fact("updating it", code, None)
    yield Fact("its status after the update", account.ended(arn)["Status"], "RUNNING")


@scenario("service", minutes=10)
def deletion(account: Account) -> Iterator[Fact]:
    """Delete a service whose creation failed, and look at what stays."""
    arn = absent_service(account, "brief")
    account.ended(arn)
    account.delete("service", arn)
    yield Fact("its status", account.describe(arn)["Status"], "DELETED")
    yield Fact("its log groups", sorted(log_groups(account.clients, arn)), ["service"])
    code = refused(lambda: account.clients["apprunner"].delete_service(ServiceArn=arn))
    yield Fact("deleting it again", code, "ResourceNotFoundException")


@scenario("service", minutes=2)
def invalid_requests(account: Account) -> Iterator[Fact]:
    """Ask for services that App Runner refuses; one that it accepted would have no image to run."""
    secret = f"arn:aws:secretsmanager:{account.region}:{account.account_id}:secret:prove"
    cases: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
        "port": ({"Port": "70000"}, SMALLEST),
        "reserved": ({"RuntimeEnvironmentVariables": {"AWSAPPRUNNER_PROVE": "1"}}, SMALLEST),
        "secret": ({"RuntimeEnvironmentSecrets": {"PROVE": secret}}, SMALLEST),
        "size": ({}, {"Cpu": "256", "Memory": "4096"}),
    }
    for label, (configuration, instance) in cases.items():
        code = account.refusal(
            "service",
            label,
            patient="assuming",
            SourceConfiguration=absent_image(account, **configuration),
            InstanceConfiguration=instance,
        )
        yield Fact(f"the refusal: {label}", code, INVALID)
