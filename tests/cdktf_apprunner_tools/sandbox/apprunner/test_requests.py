"""Requests that App Runner refuses, and the same requests with one value changed that it accepts."""

import pytest

from tests.support.account import ACCOUNT, REGION
from tests.support.direct import Direct, Refused
from tests.support.images import HELLO_SOURCE

SECRETS = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:"
PARAMETERS = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/"
TAGS = [{"Key": f"key{number}", "Value": "x"} for number in range(51)]


@pytest.fixture(scope="module")
def call():
    return Direct()


def image(**configuration):
    repository = {**HELLO_SOURCE["ImageRepository"], "ImageConfiguration": configuration}
    return {"SourceConfiguration": {**HELLO_SOURCE, "ImageRepository": repository}}


def variables(name):
    return image(RuntimeEnvironmentVariables={name: "x"})


def secret(reference):
    return image(RuntimeEnvironmentSecrets={"PASSWORD": reference})


@pytest.mark.parametrize(
    ("refused", "accepted", "message"),
    [
        (image(Port="0"), image(Port="1"), "Port 0"),
        (image(Port="65536"), image(Port="65535"), "Port 65536"),
        (image(Port="web"), image(Port="8080"), "Port web"),
        (image(Port="80 "), image(Port="80"), "Port 80 "),
        (image(Port="²"), image(Port="2"), "Port"),
        (variables("AWSAPPRUNNER_X"), variables("AWS_APPRUNNER_X"), "reserved"),
        (variables("A=B"), variables("A_B"), "valid name"),
        (secret(f"{SECRETS}shop/prod"), secret(f"{SECRETS}shop/prod-AbCdEf"), "full ARN"),
        (secret("shop/prod:password::"), secret(f"{SECRETS}shop-AbCdEf:password::"), "full ARN"),
        (secret(f"{SECRETS}shop-AbCdEf:a:b:c:d"), secret(f"{SECRETS}shop-AbCdEf:a:b:c"), "full ARN"),
        (secret(PARAMETERS), secret(f"{PARAMETERS}shop"), "full ARN"),
        (secret(f"arn:aws:ssm:{REGION}:999999999999:parameter/shop"), secret("/shop/key"), "another account"),
        ({"Tags": TAGS}, {"Tags": TAGS[:50]}, "50 tags"),
        (
            {"ObservabilityConfiguration": {"ObservabilityEnabled": True}},
            {"ObservabilityConfiguration": {"ObservabilityEnabled": False}},
            "ObservabilityConfigurationArn is required",
        ),
        (
            {"InstanceConfiguration": {"Cpu": "0.25 vCPU", "Memory": "2 GB"}},
            {"InstanceConfiguration": {"Cpu": "0.25 vCPU", "Memory": "1 GB"}},
            "Invalid combination",
        ),
    ],
)
def test_services(call, refused, accepted, message):
    given = {"ServiceName": "shop", "SourceConfiguration": HELLO_SOURCE}
    with pytest.raises(Refused, match=f"InvalidRequestException: .*{message}"):
        call("CreateService", **{**given, **refused})
    assert call("ListServices")["ServiceSummaryList"] == []
    arn = call("CreateService", **{**given, **accepted})["Service"]["ServiceArn"]
    call("DescribeService", ServiceArn=arn)
    call.application.tick()
    call("DeleteService", ServiceArn=arn)
    call.application.tick()


@pytest.mark.parametrize(
    ("operation", "request_of", "quota"),
    [
        ("CreateAutoScalingConfiguration", lambda n: {"AutoScalingConfigurationName": f"name{n}"}, 10),
        ("CreateAutoScalingConfiguration", lambda _: {"AutoScalingConfigurationName": "same"}, 5),
        ("CreateObservabilityConfiguration", lambda n: {"ObservabilityConfigurationName": f"name{n}"}, 10),
        ("CreateObservabilityConfiguration", lambda _: {"ObservabilityConfigurationName": "same"}, 10),
        ("CreateConnection", lambda n: {"ConnectionName": f"name{n}", "ProviderType": "GITHUB"}, 10),
        ("CreateService", lambda n: {"ServiceName": f"name{n}", "SourceConfiguration": HELLO_SOURCE}, 30),
    ],
)
def test_quotas(operation, request_of, quota):
    call = Direct()
    for number in range(quota):
        call(operation, **request_of(number))
    with pytest.raises(Refused, match=f"^ServiceQuotaExceededException: .*{quota}"):
        call(operation, **request_of(quota))


@pytest.mark.parametrize(
    "operation",
    [
        ("CreateAutoScalingConfiguration", {"AutoScalingConfigurationName": "name"}),
        ("CreateObservabilityConfiguration", {"ObservabilityConfigurationName": "name"}),
        ("CreateConnection", {"ConnectionName": "name", "ProviderType": "GITHUB"}),
    ],
    ids=lambda given: given[0],
)
def test_too_many_tags_leave_nothing(operation):
    call = Direct()
    name, given = operation
    with pytest.raises(Refused, match="50 tags"):
        call(name, **given, Tags=TAGS)
    kind = name.removeprefix("Create")
    listed = call(f"List{kind}s")
    assert [item for item in listed[f"{kind}SummaryList"] if item[f"{kind}Name"] == "name"] == []


def test_a_health_check_keeps_the_members_that_an_update_leaves_out(call):
    given = {"Protocol": "HTTP", "Path": "/ready", "Interval": 9, "UnhealthyThreshold": 7}
    arn = call(
        "CreateService",
        ServiceName="kept",
        SourceConfiguration=HELLO_SOURCE,
        HealthCheckConfiguration=given,
    )["Service"]["ServiceArn"]
    call.tick()
    call("UpdateService", ServiceArn=arn, HealthCheckConfiguration={"Interval": 4})
    found = call("DescribeService", ServiceArn=arn)["Service"]["HealthCheckConfiguration"]
    assert found == {**given, "Interval": 4, "Timeout": 2, "HealthyThreshold": 1}
