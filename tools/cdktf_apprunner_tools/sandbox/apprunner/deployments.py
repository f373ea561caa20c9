"""Deployments: an image is looked up, secrets are checked, and what stands for the source is started."""

from __future__ import annotations

import re

from cdktf_apprunner_tools.sandbox import neighbours, registries
from cdktf_apprunner_tools.sandbox.apprunner.records import Record
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.apprunner.service import Finish, Place, Service, running, runtime_values
from cdktf_apprunner_tools.sandbox.runs import runner

PULL = "Failed to pull your application image. Reason:"
"""Lines of the service log, quoted in aws/apprunner-roadmap#128."""
ECR = re.compile(
    r"(?P<account_id>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/"
    r"(?P<repository>[^:@]+)(?:[:@](?P<reference>.+))?"
)


def deploy(service: Service) -> str | None:
    """Deploy the source of a service; return the reason if that fails."""
    source = service.record["SourceConfiguration"]
    region = service.region
    instance_role = service.record["InstanceConfiguration"].get("InstanceRoleArn")
    image = source.get("ImageRepository", {})
    found = None
    secrets = runtime_values(source).get("RuntimeEnvironmentSecrets") or {}
    for name, reference in sorted(secrets.items()):
        arn = _secret_arn(region, reference)
        action = "ssm:GetParameters" if ":ssm:" in arn else "secretsmanager:GetSecretValue"
        if not (instance_role and neighbours.allows(instance_role, action, arn)):
            return f"the instance role may not read {name} ({action} on {arn})"
    if image.get("ImageRepositoryType") == "ECR":
        found = current_digest(image["ImageIdentifier"])
        if found is None:
            return f"{PULL} {image['ImageIdentifier']} not found."
        if not _may_pull(source, "ecr:BatchGetImage"):
            return f"{PULL} Invalid Access Role in AuthenticationConfiguration."
    if reason := runner.RUNNER.deploy(service):
        return reason
    service.digest = found
    if not runner.RUNNER.runs(service):
        service.log("application", f"started, account {region.account_id}")
    return None


def _secret_arn(region: Place, reference: str) -> str:
    """Return the ARN of a secret without key and version, or of a parameter, also for a name."""
    if reference.startswith("arn:"):
        return ":".join(reference.split(":")[:7])
    return f"arn:aws:ssm:{region.name}:{region.account_id}:parameter/{reference.removeprefix('/')}"


def _may_pull(source: Record, action: str) -> bool:
    named = ECR.fullmatch(source["ImageRepository"]["ImageIdentifier"])
    assert named is not None
    account_id, region, repository = named["account_id"], named["region"], named["repository"]
    arn = f"arn:aws:ecr:{region}:{account_id}:repository/{repository}"
    role = source["AuthenticationConfiguration"]["AccessRoleArn"]
    return neighbours.allows(role, action, arn) and (
        role.split(":")[4] == account_id or registries.shared(account_id, region, repository, action, role)
    )


def current_digest(identifier: str) -> str | None:
    """Return the digest that an image identifier refers to now."""
    named = ECR.fullmatch(identifier)
    assert named is not None
    return neighbours.digest(
        named["account_id"], named["region"], named["repository"], named["reference"] or "latest"
    )


def deploy_pushed(region: Region, service: Service) -> None:
    """Deploy a newly pushed image if automatic deployments are on.

    App Runner doesn't deploy from another region's registry (aws/apprunner-roadmap#254). It doesn't deploy
    if the access role may not describe images either (aws/aws-cdk#26640).
    """
    source = service.record["SourceConfiguration"]
    image = source.get("ImageRepository")
    if not (image and source["AutoDeploymentsEnabled"] and service.record["Status"] == "RUNNING"):
        return
    named = ECR.fullmatch(image["ImageIdentifier"])
    if named is None or named["region"] != region.name or not _may_pull(source, "ecr:DescribeImages"):
        return
    found = current_digest(image["ImageIdentifier"])
    if found not in (None, service.digest):
        service.digest = found  # a push is deployed once, even if that fails
        service.start("START_DEPLOYMENT", _deployment(service))


def _deployment(service: Service) -> Finish:
    def finish(reason: str | None) -> tuple[str, str]:
        if reason or (reason := deploy(service)):
            service.fail(reason)
            return "ROLLBACK_SUCCEEDED", "RUNNING"
        return "SUCCEEDED", "RUNNING"

    return finish


@operation
def start_deployment(region: Region, request: Record) -> Record:
    """Deploy the current content of the source."""
    service = running(region, request["ServiceArn"], verb="deployed")
    return {"OperationId": service.start("START_DEPLOYMENT", _deployment(service))}
