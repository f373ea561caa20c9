"""The settings of a service: their defaults, and the checks of a request that changes them."""

from __future__ import annotations

import re

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner import observability, scaling
from cdktf_apprunner_tools.sandbox.apprunner.deployments import ECR
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region
from cdktf_apprunner_tools.sandbox.apprunner.service import runtime_values
from cdktf_apprunner_tools.sandbox.errors import invalid

MAX_PORT = 65535
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
"""https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html"""
SECRET = re.compile(
    r"arn:[^:]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+-[A-Za-z0-9]{6}(:[^:]*(:[^:]*(:[^:]*)?)?)?"
)
"""The full ARN; six characters end it (text of ``RuntimeEnvironmentSecrets`` in botocore's model)."""
PARAMETER = re.compile(
    r"arn:[^:]+:ssm:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):parameter/.+|[A-Za-z0-9_./-]+"
)
"""A full ARN or, in the service's region, a name (the same text)."""


def public(record: Record) -> bool:
    """Whether the internet reaches a service."""
    return bool(record["NetworkConfiguration"]["IngressConfiguration"]["IsPubliclyAccessible"])


def configuration_source(record: Record) -> str | None:
    """Return where the configuration of source code is: in the request or in a file beside the code."""
    code = record["SourceConfiguration"].get("CodeRepository") or {}
    found: str | None = (code.get("CodeConfiguration") or {}).get("ConfigurationSource")
    return found


def apply(region: Region, record: Record, request: Record) -> None:
    """Check the settings of a request and write them to the record."""
    if (source := request.get("SourceConfiguration")) is not None:
        record["SourceConfiguration"] = _source(region, record["SourceConfiguration"], source)
    instance = {**record["InstanceConfiguration"], **(request.get("InstanceConfiguration") or {})}
    record["InstanceConfiguration"] = _instance(region, instance)
    if check := request.get("HealthCheckConfiguration"):
        record["HealthCheckConfiguration"] = {**record["HealthCheckConfiguration"], **check}
    if network := request.get("NetworkConfiguration"):
        record["NetworkConfiguration"] = _network(region, {**record["NetworkConfiguration"], **network})
    if arn := request.get("AutoScalingConfigurationArn"):
        found = scaling.REVISIONS.usable(region.scaling, arn)
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
        _check_runtime(region, runtime_values(source))
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
        older = (before.get("CodeRepository") or {}).get("CodeConfiguration")
        if not (code.get("CodeConfiguration") or older):
            raise invalid("CodeConfiguration is required to create a service.")
        source["CodeRepository"] = {"SourceDirectory": "/", "CodeConfiguration": older, **code}
        values = runtime_values(source)
        values.update(_kept(region, before, values))
        _check_runtime(region, values)
    return source


def _kept(region: Region, before: Record, chosen: Record) -> Record:
    """Add the older variables and secrets to the chosen values, unless their absence clears them."""
    older = {} if region.settings.absent_maps_clear else runtime_values(before)
    maps = ("RuntimeEnvironmentVariables", "RuntimeEnvironmentSecrets")
    return {**{key: older[key] for key in maps if key in older}, **chosen}


def _check_runtime(region: Region, values: Record) -> None:
    """Check port, names and secrets, which botocore's model describes only in its text."""
    port = values.get("Port", "8080")
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= MAX_PORT):
        raise invalid(f"Port {port} is invalid; it must be a number from 1 to {MAX_PORT}.")
    secrets = values.get("RuntimeEnvironmentSecrets") or {}
    for name in [*(values.get("RuntimeEnvironmentVariables") or {}), *secrets]:
        if name.startswith("AWSAPPRUNNER"):
            raise invalid(f"{name}: keys with a prefix of AWSAPPRUNNER are reserved.")
        if not name or re.search(r"[=\0]", name):  # an environment can't hold such a name
            raise invalid(f"{name!r} isn't a valid name of an environment variable.")
    for name, reference in secrets.items():
        parameter = PARAMETER.fullmatch(reference)
        if not (SECRET.fullmatch(reference) or parameter):
            raise invalid(f"{name}: {reference} isn't the full ARN of a secret or a parameter.")
        # "cross account referencing of … Parameter Store parameter is not supported": the same text
        if parameter and parameter["account"] not in (None, region.account_id):
            raise invalid(f"{name}: {reference} is in another account.")


def _image(region: Region, before: Record, image: Record) -> Record | None:
    """Return the configuration of an image, or ``None`` if it has none."""
    chosen = _kept(region, before, image.get("ImageConfiguration") or {})
    return {"Port": "8080", **chosen} if chosen else None


def _check_image(region: Region, source: Record) -> bool:
    """Check the registry and the role; return whether automatic deployments are on.

    Rules: https://docs.aws.amazon.com/apprunner/latest/api/API_SourceConfiguration.html and
    hashicorp/terraform-provider-aws#24531
    """
    image = source["ImageRepository"]
    asked = source.get("AutoDeploymentsEnabled")
    authentication = source.get("AuthenticationConfiguration") or {}
    if image["ImageRepositoryType"] == "ECR_PUBLIC":
        if authentication:
            raise invalid("AuthenticationConfiguration isn't allowed for an ECR Public image repository.")
        if asked:
            raise invalid(
                "App Runner doesn't support automatic deployments for an image in an ECR Public repository."
            )
        return False
    named = ECR.fullmatch(image["ImageIdentifier"])
    if named is None:
        raise invalid(f"Invalid image identifier: {image['ImageIdentifier']}")
    own = named["account_id"] == region.account_id
    if asked and not own:
        raise invalid(
            "App Runner doesn't support automatic deployments for an image in another account's repository."
        )
    arn = authentication.get("AccessRoleArn")
    if not arn:
        raise invalid("AccessRoleArn is required for an ECR image repository.")
    _check_role(region, arn, "build.apprunner.amazonaws.com", "access role")
    return own if asked is None else bool(asked)


def _check_role(region: Region, arn: str, principal: str, kind: str) -> None:
    """Refuse a role that can't be assumed, or that is too new (pulumi/pulumi-aws#1697)."""
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
    """Return a size as the API returns it: one vCPU or GB is 1024."""
    return str(int(float(value.removesuffix(unit)) * 1024)) if value.endswith(unit) else value


def _network(region: Region, network: Record) -> Record:
    egress = network["EgressConfiguration"]
    arn = egress.get("VpcConnectorArn")
    if (egress.get("EgressType") == "VPC") != bool(arn):
        raise invalid("VpcConnectorArn must be given with EgressType VPC, and only then.")
    if arn and (arn not in region.connectors or region.connectors[arn]["Status"] != "ACTIVE"):
        raise invalid(f"VPC connector not found: {arn}")
    # The SDK for Go, which the Terraform provider uses, leaves false values out of the request.
    ingress = {"IsPubliclyAccessible": False, **network["IngressConfiguration"]}
    # "Your App Runner service will default to support only IPv4": CloudFormation's reference,
    # AWS::AppRunner::Service NetworkConfiguration, of private services
    kind = network["IpAddressType"] if ingress["IsPubliclyAccessible"] else "IPV4"
    return {**network, "IngressConfiguration": ingress, "IpAddressType": kind}


def _observability(region: Region, chosen: Record) -> Record:
    if not chosen["ObservabilityEnabled"]:
        return {"ObservabilityEnabled": False}
    if (arn := chosen.get("ObservabilityConfigurationArn")) is None:
        raise invalid("ObservabilityConfigurationArn is required when ObservabilityEnabled is true.")
    found = observability.REVISIONS.usable(region.observability, arn)
    return {**chosen, "ObservabilityConfigurationArn": found["ObservabilityConfigurationArn"]}
