"""The operations on services."""

from __future__ import annotations

import copy
import uuid

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner import configuration, ingress, scaling
from cdktf_apprunner_tools.sandbox.apprunner.deployments import deploy
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, page, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.apprunner.service import Finish, Service, running, runtime_values
from cdktf_apprunner_tools.sandbox.errors import invalid, missing, quota
from cdktf_apprunner_tools.sandbox.runs import runner

MAX_SERVICES = 30
"""https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html#architecture.quotas"""
CHANGEABLE = (
    "SourceConfiguration",
    "InstanceConfiguration",
    "HealthCheckConfiguration",
    "NetworkConfiguration",
    "AutoScalingConfigurationArn",
    "ObservabilityConfiguration",
)


def _described(region: Region, service: Service) -> Record:
    """Return a service as the API describes it."""
    record = copy.deepcopy(service.record)
    if not configuration.public(record):  # aws/aws-sdk-go#4635, aws/apprunner-roadmap#235
        del record["ServiceUrl"]
    record["AutoScalingConfigurationSummary"] = scaling.summary(region, record["AutoScalingConfigurationArn"])
    if not region.settings.returns_start_command:
        for command in ("StartCommand", "BuildCommand"):
            runtime_values(record["SourceConfiguration"]).pop(command, None)
    return record


@operation
def create_service(region: Region, request: Record) -> Record:
    """Create a service; its operation ends later, with success or failure."""
    name = request["ServiceName"]
    there = [item for item in region.services.values() if item.record["Status"] != "DELETED"]
    if any(item.record["ServiceName"] == name for item in there):
        raise invalid(f"Service with the provided name already exists: {name}.")
    if len(there) >= MAX_SERVICES:
        raise quota(f"The account has {MAX_SERVICES} services.")
    service_id = uuid.uuid4().hex
    now = utc_now()
    record: Record = {
        "ServiceName": name,
        "ServiceId": service_id,
        "ServiceArn": f"arn:aws:apprunner:{region.name}:{region.account_id}:service/{name}/{service_id}",
        "ServiceUrl": f"{uuid.uuid4().hex[:10]}.{region.name}.awsapprunner.com",
        "CreatedAt": now,
        "UpdatedAt": now,
        "Status": "OPERATION_IN_PROGRESS",
        "SourceConfiguration": {},
        "InstanceConfiguration": configuration.INSTANCE,
        "HealthCheckConfiguration": configuration.HEALTH_CHECK,
        "NetworkConfiguration": configuration.NETWORK,
        "AutoScalingConfigurationArn": scaling.default(region)["AutoScalingConfigurationArn"],
        "EncryptionConfiguration": request.get("EncryptionConfiguration"),
    }
    key = (request.get("EncryptionConfiguration") or {}).get("KmsKey")
    if key and not neighbours.key_exists(key):
        raise invalid(f"KMS key not found: {key}")
    configuration.apply(region, record, request)
    service = Service(region, record)
    region.tag(service.arn, request.get("Tags"))
    identifier = service.start("CREATE_SERVICE", _built(service))
    region.services[service.arn] = service
    return {"Service": _described(region, service), "OperationId": identifier}


def _built(service: Service) -> Finish:
    """End the creation of a service, or its rebuild after a creation that failed."""

    def finish(reason: str | None) -> tuple[str, str]:
        reason = reason or deploy(service)
        if reason:
            service.fail(reason)
            return "FAILED", "CREATE_FAILED"
        return "SUCCEEDED", "RUNNING"

    return finish


@operation
def update_service(region: Region, request: Record) -> Record:
    """Change the settings that the request contains; a failed update is rolled back.

    A service whose creation failed is rebuilt: "change any parameters that need to be fixed, and rebuild your
    service using UpdateService" (text of ``Service.Status`` in botocore's model).
    """
    paused = ("PAUSED",) if region.settings.update_while_paused else ()
    service = running(region, request["ServiceArn"], "RUNNING", "CREATE_FAILED", *paused, verb="updated")
    status = service.record["Status"]
    before = copy.deepcopy(service.record)
    changed = copy.deepcopy(service.record)
    configuration.apply(region, changed, request)
    kinds = [configuration.configuration_source(record) for record in (before, changed)]
    if status == "CREATE_FAILED" and kinds[0] != kinds[1]:  # awslabs/amazon-app-runner-deploy#47
        raise invalid(
            f"ConfigurationSource cannot be changed from {kinds[0]} to {kinds[1]} for CREATE_FAILED services."
        )
    if configuration.public(changed) and ingress.attached(region, service.arn):
        raise invalid("The service has VPC ingress connections, so it can't be publicly accessible.")
    finish = _built(service) if status == "CREATE_FAILED" else _updated(service, before)
    identifier = service.start("UPDATE_SERVICE", finish)
    service.record.update({key: changed.get(key) for key in CHANGEABLE})
    return {"Service": _described(region, service), "OperationId": identifier}


def _updated(service: Service, before: Record) -> Finish:
    """End an update; if it fails, the service runs as before (aws/apprunner-roadmap#209)."""
    after = before["Status"]

    def finish(reason: str | None) -> tuple[str, str]:
        reason = reason or deploy(service)
        if reason:
            service.record.update({key: before.get(key) for key in CHANGEABLE})
            service.fail(reason)
            return "ROLLBACK_SUCCEEDED", after
        return "SUCCEEDED", after

    return finish


def _simple(after: str, otherwise: str) -> Finish:
    return lambda reason: ("FAILED", otherwise) if reason else ("SUCCEEDED", after)


@operation
def pause_service(region: Region, request: Record) -> Record:
    """Pause a service; one that is paused stays so, without an operation.

    AWS Copilot handles the answer without an operation id (``internal/pkg/aws/apprunner/apprunner.go``).
    """
    service = running(region, request["ServiceArn"], "RUNNING", "PAUSED", verb="paused")
    if service.record["Status"] == "PAUSED":
        return {"Service": _described(region, service)}
    identifier = service.start("PAUSE_SERVICE", _simple("PAUSED", "RUNNING"))
    return {"Service": _described(region, service), "OperationId": identifier}


@operation
def resume_service(region: Region, request: Record) -> Record:
    """Resume a paused service; one that runs goes on, without an operation, as in `pause_service`."""
    service = running(region, request["ServiceArn"], "RUNNING", "PAUSED", verb="resumed")
    if service.record["Status"] == "RUNNING":
        return {"Service": _described(region, service)}
    simple = _simple("RUNNING", "PAUSED")
    identifier = service.start(
        "RESUME_SERVICE", lambda reason: simple(reason or runner.RUNNER.deploy(service))
    )
    return {"Service": _described(region, service), "OperationId": identifier}


@operation
def delete_service(region: Region, request: Record) -> Record:
    """Delete a service but not its log groups."""
    states = ("RUNNING", "PAUSED", "CREATE_FAILED", "DELETE_FAILED")
    service = running(region, request["ServiceArn"], *states, verb="deleted")
    if ingress.attached(region, service.arn):
        raise invalid("The service has VPC ingress connections; delete them first.")
    simple = _simple("DELETED", "DELETE_FAILED")

    def finish(reason: str | None) -> tuple[str, str]:
        if not reason:
            service.domains.clear()
            service.record["DeletedAt"] = utc_now()
        return simple(reason)

    identifier = service.start("DELETE_SERVICE", finish)
    return {"Service": _described(region, service), "OperationId": identifier}


@operation
def describe_service(region: Region, request: Record) -> Record:
    """Describe a service, also a deleted one."""
    service = region.services.get(request["ServiceArn"])
    if service is None:
        raise missing(request["ServiceArn"])
    return {"Service": _described(region, service)}


@operation
def list_services(region: Region, request: Record) -> Record:
    """List services."""
    items = [
        _described(region, item) for item in region.services.values() if item.record["Status"] != "DELETED"
    ]
    return page(request, items, "ServiceSummaryList")


@operation
def list_operations(region: Region, request: Record) -> Record:
    """List the operations of a service, latest first."""
    service = region.services.get(request["ServiceArn"])
    if service is None:
        raise missing(request["ServiceArn"])
    return page(request, service.operations, "OperationSummaryList")
