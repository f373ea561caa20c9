"""`AppRunnerService`: every argument and default reaches the JSON; contradictions are refused."""

import re

import pytest

from cdktf_apprunner import (
    Alarms,
    AppRunnerService,
    AutoScaling,
    ConfigurationError,
    CustomDomain,
    EcrImage,
    HealthCheck,
    Instance,
    LogRetention,
    PrivateIngress,
    Rollout,
    Secret,
    VpcConnector,
)
from tests.support import services
from tests.support.account import KEY, PARAMETER, ROLE, SECRET
from tests.support.images import HELLO
from tests.support.services import web

BOUNDARY = "arn:aws:iam::111122223333:policy/boundary"
CONNECTOR = "arn:aws:apprunner:eu-west-1:111122223333:vpcconnector/shared/1/abc"
SHARED_SCALING = "arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/shared/1/abc"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:ops"
WEB_ACL = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1234"
INGRESS = PrivateIngress(vpc_id="vpc-0a1b2c3d", vpc_endpoint_id="vpce-0a1b2c3d")
IMAGE = ("source_configuration", "image_repository")
CONFIGURATION = (*IMAGE, "image_configuration")
NETWORK = ("network_configuration",)


def at(value, path):
    for key in path:
        value = value[key]
    return value


DEFAULTS = [
    (("service_name",), "shop"),
    ((*IMAGE, "image_identifier"), HELLO),
    ((*IMAGE, "image_repository_type"), "ECR_PUBLIC"),
    ((*CONFIGURATION, "port"), "8080"),
    ((*CONFIGURATION, "runtime_environment_variables"), {}),
    ((*CONFIGURATION, "runtime_environment_secrets"), {}),
    (("source_configuration", "auto_deployments_enabled"), False),
    (("instance_configuration", "cpu"), "1024"),
    (("instance_configuration", "memory"), "2048"),
    (("health_check_configuration", "protocol"), "TCP"),
    (("health_check_configuration", "interval"), 5),
    (("health_check_configuration", "timeout"), 2),
    (("health_check_configuration", "healthy_threshold"), 1),
    (("health_check_configuration", "unhealthy_threshold"), 5),
    ((*NETWORK, "egress_configuration"), {"egress_type": "DEFAULT"}),
    ((*NETWORK, "ingress_configuration"), {"is_publicly_accessible": True}),
    ((*NETWORK, "ip_address_type"), "IPV4"),
    (("observability_configuration",), {"observability_enabled": False}),
]


@pytest.fixture(scope="module")
def plain(synth):
    return synth(web)


@pytest.mark.parametrize(("path", "expected"), DEFAULTS)
def test_defaults_are_always_written(plain, path, expected):
    assert at(plain.one("aws_apprunner_service"), path) == expected


def test_ecr_public_sends_no_authentication(plain):
    assert "authentication_configuration" not in plain.one("aws_apprunner_service")["source_configuration"]
    assert "encryption_configuration" not in plain.one("aws_apprunner_service")


def test_default_scaling(plain):
    scaling = plain.one("aws_apprunner_auto_scaling_configuration_version")
    assert scaling == {
        "auto_scaling_configuration_name": "shop",
        "min_size": 1,
        "max_size": 25,
        "max_concurrency": 100,
        "lifecycle": {"create_before_destroy": True},
    }


ARGUMENTS = [
    ({"service_name": "other"}, ("service_name",), "other"),
    ({"port": 3000}, (*CONFIGURATION, "port"), "3000"),
    ({"start_command": "node server.js"}, (*CONFIGURATION, "start_command"), "node server.js"),
    ({"environment": {"A": "b"}}, (*CONFIGURATION, "runtime_environment_variables"), {"A": "b"}),
    ({"secrets": {"A": SECRET}}, (*CONFIGURATION, "runtime_environment_secrets"), {"A": SECRET}),
    (
        {"secrets": {"A": Secret.secrets_manager(SECRET, json_key="k", version_stage="AWSPREVIOUS")}},
        (*CONFIGURATION, "runtime_environment_secrets"),
        {"A": f"{SECRET}:k:AWSPREVIOUS:"},
    ),
    (
        {"secrets": {"A": Secret.parameter(PARAMETER)}},
        (*CONFIGURATION, "runtime_environment_secrets"),
        {"A": PARAMETER},
    ),
    ({"instance": Instance("2 vCPU", "6 GB")}, ("instance_configuration", "cpu"), "2048"),
    ({"instance": Instance("2 vCPU", "6 GB")}, ("instance_configuration", "memory"), "6144"),
    ({"instance_role_arn": ROLE}, ("instance_configuration", "instance_role_arn"), ROLE),
    (
        {
            "health_check": HealthCheck.http(
                "/up", interval=7, timeout=3, healthy_threshold=2, unhealthy_threshold=4
            )
        },
        ("health_check_configuration",),
        {
            "protocol": "HTTP",
            "path": "/up",
            "interval": 7,
            "timeout": 3,
            "healthy_threshold": 2,
            "unhealthy_threshold": 4,
        },
    ),
    ({"health_check": HealthCheck.tcp(interval=9)}, ("health_check_configuration", "interval"), 9),
    (
        {"vpc_connector": CONNECTOR},
        (*NETWORK, "egress_configuration"),
        {"egress_type": "VPC", "vpc_connector_arn": CONNECTOR},
    ),
    ({"private_ingress": INGRESS}, (*NETWORK, "ingress_configuration", "is_publicly_accessible"), False),
    ({"ip_address_type": "DUAL_STACK"}, (*NETWORK, "ip_address_type"), "DUAL_STACK"),
    ({"tracing": True}, ("observability_configuration", "observability_enabled"), True),
    ({"kms_key_arn": KEY}, ("encryption_configuration", "kms_key"), KEY),
    ({"tags": {"team": "web"}}, ("tags", "team"), "web"),
    (
        {"source": EcrImage("shop", tag="v1"), "access_role_arn": ROLE},
        ("source_configuration", "authentication_configuration", "access_role_arn"),
        ROLE,
    ),
    (
        {"source": EcrImage("shop", tag="dev", rollout=Rollout.ON_PUSH)},
        ("source_configuration", "auto_deployments_enabled"),
        True,
    ),
    ({"source": EcrImage("shop", tag="v1")}, (*IMAGE, "image_repository_type"), "ECR"),
]


@pytest.mark.parametrize(("arguments", "path", "expected"), ARGUMENTS)
def test_arguments_reach_the_service(synth, arguments, path, expected):
    made = synth(lambda scope: web(scope, **arguments))
    assert at(made.one("aws_apprunner_service"), path) == expected


def test_scaling(synth):
    scaling = AutoScaling(min_size=2, max_size=5, max_concurrency=9)
    made = synth(lambda scope: web(scope, scaling=scaling))
    version = made.one("aws_apprunner_auto_scaling_configuration_version")
    assert (version["min_size"], version["max_size"], version["max_concurrency"]) == (2, 5, 9)
    (name,) = made.all("aws_apprunner_auto_scaling_configuration_version")
    arn = f"${{aws_apprunner_auto_scaling_configuration_version.{name}.arn}}"
    assert made.one("aws_apprunner_service")["auto_scaling_configuration_arn"] == arn


def test_tracing_creates_configuration_and_permission(synth):
    made = synth(lambda scope: web(scope, tracing=True))
    configuration = made.one("aws_apprunner_observability_configuration")
    assert configuration["trace_configuration"] == {"vendor": "AWSXRAY"}
    assert configuration["lifecycle"] == {"create_before_destroy": True}
    assert "xray:PutTraceSegments" in made.statements("tracing")[0]["Action"]


def test_web_acl(synth):
    made = synth(lambda scope: web(scope, web_acl_arn=WEB_ACL))
    assert made.one("aws_wafv2_web_acl_association")["web_acl_arn"] == WEB_ACL


def test_boundary_and_tags_are_on_every_role(synth):
    arguments = {"permissions_boundary_arn": BOUNDARY, "tags": {"team": "web"}}
    made = synth(lambda scope: web(scope, source=EcrImage("shop", tag="v1"), **arguments))
    roles = made.all("aws_iam_role").values()
    assert {role["name"] for role in roles} == {
        "shop-apprunner-access",
        "shop-apprunner-instance",
        "shop-log-retention",
    }
    assert all(role["permissions_boundary"] == BOUNDARY for role in roles)
    assert all(role["tags"] == {"team": "web"} for role in roles)


def test_permissions_cover_exactly_the_secrets(synth):
    secrets = {
        "A": Secret.secrets_manager(SECRET, json_key="k", kms_key_arn=KEY),
        "B": f"{SECRET}:other::",
        "C": PARAMETER,
    }
    made = synth(lambda scope: web(scope, secrets=secrets))
    assert made.statements("secrets") == [
        {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [KEY]},
        {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": [SECRET]},
        {"Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": [PARAMETER]},
    ]
    assert _waits_for(made, "aws_iam_role_policy")


def _waits_for(made, kind):
    return [item for item in made.one("aws_apprunner_service")["depends_on"] if item.startswith(f"{kind}.")]


def test_allow(synth):
    def fill(scope):
        service = web(scope)
        service.allow(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])
        service.allow(actions=["sqs:SendMessage"], resources=["arn:aws:sqs:eu-west-1:111122223333:b"])
        return service

    made = synth(fill)
    assert made.statements("allow-s3-a") == [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::a/*"]}
    ]
    assert made.statements("allow-sqs-b")[0]["Action"] == ["sqs:SendMessage"]
    assert len(_waits_for(made, "aws_iam_role_policy")) == 2


def test_allow_keeps_what_the_service_depends_on(synth):
    """Also what the program added itself, before or after."""

    def fill(scope):
        service = web(scope)
        for number in (1, 2):
            service.resource.depends_on = [*service.resource.depends_on, f"aws_vpc.own_{number}"]
            service.allow(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])

    needed = synth(fill).one("aws_apprunner_service")["depends_on"]
    assert [name for name in needed if name.startswith("aws_vpc")] == ["aws_vpc.own_1", "aws_vpc.own_2"]
    assert len([name for name in needed if name.startswith("aws_iam_role_policy")]) == 2
    assert len([name for name in needed if name.startswith("aws_cloudwatch_log_group")]) == 1


def test_a_given_role_creates_no_role(synth):
    made = synth(lambda scope: web(scope, instance_role_arn=ROLE, secrets={"A": SECRET}, log_retention=None))
    assert made.all("aws_iam_role") == {}
    assert made.all("aws_iam_role_policy") == {}


def test_the_service_waits_for_its_own_access_role(synth):
    made = synth(lambda scope: web(scope, source=EcrImage("shop", tag="v1")))
    assert _waits_for(made, "terraform_data")
    pull, token = made.statements("pull-images")
    assert "ecr:DescribeImages" in pull["Action"]
    assert re.fullmatch(
        r"arn:aws:ecr:\$\{element\(.*, 3\)}:\$\{element\(.*, 0\)}:repository/shop", pull["Resource"]
    )
    assert token == {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
    wait = made.one("terraform_data")
    assert wait["provisioner"] == [{"local-exec": {"command": "sleep 15"}}]


def test_attributes(synth):
    kept = []
    synth(lambda scope: kept.append(web(scope)) or kept[0])
    service = kept[0]
    assert all("TOKEN" in text for text in (service.arn, service.service_id, service.instance_role_arn))
    assert service.url.startswith("https://${")


def test_a_given_instance_role_is_the_attribute(synth):
    kept = []
    synth(lambda scope: kept.append(web(scope, instance_role_arn=ROLE)) or kept[0])
    assert kept[0].instance_role_arn == ROLE
    with pytest.raises(ConfigurationError, match="instance_role_arn"):
        kept[0].allow(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])


def test_connector_construct(synth):
    def fill(scope):
        connector = VpcConnector(
            scope, "vpc", connector_name="shop", vpc_id="vpc-0a1b2c3d", subnet_ids=["subnet-0a1b2c3d"]
        )
        return [
            web(scope, vpc_connector=connector),
            web(scope, "second", service_name="second", vpc_connector=connector),
        ]

    made = synth(fill)
    arns = {
        service["network_configuration"]["egress_configuration"]["vpc_connector_arn"]
        for service in made.all("aws_apprunner_service").values()
    }
    assert len(arns) == 1
    assert len(made.all("aws_apprunner_vpc_connector")) == 1


def test_postconditions_compare_what_runs(synth):
    made = synth(lambda scope: web(scope, environment={"A": "b"}))
    compared, paused = made.one("aws_apprunner_service")["lifecycle"]["postcondition"]
    for part in ("image_identifier", "port", "cpu", "memory", "egress_type", "variables", "secrets"):
        assert part in compared["condition"]
    for name in ("image", "port", "cpu", "memory", "egress type", "variables", "secrets"):
        assert f"{name}: " in compared["error_message"]
    assert "PAUSED" in paused["condition"]


REFUSED = [
    ({"service_name": "x"}, "service_name"),
    ({"service_name": "x" * 41}, "service_name"),
    ({"port": 0}, "port"),
    ({"port": 65536}, "port"),
    ({"port": "8080"}, "port"),
    ({"start_command": "a\nb"}, "start_command"),
    ({"environment": {"AWSAPPRUNNER_X": "1"}}, "environment"),
    ({"environment": {"A": 1}}, "environment"),
    ({"secrets": {"A": "arn:aws:s3:::bucket"}}, "secrets"),
    ({"environment": {"A": "1"}, "secrets": {"A": SECRET}}, "secrets"),
    ({"ip_address_type": "IPV6"}, "ip_address_type"),
    ({"vpc_connector": "shared"}, "vpc_connector"),
    ({"kms_key_arn": KEY.replace("key/", "alias/")}, "kms_key_arn"),
    ({"kms_key_arn": KEY.replace("key/", "key/mrk-")}, "kms_key_arn"),
    ({"web_acl_arn": "shop"}, "web_acl_arn"),
    ({"access_role_arn": ROLE}, "access_role_arn"),
    ({"instance_role_arn": "own"}, "instance_role_arn"),
    ({"permissions_boundary_arn": "own"}, "permissions_boundary_arn"),
    ({"tags": {"aws:x": "1"}}, "tags"),
    ({"tags": {"x": "1" * 257}}, "tags"),
    ({"domains": [CustomDomain(f"a{number}.example.com") for number in range(6)]}, "domains"),
    ({"domains": [CustomDomain("a.example.com")] * 2}, "domains"),
    ({"domains": [CustomDomain("a.example.com")], "private_ingress": INGRESS}, "domains"),
    ({"ip_address_type": "DUAL_STACK", "private_ingress": INGRESS}, "ip_address_type"),
    ({"alarms": Alarms(topic=TOPIC), "scaling": SHARED_SCALING}, "alarms.at_maximum"),
    ({"alarms": Alarms(topic=TOPIC), "scaling": AutoScaling(1, 1)}, "alarms.at_maximum"),
    ({"source": "docker.io/library/nginx:1"}, "source"),
]


def test_postconditions_are_one_expression(synth):
    """CDKTF takes any ``}`` for the end of an expression, and writes ``${}`` around a token after it."""

    def build(scope):
        other = web(scope, "other", service_name="other")
        variables = {"A": '{"a": 1}', "B": f"https://{other.url}", "C": "${var.c}", "D": f"{other.arn}}}"}
        web(scope, environment=variables)

    service = synth(build).all("aws_apprunner_service")["web_service"]
    condition = service["lifecycle"]["postcondition"][0]["condition"]
    assert (condition[:2], condition[-1]) == ("${", "}")
    assert not re.search(r"\}|\$\{", condition[2:-1])


@pytest.mark.parametrize(("arguments", "field"), REFUSED)
def test_refused(synth, arguments, field):
    with pytest.raises(ConfigurationError) as error:
        synth(lambda scope: web(scope, **arguments))
    assert [problem.field.partition("[")[0] for problem in error.value.problems] == [field]


ACCEPTED = [
    {"service_name": "x" * 40},
    {"port": 1},
    {"port": 65535},
    {"service_name": "${var.name}"},
    {"domains": [CustomDomain(f"a{number}.example.com") for number in range(5)]},
    {"tags": {"x" * 128: "1" * 256}},
]


@pytest.mark.parametrize("arguments", ACCEPTED)
def test_accepted(synth, arguments):
    assert synth(lambda scope: web(scope, **arguments)).all("aws_apprunner_service")


def test_every_problem_at_once(synth):
    wrong = {"service_name": "x", "port": 0, "start_command": ""}
    with pytest.raises(ConfigurationError) as error:
        synth(lambda scope: AppRunnerService(scope, "web", source=services.IMAGE, **wrong))
    assert {problem.field for problem in error.value.problems} == {"service_name", "port", "start_command"}
    assert "test_service.py" in str(error.value)


def test_a_permission_needs_actions_and_resources(synth):
    with pytest.raises(ConfigurationError) as error:
        synth(lambda scope: web(scope).allow(actions=[], resources="*"))
    assert {problem.field for problem in error.value.problems} == {"actions", "resources"}


def test_given_log_retention(synth):
    made = synth(lambda scope: web(scope, log_retention=LogRetention(days=7)))
    assert made.one("aws_cloudwatch_log_group")["retention_in_days"] == 7
