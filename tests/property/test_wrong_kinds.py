"""Values of any type for any argument: accepted, or refused by name; never a traceback."""

import inspect
import itertools
import math
import re

import pytest
from attrs import has
from cdktf import App, TerraformStack

import cdktf_apprunner
from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AppRunnerService,
    AutoScaling,
    AutoScalingConfiguration,
    CodeRepository,
    ConfigurationError,
    Connection,
    ContainerRegistry,
    CustomDomain,
    EcrImage,
    EcrPublicImage,
    HealthCheck,
    IngressEndpoint,
    Instance,
    Latency,
    LogErrors,
    LogRetention,
    PrivateIngress,
    Problem,
    Secret,
    Threshold,
    VpcConnector,
    aws,
    collect_problems,
)
from cdktf_apprunner.environments import (
    Environment,
    LocalState,
    Permission,
    Production,
    Registry,
    S3State,
    TerraformCloud,
    Vpc,
)
from cdktf_apprunner.environments._stacks import create_service

PLACE = {"region": "eu-west-1", "account_id": "111122223333", "backend": LocalState()}
NETWORK = {"vpc_id": "vpc-0a1b2c3d", "subnet_ids": ["subnet-0a1b2c3d"]}
VALUES = {
    AlarmTopic: {},
    Alarms: {"topic": "arn:aws:sns:eu-west-1:111122223333:ops"},
    AutoScaling: {},
    CodeRepository: {
        "repository_url": "https://github.com/acme/shop",
        "connection": "acme",
        "runtime": "PYTHON_311",
    },
    CustomDomain: {"domain_name": "app.example.com", "zone_name": "example.com"},
    EcrImage: {"repository": "shop", "tag": "v1"},
    EcrPublicImage: {"identifier": "public.ecr.aws/acme/shop:v1"},
    Environment: {"name": "qa", **PLACE, "image": EcrImage("shop", tag="v1")},
    HealthCheck: {},
    Instance: {},
    Latency: {"warning": 1, "critical": 5},
    LogErrors: {"warning": 1, "critical": 5},
    LogRetention: {},
    Permission: {"actions": ["s3:GetObject"], "resources": ["*"]},
    PrivateIngress: {"vpc_id": "vpc-0a1b2c3d", "vpc_endpoint_id": "vpce-0a1b2c3d"},
    Production: {},
    Registry: {"repository_name": "shop", **PLACE},
    S3State: {"bucket": "acme", "key": "shop", "region": "eu-west-1"},
    Secret: {"arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf"},
    TerraformCloud: {"organization": "acme", "workspace": "shop"},
    Threshold: {"warning": 1, "critical": 5},
    Vpc: NETWORK,
}
CONSTRUCTS = {
    AppRunnerService: {"service_name": "shop", "source": EcrImage("shop", tag="v1")},
    AutoScalingConfiguration: {"configuration_name": "shared"},
    Connection: {"connection_name": "acme"},
    ContainerRegistry: {"repository_name": "shop"},
    IngressEndpoint: NETWORK,
    VpcConnector: {"connector_name": "shop", **NETWORK},
}
"""The required arguments of each class."""
SETTINGS = {
    AlarmTopic: lambda topic: {"alarms": Alarms(topic=topic)},
    Alarms: lambda alarms: {"alarms": alarms},
    AutoScaling: lambda scaling: {"scaling": scaling},
    CodeRepository: lambda code: {"image": code},
    CustomDomain: lambda domain: {"domains": [domain]},
    EcrImage: lambda image: {"image": image},
    EcrPublicImage: lambda image: {"image": image},
    HealthCheck: lambda check: {"health_check": check},
    Instance: lambda instance: {"instance": instance},
    Latency: lambda latency: {"alarms": Alarms(**VALUES[Alarms], latency=latency)},
    LogErrors: lambda errors: {"alarms": Alarms(**VALUES[Alarms], log_errors=errors)},
    LogRetention: lambda retention: {"log_retention": retention},
    Permission: lambda permission: {"permissions": [permission]},
    PrivateIngress: lambda ingress: {"private_ingress": ingress},
    Secret: lambda secret: {"secrets": {"A": secret}},
    Threshold: lambda threshold: {"alarms": Alarms(**VALUES[Alarms], no_instances=threshold)},
    Vpc: lambda vpc: {"vpc": vpc},
}
"""The settings of an environment with such a value."""
TOGETHER = {"connection_arn": "connection", "json_key": "arn", "version_stage": "arn"}
"""The other argument that a problem may name instead."""
ANYTHING = (
    None,
    *(0, 5, -1, 3.5, math.nan, True),
    *("", "x", "/%{x", "https://github.com/%{a}/b", "x" * 5000, b"x"),
    *([], [None], [5], ["x"], ["%{x"], ["x", None], (), set()),
    *({}, {"a": None}, {"a": "%{x"}, {5: 5}, {None: "a"}),
    *(object(), print, LocalState(), EcrImage("shop", tag="v1"), Instance()),
)


def arguments(classes):
    """Return each argument of each class."""
    return [
        pytest.param(each, name, id=f"{each.__name__}.{name}")
        for each in classes
        for name in inspect.signature(each.__init__).parameters
        if name not in ("self", "scope", "id")
    ]


def check(make, name):
    """Call the maker; a refusal names the argument, and has no problem twice."""
    found = ()
    try:
        make()
    except ConfigurationError as error:
        found = error.problems
    assert len(set(map(str, found))) == len(found)
    named = {problem.field.partition("[")[0] for problem in found}
    assert not named or named & {name, TOGETHER.get(name)}, found


def test_no_class_is_left_out():
    public = {getattr(cdktf_apprunner, name) for name in cdktf_apprunner.__all__}
    values = {each for each in public if isinstance(each, type) and has(each)}
    constructs = {each for each in public if hasattr(each, "is_construct")}
    assert values - {Problem} <= set(VALUES)
    assert constructs == set(CONSTRUCTS)


@pytest.mark.parametrize(("kind", "name"), arguments(VALUES))
def test_values(kind, name):
    kind(**VALUES[kind])
    for given in ANYTHING:
        check(lambda given=given: kind(**{**VALUES[kind], name: given}), name)


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """One stack for all cases, synthesized at the end."""
    outdir = tmp_path_factory.mktemp("out")
    app = App(outdir=str(outdir), skip_validation=True)
    made = TerraformStack(app, "all")
    aws.AwsProvider(made, "aws", region="eu-west-1")
    yield made
    app.synth()
    text = "".join(path.read_text(encoding="utf-8") for path in outdir.rglob("cdk.tf.json"))
    assert "%%{x" in text
    assert re.findall(r".*(?<!%)%\{.*", text) == []  # Terraform reads %{ as a directive


NUMBERS = itertools.count()


@pytest.mark.parametrize(("kind", "name"), arguments(CONSTRUCTS))
def test_constructs(stack, kind, name):
    kind(stack, f"case{next(NUMBERS)}", **CONSTRUCTS[kind])
    for given in ANYTHING:
        wrong = {**CONSTRUCTS[kind], name: given}
        check(lambda wrong=wrong: kind(stack, f"case{next(NUMBERS)}", **wrong), name)


@pytest.mark.parametrize(("kind", "name"), arguments([Environment, *SETTINGS]))
def test_accepted_values_can_be_synthesized(stack, kind, name):
    for given in ANYTHING:
        with collect_problems() as problems:
            made = kind(**{**VALUES[kind], name: given})
            if kind is not Environment:
                made = Environment(**{**VALUES[Environment], **SETTINGS[kind](made)})
        if not problems:
            construct = TerraformStack(stack.node.root, f"stack{next(NUMBERS)}")
            aws.AwsProvider(construct, "aws", region="eu-west-1")
            create_service(construct, made, made.image)
