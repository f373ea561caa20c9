"""Services and their operations, which run on after the call that started them was answered."""

from __future__ import annotations

import copy
import logging
import re
import time
import uuid
from collections.abc import Callable

from attrs import define, field

from tools.sandbox import neighbours, registries
from tools.sandbox.apprunner import domains, scaling
from tools.sandbox.apprunner.region import Record, Region, operation, page, utc_now
from tools.sandbox.errors import invalid, missing, quota, state

MAX_SERVICES = 30
"""https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html#architecture.quotas"""
ECR = re.compile(
    r"(?P<account_id>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/"
    r"(?P<repository>[^:@]+)(?:[:@](?P<reference>.+))?"
)
HEALTH_CHECK = {
    "Protocol": "TCP",
    "Path": "/",
    "Interval": 5,
    "Timeout": 2,
    "HealthyThreshold": 1,
    "UnhealthyThreshold": 5,
}
INSTANCE = {"Cpu": "1024", "Memory": "2048"}
NETWORK = {
    "EgressConfiguration": {"EgressType": "DEFAULT"},
    "IngressConfiguration": {"IsPubliclyAccessible": True},
    "IpAddressType": "IPV4",
}
MEMORY = {
    "256": ("512", "1024"),
    "512": ("1024",),
    "1024": ("2048", "3072", "4096"),
    "2048": ("4096", "6144"),
    "4096": ("8192", "10240", "12288"),
}
"""https://docs.aws.amazon.com/apprunner/latest/api/API_InstanceConfiguration.html"""
EVENTS = {
    "CREATE_SERVICE": "CreateService",
    "UPDATE_SERVICE": "UpdateService",
    "DELETE_SERVICE": "DeleteService",
    "START_DEPLOYMENT": "Deployment",
    "PAUSE_SERVICE": "PauseService",
    "RESUME_SERVICE": "ResumeService",
}
"""https://docs.aws.amazon.com/apprunner/latest/dg/monitor-ev.html"""


@define
class Service:
    """A service, its operations and its domains."""

    region: Region
    record: Record
    operations: list[Record] = field(factory=list)
    domains: dict[str, Record] = field(factory=dict)
    digest: str | None = None
    """What runs, of an image."""

    @property
    def arn(self) -> str:
        """ARN of the service."""
        return str(self.record["ServiceArn"])

    def uses(self, arn: str) -> bool:
        """Whether the service is there and names a configuration, connector or connection."""
        record = self.record
        return record["Status"] != "DELETED" and arn in (
            record["AutoScalingConfigurationArn"],
            record["NetworkConfiguration"]["EgressConfiguration"].get("VpcConnectorArn"),
            (record.get("ObservabilityConfiguration") or {}).get("ObservabilityConfigurationArn"),
            record["SourceConfiguration"].get("AuthenticationConfiguration", {}).get("ConnectionArn"),
        )

    def described(self) -> Record:
        """Return the service as the API describes it."""
        record = copy.deepcopy(self.record)
        arn = record["AutoScalingConfigurationArn"]
        record["AutoScalingConfigurationSummary"] = scaling.summary(self.region, arn)
        if not self.region.settings.returns_start_command:
            for command in ("StartCommand", "BuildCommand"):
                runtime_values(record["SourceConfiguration"]).pop(command, None)
        return record

    def log(self, group: str, line: str) -> None:
        """Write to one of the service's log groups, which it makes itself."""
        record = self.record
        name = f"/aws/apprunner/{record['ServiceName']}/{record['ServiceId']}/{group}"
        neighbours.create_log_group(self.region.account_id, self.region.name, name, line)

    def start(self, kind: str, finish: Callable[[str | None], tuple[str, str]]) -> str:
        """Start an operation; the service takes no other until it has ended.

        ``finish`` gets why it goes wrong, if it does, and returns the operation's end and the service's.
        """
        now = utc_now()
        started = {
            "Id": uuid.uuid4().hex,
            "Type": kind,
            "Status": "IN_PROGRESS",
            "TargetArn": self.arn,
            "StartedAt": now,
            "UpdatedAt": now,
        }
        self.operations.insert(0, started)
        before = self.record["Status"]
        self.record.update(Status="OPERATION_IN_PROGRESS", UpdatedAt=now)
        self.log("service", f"[AppRunner] {kind} started")
        outcome = self.region.faults.take_outcome()

        def end() -> None:
            reason = f"told to {outcome}" if outcome else None
            try:
                status, self.record["Status"] = finish(reason)
            except Exception:  # no fault of ours may leave a service in progress for ever
                logging.exception("the sandbox failed to end %s", kind)
                status, self.record["Status"] = finish("the sandbox failed; see its log")
            ended = utc_now()
            started.update(Status=status, EndedAt=ended, UpdatedAt=ended)
            self.record["UpdatedAt"] = ended
            self.log("service", f"[AppRunner] {kind} ended: {status}")
            self._tell(kind, succeeded=status == "SUCCEEDED", before=before)

        if outcome != "stuck":
            self.region.later(time.time(), self.region.settings.operation_seconds, end)
        return str(started["Id"])

    def _tell(self, kind: str, *, succeeded: bool, before: str) -> None:
        record = self.record
        common = {"serviceName": record["ServiceName"], "serviceId": record["ServiceId"]}
        status = f"{EVENTS[kind]}{'CompletedSuccessfully' if succeeded else 'Failed'}"
        details = {
            "AppRunner Service Operation Status Change": {
                "operationStatus": status,
                "message": f"{status}.",
                "severity": "INFO" if succeeded else "ERROR",
                **common,
            },
            "AppRunner Service Status Change": {
                "previousServiceStatus": before,
                "currentServiceStatus": record["Status"],
                "message": f"Service status is set to {record['Status']}.",
                "severity": "INFO",
                **common,
            },
        }
        for kind_of_event, detail in details.items():
            event = {
                "version": "0",
                "id": str(uuid.uuid4()),
                "detail-type": kind_of_event,
                "source": "aws.apprunner",
                "account": self.region.account_id,
                "time": utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
                "region": self.region.name,
                "resources": [self.arn],
                "detail": detail,
            }
            neighbours.put_event(self.region.account_id, self.region.name, event)


def runtime_values(source: Record) -> Record:
    """Return how a source runs: its own record, or an empty one where it says nothing."""
    image, code = source.get("ImageRepository") or {}, source.get("CodeRepository") or {}
    configuration = code.get("CodeConfiguration") or {}
    found: Record = image.get("ImageConfiguration") or configuration.get("CodeConfigurationValues") or {}
    return found


def present(region: Region, arn: str) -> Service:
    """Return a service that isn't deleted."""
    service = region.services.get(arn)
    if service is None or service.record["Status"] == "DELETED":
        raise missing(arn)
    return service


def running(region: Region, arn: str, *states: str) -> Service:
    """Return a service in one of some states, of which running is the usual one."""
    service = present(region, arn)
    status = service.record["Status"]
    if status not in (states or ("RUNNING",)):
        raise state(f"Service cannot be changed in its current state: {status}")
    return service


@operation
def create_service(region: Region, request: Record) -> Record:
    """Make a service; it runs, or failed to, when its operation has ended."""
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
        "InstanceConfiguration": INSTANCE,
        "HealthCheckConfiguration": HEALTH_CHECK,
        "NetworkConfiguration": NETWORK,
        "AutoScalingConfigurationArn": scaling.default(region)["AutoScalingConfigurationArn"],
        "EncryptionConfiguration": request.get("EncryptionConfiguration"),
    }
    key = (request.get("EncryptionConfiguration") or {}).get("KmsKey")
    if key and not neighbours.key_exists(key):
        raise invalid(f"KMS key not found: {key}")
    _apply(region, record, request)
    service = Service(region, record)
    region.services[service.arn] = service
    region.tag(service.arn, request.get("Tags"))

    def finish(reason: str | None) -> tuple[str, str]:
        reason = reason or _deploy(service)
        if reason:
            service.log("service", f"[AppRunner] Failed to create the service: {reason}")
            return "FAILED", "CREATE_FAILED"
        return "SUCCEEDED", "RUNNING"

    identifier = service.start("CREATE_SERVICE", finish)
    return {"Service": service.described(), "OperationId": identifier}


@operation
def update_service(region: Region, request: Record) -> Record:
    """Change a service; what the request leaves out stays. A failed update goes back to what ran."""
    states = ("RUNNING", "PAUSED") if region.settings.update_while_paused else ("RUNNING",)
    service = running(region, request["ServiceArn"], *states)
    after = service.record["Status"]
    before = copy.deepcopy(service.record)
    changed = copy.deepcopy(service.record)
    _apply(region, changed, request)
    service.record.update(changed)

    def finish(reason: str | None) -> tuple[str, str]:
        reason = reason or _deploy(service)
        if reason:
            # After the roll-back the service is RUNNING as before: aws/apprunner-roadmap#209
            service.record.update({key: before.get(key) for key in CHANGEABLE})
            service.log("service", f"[AppRunner] Update rolled back: {reason}")
            return "ROLLBACK_SUCCEEDED", after
        return "SUCCEEDED", after

    identifier = service.start("UPDATE_SERVICE", finish)
    return {"Service": service.described(), "OperationId": identifier}


CHANGEABLE = (
    "SourceConfiguration",
    "InstanceConfiguration",
    "HealthCheckConfiguration",
    "NetworkConfiguration",
    "AutoScalingConfigurationArn",
    "ObservabilityConfiguration",
)


def _apply(region: Region, record: Record, request: Record) -> None:
    """Check a request's settings and take them over."""
    if (source := request.get("SourceConfiguration")) is not None:
        record["SourceConfiguration"] = _source(region, record["SourceConfiguration"], source)
    instance = {**record["InstanceConfiguration"], **(request.get("InstanceConfiguration") or {})}
    record["InstanceConfiguration"] = _instance(region, instance)
    if check := request.get("HealthCheckConfiguration"):
        record["HealthCheckConfiguration"] = {**HEALTH_CHECK, **check}
    if network := request.get("NetworkConfiguration"):
        record["NetworkConfiguration"] = _network(region, {**record["NetworkConfiguration"], **network})
    if arn := request.get("AutoScalingConfigurationArn"):
        found = scaling.REVISIONS.find(region.scaling, arn)
        if found["Status"] != "ACTIVE":
            raise invalid(f"Auto scaling configuration {arn} is {found['Status']}.")
        record["AutoScalingConfigurationArn"] = found["AutoScalingConfigurationArn"]
    if chosen := request.get("ObservabilityConfiguration"):
        record["ObservabilityConfiguration"] = _observability(region, chosen)


def _source(region: Region, before: Record, source: Record) -> Record:
    image, code = source.get("ImageRepository"), source.get("CodeRepository")
    if bool(image) == bool(code):
        raise invalid("Exactly one of ImageRepository and CodeRepository must be given.")
    if before and bool(before.get("ImageRepository")) != bool(image):
        raise invalid("A service's source can't change between image and code.")
    source = {**source}
    if image:
        source["ImageRepository"] = {**image, "ImageConfiguration": _image(region, before, image)}
        source["AutoDeploymentsEnabled"] = _check_image(region, source)
    else:
        source.setdefault("AutoDeploymentsEnabled", True)
        arn = (source.get("AuthenticationConfiguration") or {}).get("ConnectionArn")
        connection = region.connections.get(arn or "")
        if connection is None:
            raise invalid(f"Connection not found: {arn}")
        if connection["Status"] != "AVAILABLE":
            raise invalid(f"Connection {arn} is {connection['Status']}; complete the hand-shake first.")
        assert code is not None
        source["CodeRepository"] = {"SourceDirectory": "/", **code}
        values = runtime_values(source)
        values.update(_kept(region, before, values))
    return source


def _kept(region: Region, before: Record, chosen: Record) -> Record:
    """Return values, with older variables and secrets where their absence doesn't clear them."""
    older = {} if region.settings.absent_maps_clear else runtime_values(before)
    maps = ("RuntimeEnvironmentVariables", "RuntimeEnvironmentSecrets")
    return {**{key: older[key] for key in maps if key in older}, **chosen}


def _image(region: Region, before: Record, image: Record) -> Record | None:
    """Return how an image runs; nothing where the request says nothing of it."""
    chosen = _kept(region, before, image.get("ImageConfiguration") or {})
    return {"Port": "8080", **chosen} if chosen else None


def _check_image(region: Region, source: Record) -> bool:
    """Check registry and roles; return whether a push of the tag is deployed.

    The rules: https://docs.aws.amazon.com/apprunner/latest/api/API_SourceConfiguration.html and
    hashicorp/terraform-provider-aws#24531
    """
    image = source["ImageRepository"]
    asked = source.get("AutoDeploymentsEnabled")
    authentication = source.get("AuthenticationConfiguration") or {}
    if image["ImageRepositoryType"] == "ECR_PUBLIC":
        if authentication:
            raise invalid("AuthenticationConfiguration isn't allowed for an ECR Public image repository.")
        if asked:
            raise invalid("Automatic deployments aren't supported for an ECR Public image repository.")
        return False
    named = ECR.fullmatch(image["ImageIdentifier"])
    if named is None:
        raise invalid(f"Invalid image identifier: {image['ImageIdentifier']}")
    own = named["account_id"] == region.account_id
    if asked and not own:
        raise invalid("Automatic deployments aren't supported for another account's image repository.")
    arn = authentication.get("AccessRoleArn")
    if not arn:
        raise invalid("AccessRoleArn is required for an ECR image repository.")
    _check_role(region, arn, "build.apprunner.amazonaws.com", "access role")
    return own if asked is None else bool(asked)


def _check_role(region: Region, arn: str, principal: str, kind: str) -> None:
    """Refuse a role that can't be assumed, or not yet (pulumi/pulumi-aws#1697)."""
    found = neighbours.role(arn)
    if found is not None:
        age = utc_now().timestamp() - found.create_date.replace(tzinfo=utc_now().tzinfo).timestamp()
        if neighbours.trusts(found, principal) and age >= region.settings.role_propagation_seconds:
            return
    raise invalid(f"Error in assuming {kind} {arn}")


def _instance(region: Region, instance: Record) -> Record:
    cpu, memory = _units(instance["Cpu"], "vCPU"), _units(instance["Memory"], "GB")
    if memory not in MEMORY.get(cpu, ()):
        raise invalid(f"Invalid combination: Cpu {instance['Cpu']}, Memory {instance['Memory']}")
    if arn := instance.get("InstanceRoleArn"):
        _check_role(region, arn, "tasks.apprunner.amazonaws.com", "instance role")
    return {**instance, "Cpu": cpu, "Memory": memory}


def _units(value: str, unit: str) -> str:
    """Return a size as the API returns it: vCPU and GB in 1024ths."""
    return str(int(float(value.removesuffix(unit)) * 1024)) if value.endswith(unit) else value


def _network(region: Region, network: Record) -> Record:
    egress = network["EgressConfiguration"]
    arn = egress.get("VpcConnectorArn")
    if (egress.get("EgressType") == "VPC") != bool(arn):
        raise invalid("VpcConnectorArn must be given with EgressType VPC, and only then.")
    if arn and (arn not in region.connectors or region.connectors[arn]["Status"] != "ACTIVE"):
        raise invalid(f"VPC connector not found: {arn}")
    # The SDK for Go, and so the Terraform provider, leaves a false out of the request.
    ingress = {"IsPubliclyAccessible": False, **network["IngressConfiguration"]}
    return {**network, "IngressConfiguration": ingress}


def _observability(region: Region, chosen: Record) -> Record:
    arn = chosen.get("ObservabilityConfigurationArn")
    if not chosen["ObservabilityEnabled"]:
        return {"ObservabilityEnabled": False}
    if arn not in region.observability:
        raise invalid(f"Observability configuration not found: {arn}")
    return chosen


def _deploy(service: Service) -> str | None:
    """Pull and start what the service names; return why that fails, if it does."""
    source = service.record["SourceConfiguration"]
    region = service.region
    instance_role = service.record["InstanceConfiguration"].get("InstanceRoleArn")
    image = source.get("ImageRepository", {})
    secrets = runtime_values(source).get("RuntimeEnvironmentSecrets") or {}
    for name, reference in sorted(secrets.items()):
        arn = ":".join(reference.split(":")[:7])
        action = "ssm:GetParameters" if ":ssm:" in arn else "secretsmanager:GetSecretValue"
        if not (instance_role and neighbours.allows(instance_role, action, arn)):
            return f"the instance role may not read {name} ({action} on {arn})"
    if image.get("ImageRepositoryType") == "ECR":
        found = current_digest(image["ImageIdentifier"])
        if found is None:
            return f"image not found: {image['ImageIdentifier']}"
        if not _may_pull(source, "ecr:BatchGetImage"):
            return "the access role may not pull the image"
        service.digest = found
    service.log("application", f"started, account {region.account_id}")
    return None


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
    """Return which digest an image identifier means now."""
    named = ECR.fullmatch(identifier)
    assert named is not None
    return neighbours.digest(
        named["account_id"], named["region"], named["repository"], named["reference"] or "latest"
    )


def deploy_pushed(region: Region, service: Service) -> None:
    """Deploy a push of the tag where that is on.

    Never for another region's registry (aws/apprunner-roadmap#254), nor where the access role may not
    describe images (aws/aws-cdk#26640).
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
        service.start("START_DEPLOYMENT", _deployment(service))


def _deployment(service: Service) -> Callable[[str | None], tuple[str, str]]:
    before = service.digest

    def finish(reason: str | None) -> tuple[str, str]:
        if reason or (reason := _deploy(service)):
            service.digest = before
            service.log("service", f"[AppRunner] Deployment rolled back: {reason}")
            return "ROLLBACK_SUCCEEDED", "RUNNING"
        return "SUCCEEDED", "RUNNING"

    return finish


@operation
def start_deployment(region: Region, request: Record) -> Record:
    """Deploy what the source holds now."""
    service = present(region, request["ServiceArn"])
    status = service.record["Status"]
    if status != "RUNNING":
        # The model gives this operation no InvalidStateException.
        raise invalid(f"Service cannot be deployed in its current state: {status}")
    return {"OperationId": service.start("START_DEPLOYMENT", _deployment(service))}


def _simple(after: str, otherwise: str) -> Callable[[str | None], tuple[str, str]]:
    return lambda reason: ("FAILED", otherwise) if reason else ("SUCCEEDED", after)


@operation
def pause_service(region: Region, request: Record) -> Record:
    """Pause a service."""
    service = running(region, request["ServiceArn"])
    identifier = service.start("PAUSE_SERVICE", _simple("PAUSED", "RUNNING"))
    return {"Service": service.described(), "OperationId": identifier}


@operation
def resume_service(region: Region, request: Record) -> Record:
    """Let a paused service go on."""
    service = running(region, request["ServiceArn"], "PAUSED")
    identifier = service.start("RESUME_SERVICE", _simple("RUNNING", "PAUSED"))
    return {"Service": service.described(), "OperationId": identifier}


@operation
def delete_service(region: Region, request: Record) -> Record:
    """Delete a service; its log groups stay."""
    service = running(region, request["ServiceArn"], "RUNNING", "PAUSED", "CREATE_FAILED", "DELETE_FAILED")
    attached = [
        item
        for item in region.ingress.values()
        if item["ServiceArn"] == service.arn and item["Status"] != "DELETED"
    ]
    if attached:
        raise invalid("The service has VPC ingress connections; delete them first.")
    simple = _simple("DELETED", "DELETE_FAILED")

    def finish(reason: str | None) -> tuple[str, str]:
        if not reason:
            service.domains.clear()
            service.record["DeletedAt"] = utc_now()
        return simple(reason)

    identifier = service.start("DELETE_SERVICE", finish)
    return {"Service": service.described(), "OperationId": identifier}


@operation
def describe_service(region: Region, request: Record) -> Record:
    """Describe a service; one that was deleted says so."""
    service = region.services.get(request["ServiceArn"])
    if service is None:
        raise missing(request["ServiceArn"])
    return {"Service": service.described()}


@operation
def list_services(region: Region, request: Record) -> Record:
    """List services."""
    items = [item.described() for item in region.services.values() if item.record["Status"] != "DELETED"]
    return page(request, items, "ServiceSummaryList")


@operation
def list_operations(region: Region, request: Record) -> Record:
    """List what was done to a service, latest first."""
    service = region.services.get(request["ServiceArn"])
    if service is None:
        raise missing(request["ServiceArn"])
    return page(request, service.operations, "OperationSummaryList")


def tick(region: Region) -> None:
    """Let time pass for every service."""
    for service in list(region.services.values()):
        domains.validate(region, service)
        deploy_pushed(region, service)
