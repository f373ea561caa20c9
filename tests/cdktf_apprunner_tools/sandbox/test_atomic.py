"""A call that fails in the middle changes nothing: every operation, with every neighbour broken in turn."""

import inspect
import itertools

import pytest
from moto.backends import get_backend

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.model import service_model
from tests.support.account import ACCOUNT, REGION
from tests.support.deployment import trust
from tests.support.direct import Direct, Refused
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow
NEIGHBOURS = [
    name
    for name, one in inspect.getmembers(neighbours, inspect.isfunction)
    if one.__module__ == neighbours.__name__ and not name.startswith("_")
]
NUMBERS = itertools.count()
"""Roles are those of all worlds: moto keeps them in this process."""
TAGS = [{"Key": "a", "Value": "b"}]
SCALING = "AutoScalingConfigurationArn"
PRIVATE = {
    "NetworkConfiguration": {
        "IngressConfiguration": {"IsPubliclyAccessible": False},
        "EgressConfiguration": {"EgressType": "DEFAULT"},
    }
}


class World:
    """An account with one resource of each kind."""

    def __init__(self):
        self.call = call = Direct()
        ec2 = get_backend("ec2")[ACCOUNT][REGION]
        self.subnet = next(name for zone in ec2.subnets.values() for name in zone)
        self.vpc = ec2.get_subnet(self.subnet).vpc_id
        name = f"com.amazonaws.{REGION}.apprunner.requests"
        self.endpoints = [ec2.create_vpc_endpoint(self.vpc, name, "Interface", None, []).id for _ in range(2)]
        self.key = get_backend("kms")[ACCOUNT][REGION].create_key("", "", "", "", [], False).arn
        self.role = (
            get_backend("iam")[ACCOUNT]["aws"]
            .create_role(f"instance{next(NUMBERS)}", trust("tasks.apprunner"), "/", None, "", {}, 3600)
            .arn
        )
        self.service, self.paused, self.private, self.hidden = (
            call("CreateService", ServiceName=name, SourceConfiguration=HELLO_SOURCE, **more)["Service"][
                "ServiceArn"
            ]
            for name, more in (("runs", {}), ("paused", {}), ("private", PRIVATE), ("hidden", PRIVATE))
        )
        call.tick()
        call("PauseService", ServiceArn=self.paused)
        call("AssociateCustomDomain", ServiceArn=self.service, DomainName="a.example.com")
        self.scaling = call("CreateAutoScalingConfiguration", AutoScalingConfigurationName="scaling")[
            "AutoScalingConfiguration"
        ][SCALING]
        self.observability = call(
            "CreateObservabilityConfiguration", ObservabilityConfigurationName="traces"
        )["ObservabilityConfiguration"]["ObservabilityConfigurationArn"]
        self.connection = call("CreateConnection", ConnectionName="github", ProviderType="GITHUB")[
            "Connection"
        ]["ConnectionArn"]
        self.connector = call("CreateVpcConnector", VpcConnectorName="egress", Subnets=[self.subnet])[
            "VpcConnector"
        ]["VpcConnectorArn"]
        self.ingress = self.connect("ingress", self.private, 0)["VpcIngressConnection"][
            "VpcIngressConnectionArn"
        ]
        call.tick()

    def network(self, number):
        return {"VpcId": self.vpc, "VpcEndpointId": self.endpoints[number]}

    def connect(self, name, service, number):
        return self.call(
            "CreateVpcIngressConnection",
            ServiceArn=service,
            VpcIngressConnectionName=name,
            IngressVpcConfiguration=self.network(number),
            Tags=TAGS,
        )

    def described(self):
        """Return everything that the API tells, and what is still to come."""
        call = self.call
        regions = call.application.regions.values()
        arns = [item["ServiceArn"] for item in call("ListServices")["ServiceSummaryList"]]
        return (
            [call("DescribeService", ServiceArn=arn) for arn in arns],
            [call("ListOperations", ServiceArn=arn) for arn in arns],
            [call("DescribeCustomDomains", ServiceArn=arn) for arn in arns],
            [call(f"List{kind}") for kind in ("Connections", "VpcConnectors", "VpcIngressConnections")],
            [
                call(f"List{kind}Configurations", LatestOnly=False)
                for kind in ("AutoScaling", "Observability")
            ],
            call("DescribeVpcIngressConnection", VpcIngressConnectionArn=self.ingress),
            [(key, value) for region in regions for key, value in region.tags.items() if value],
            [len(region.due) for region in regions],
        )


CALLS = {
    "CreateService": lambda w: {
        "ServiceName": "another",
        "SourceConfiguration": HELLO_SOURCE,
        "EncryptionConfiguration": {"KmsKey": w.key},
        "InstanceConfiguration": {"InstanceRoleArn": w.role},
        "Tags": TAGS,
        "NetworkConfiguration": {
            "EgressConfiguration": {"EgressType": "VPC", "VpcConnectorArn": w.connector}
        },
    },
    "UpdateService": lambda w: {
        "ServiceArn": w.service,
        "HealthCheckConfiguration": {"Interval": 7},
        "InstanceConfiguration": {"Cpu": "256", "Memory": "512", "InstanceRoleArn": w.role},
        SCALING: w.scaling,
    },
    "PauseService": lambda w: {"ServiceArn": w.service},
    "ResumeService": lambda w: {"ServiceArn": w.paused},
    "DeleteService": lambda w: {"ServiceArn": w.service},
    "StartDeployment": lambda w: {"ServiceArn": w.service},
    "AssociateCustomDomain": lambda w: {"ServiceArn": w.service, "DomainName": "b.example.com"},
    "DisassociateCustomDomain": lambda w: {"ServiceArn": w.service, "DomainName": "a.example.com"},
    "CreateConnection": lambda w: {"ConnectionName": "more", "ProviderType": "GITHUB", "Tags": TAGS},
    "DeleteConnection": lambda w: {"ConnectionArn": w.connection},
    "CreateVpcConnector": lambda w: {"VpcConnectorName": "more", "Subnets": [w.subnet], "Tags": TAGS},
    "DeleteVpcConnector": lambda w: {"VpcConnectorArn": w.connector},
    "CreateVpcIngressConnection": lambda w: {
        "ServiceArn": w.hidden,
        "VpcIngressConnectionName": "more",
        "IngressVpcConfiguration": w.network(1),
        "Tags": TAGS,
    },
    "UpdateVpcIngressConnection": lambda w: {
        "VpcIngressConnectionArn": w.ingress,
        "IngressVpcConfiguration": w.network(1),
    },
    "DeleteVpcIngressConnection": lambda w: {"VpcIngressConnectionArn": w.ingress},
    "CreateAutoScalingConfiguration": lambda w: {"AutoScalingConfigurationName": "scaling", "Tags": TAGS},
    "DeleteAutoScalingConfiguration": lambda w: {SCALING: w.scaling},
    "UpdateDefaultAutoScalingConfiguration": lambda w: {SCALING: w.scaling},
    "CreateObservabilityConfiguration": lambda w: {"ObservabilityConfigurationName": "traces", "Tags": TAGS},
    "DeleteObservabilityConfiguration": lambda w: {"ObservabilityConfigurationArn": w.observability},
    "TagResource": lambda w: {"ResourceArn": w.service, "Tags": TAGS},
    "UntagResource": lambda w: {"ResourceArn": w.service, "TagKeys": ["a"]},
}


@pytest.mark.parametrize("operation", CALLS)
def test_each_call_changes_something_when_nothing_breaks(operation):
    """Otherwise the next test would compare nothing."""
    world = World()
    if operation == "UntagResource":
        world.call("TagResource", ResourceArn=world.service, Tags=TAGS)
    before = world.described()
    world.call(operation, **CALLS[operation](world))
    assert world.described() != before


def used(operation):
    """Return the neighbours that an operation calls."""
    world, names = World(), set()

    def spy(name, function):
        def call(*given, **named):
            names.add(name)
            return function(*given, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in NEIGHBOURS:
            patch.setattr(neighbours, name, spy(name, getattr(neighbours, name)))
        world.call(operation, **CALLS[operation](world))
    return sorted(names)


@pytest.mark.parametrize("operation", CALLS)
def test_a_call_that_fails_changes_nothing(operation):
    """An operation may also succeed without a neighbour: an event or a log line is lost."""
    world = World()
    for broken in used(operation):
        before = world.described()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(neighbours, broken, lambda *_, **__: 1 / 0)
            try:
                world.call(operation, **CALLS[operation](world))
            except Refused:
                assert world.described() == before, broken
            else:
                world = World()


@pytest.mark.parametrize("operation", [name for name in CALLS if name.startswith("Create")])
def test_too_many_tags_change_nothing(operation):
    world = World()
    before = world.described()
    tags = [{"Key": f"k{number}", "Value": ""} for number in range(51)]
    with pytest.raises(Refused, match="InvalidRequestException"):
        world.call(operation, **{**CALLS[operation](world), "Tags": tags})
    assert world.described() == before


def test_every_operation_that_changes_something_is_here():
    assert set(CALLS) == {
        name for name in service_model().operation_names if not name.startswith(("Describe", "List"))
    }
