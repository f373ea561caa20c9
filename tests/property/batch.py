"""Many accepted environments at once, checked by Terraform, botocore's models and the local AWS."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from werkzeug.test import Client

from cdktf_apprunner import aws
from cdktf_apprunner.environments._stacks import create_service
from cdktf_apprunner.terraform import AWS_PROVIDER
from cdktf_apprunner_tools.sandbox import model
from cdktf_apprunner_tools.sandbox.api import Application
from cdktf_apprunner_tools.sandbox.apprunner import Region, connections, scaling
from cdktf_apprunner_tools.sandbox.errors import ApiError
from cdktf_apprunner_tools.sandbox.settings import Settings
from cdktf_apprunner_tools.terraform import Terraform
from tests.property.api import ARNS, Configuration, loads
from tests.property.cases import CONNECTION, CONNECTOR, SHARED_SCALING, Case
from tests.support.account import ACCOUNT, REGION
from tests.support.models import shape

ORDER = (
    "CreateConnection",
    "CreateAutoScalingConfiguration",
    "CreateObservabilityConfiguration",
    "CreateVpcConnector",
    "CreateService",
    "CreateVpcIngressConnection",
    "AssociateCustomDomain",
)
MADE = re.compile(r'"(?:\w+Arn)": ?"(arn:aws:apprunner:[^"]+)"')
AUTHORIZATION = f"AWS4-HMAC-SHA256 Credential=fuzz/20261101/{REGION}/apprunner/aws4_request"


class Judges:
    """Terraform in an initialised folder, botocore's models, and the local AWS."""

    def __init__(self, folder: Path) -> None:
        self.terraform = Terraform(folder)
        provider = {"source": "hashicorp/aws", "version": AWS_PROVIDER}
        (folder / "cdk.tf.json").write_text(
            json.dumps({"terraform": {"required_providers": {"aws": provider}}}), encoding="utf-8"
        )
        self.terraform.init()

    def rejections(self, cases: list[Case]) -> list[str]:
        """Return the rejections of accepted environments."""
        text = synthesize(cases, self.terraform.folder / "synth")
        configuration = loads(text)
        return [
            *self._validate(text),
            *(found for number, case in enumerate(cases) for found in _judge(configuration, number, case)),
        ]

    def _validate(self, text: str) -> list[str]:
        (self.terraform.folder / "cdk.tf.json").write_text(text, encoding="utf-8")
        found = self.terraform.validate()
        return [
            f"terraform: {item['summary']}: {item['detail']} {(item.get('snippet') or {}).get('context')}"
            for item in found["diagnostics"]
        ]


def synthesize(cases: list[Case], outdir: Path) -> str:
    """Return one stack with the service of every environment."""
    from cdktf import App, TerraformStack  # after the library, which starts Node
    from constructs import Construct

    app = App(outdir=str(outdir), skip_validation=True)
    stack = TerraformStack(app, "batch")
    aws.AwsProvider(stack, "aws", region=REGION)
    for number, case in enumerate(cases):
        assert case.environment is not None
        create_service(Construct(stack, f"case{number}"), case.environment, case.environment.image)
    stack.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)
    app.synth()
    made = json.loads((outdir / "stacks" / "batch" / "cdk.tf.json").read_text(encoding="utf-8"))
    made["terraform"]["backend"] = {"local": {}}
    return json.dumps(made)


def _judge(configuration: Configuration, number: int, case: Case) -> Iterator[str]:
    assert case.environment is not None
    requests = list(configuration.requests(case.environment.default_tags, rf"case{number}_"))
    for address, service, operation, request in requests:
        try:
            model.check(shape(service, operation), request)
        except ApiError as error:
            yield f"{service} {operation} {address}: {error.message}"
    own = sorted((item for item in requests if item[1] == "apprunner"), key=lambda item: ORDER.index(item[2]))
    yield from _local_aws([(operation, request) for _, _, operation, request in own], case)


def _local_aws(requests: list[tuple[str, dict[str, Any]]], case: Case) -> Iterator[str]:
    """Send the requests to a local AWS that has everything they name."""
    application = Application(Settings(account_id=ACCOUNT, operation_seconds=0))
    client = Client(application)
    real: dict[str, str] = {}
    _share(application.region(ACCOUNT, REGION))
    with (
        _everything_there(),
        mock.patch("cdktf_apprunner_tools.sandbox.registries.shared", return_value=True),
    ):
        for operation, request in requests:
            body = json.dumps(request)
            for placeholder, arn in real.items():
                body = body.replace(placeholder, arn)
            answer = client.post(
                "/",
                data=body,
                headers={"X-Amz-Target": f"AppRunner.{operation}", "Authorization": AUTHORIZATION},
            )
            if answer.status_code != 200:
                yield f"local AWS {operation}: {answer.get_data(as_text=True)} for {body[:2000]}"
                return
            real |= _made(answer.get_data(as_text=True))
            if operation == "CreateConnection":
                connections.complete_handshake(application.regions.values(), request["ConnectionName"])
            application.tick()
        failed = [
            item
            for item in application.region(ACCOUNT, REGION).services.values()
            if item.record["Status"] != "RUNNING"
        ]
        yield from (f"local AWS: {item.record['ServiceName']} is {item.record['Status']}" for item in failed)


def _share(region: Region) -> None:
    """Create in the local AWS what environments may name by ARN."""
    region.connectors[CONNECTOR] = {
        "VpcConnectorArn": CONNECTOR,
        "VpcConnectorName": "shared",
        "SecurityGroups": ["sg-shared"],
        "Status": "ACTIVE",
    }
    region.connections[CONNECTION] = {
        "ConnectionArn": CONNECTION,
        "ConnectionName": "shared",
        "Status": "AVAILABLE",
    }
    region.scaling[SHARED_SCALING] = {
        **scaling.default(region),
        "AutoScalingConfigurationArn": SHARED_SCALING,
        "AutoScalingConfigurationName": "shared",
        "IsDefault": False,
    }


def _made(answer: str) -> dict[str, str]:
    """Return the real ARN for the stand-in of each kind."""
    kinds = {arn.split(":")[5].partition("/")[0]: arn for arn in ARNS.values() if ":apprunner:" in arn}
    found = {}
    for arn in MADE.findall(answer):
        kind = arn.split(":")[5].partition("/")[0]
        if kind in kinds and "/DefaultConfiguration/" not in arn:
            found[kinds[kind]] = arn
    return found


def _everything_there() -> Any:
    """Patch the neighbours: nothing is missing, nothing is forbidden."""
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return mock.patch.multiple(
        "cdktf_apprunner_tools.sandbox.neighbours",
        digest=lambda *_: "sha256:" + "0" * 64,
        role=lambda _: SimpleNamespace(create_date=long_ago),
        trusts=lambda *_: True,
        allows=lambda *_: True,
        key_exists=lambda _: True,
        vpcs=lambda account_id, region, subnets, groups: dict.fromkeys([*subnets, *groups], "vpc"),
        ipv6_only=lambda *_: [],
        endpoint_vpc=lambda *_: mock.ANY,
        default_group=lambda *_: "sg-default",
        create_log_group=lambda *_: None,
        write_log=lambda *_: None,
        has_record=lambda *_: False,
        put_event=lambda *_: None,
        schedules=list,
    )
