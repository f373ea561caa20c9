"""Every argument at once, on two services in one stack: applied, unchanged in the next plan, destroyed."""

import inspect
import json

import pytest

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AppRunnerService,
    AutoScaling,
    AutoScalingConfiguration,
    CustomDomain,
    EcrImage,
    HealthCheck,
    Instance,
    LogRetention,
    PrivateIngress,
    Rollout,
    Secret,
    VpcConnector,
    aws,
    lookups,
)
from cdktf_apprunner.terraform import AWS_PROVIDER
from tests.support.account import ACCOUNT, KEY, PARAMETER, REGION, SECRET, ZONE
from tests.support.deployment import Deployment, trust
from tests.support.services import IMAGE


@pytest.fixture
def others(registry, network):
    """Existing resources: a key, a web ACL, a boundary, a role."""
    kms, iam = registry.client("kms"), registry.client("iam")
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/shop", TargetKeyId=key["KeyId"])
    registry.client("wafv2").create_web_acl(
        Name="shop",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        VisibilityConfig={
            "SampledRequestsEnabled": False,
            "CloudWatchMetricsEnabled": False,
            "MetricName": "shop",
        },
    )
    iam.create_role(RoleName="own", AssumeRolePolicyDocument=trust("tasks.apprunner"))
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    boundary = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.create_policy(PolicyName="boundary", PolicyDocument=boundary)
    return {"key": key["Arn"], **network}


def synthesize(others) -> str:
    from cdktf import TerraformStack, Testing

    stack = TerraformStack(Testing.app(), "whole")
    fill(stack, others)
    return Testing.synth(stack)


def fill(stack, others) -> list[set[str]]:
    """Create the services; return the names of the arguments of each."""
    aws.AwsProvider(stack, "aws", region=REGION)
    stack.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)
    tags = {"team": "shop"}
    scaling = AutoScalingConfiguration(
        stack,
        "scaling",
        configuration_name="shared",
        scaling=AutoScaling(min_size=1, max_size=2, max_concurrency=10),
        tags=tags,
    )
    connector = VpcConnector(
        stack,
        "vpc",
        connector_name="shop",
        vpc_id=others["vpc_id"],
        subnet_ids=others["subnet_ids"][:2],
        tags=tags,
    )
    of_api = {
        "service_name": "shop-api",
        "source": IMAGE,
        "scaling": scaling,
        "health_check": HealthCheck.tcp(interval=10, timeout=5, healthy_threshold=2, unhealthy_threshold=3),
        "private_ingress": PrivateIngress(vpc_id=others["vpc_id"], subnet_ids=others["subnet_ids"][:1]),
        "instance_role_arn": lookups.role_arn(stack, "own"),
        "log_retention": None,
        "tags": tags,
    }
    api = AppRunnerService(stack, "api", **of_api)
    of_web = {
        "service_name": "shop-web",
        "source": EcrImage("shop", tag="v1", rollout=Rollout.ON_PUSH),
        "port": 9000,
        "start_command": "node server.js",
        "environment": {"API_URL": api.url},
        "secrets": {
            "PASSWORD": Secret.secrets_manager(SECRET, "password", "AWSPREVIOUS", kms_key_arn=others["key"]),
            "KEY": Secret.parameter(PARAMETER),
        },
        "instance": Instance(cpu="2 vCPU", memory="4 GB"),
        "scaling": scaling,
        "health_check": HealthCheck.http("/healthz"),
        "vpc_connector": connector,
        "ip_address_type": "DUAL_STACK",
        "domains": [
            CustomDomain(ZONE, zone_name=ZONE, www=True),
            CustomDomain(f"api.{ZONE}", zone_name=ZONE, record_type="CNAME"),
            CustomDomain("shop.example.net"),
        ],
        "log_retention": LogRetention(days=90),
        "alarms": Alarms(topic=AlarmTopic(emails=["on-call@example.com"]), dashboard=True),
        "tracing": True,
        "kms_key_arn": lookups.key_arn(stack, "alias/shop"),
        "web_acl_arn": lookups.web_acl_arn(stack, "shop"),
        "access_role_arn": f"arn:aws:iam::{ACCOUNT}:role/shop-apprunner-access",
        "managed_policy_arns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
        "permissions_boundary_arn": f"arn:aws:iam::{ACCOUNT}:policy/boundary",
        "role_path": "/shop/",
        "tags": tags,
        "was": "site",  # never existed, so nothing is moved
    }
    web = AppRunnerService(stack, "web", **of_web)
    web.allow(actions=["s3:PutObject"], resources=["arn:aws:s3:::acme-uploads/*"])
    return [set(of_api), set(of_web)]


def test_no_argument_is_left_out():
    """Except deletion_protection, which would stop the test's destroy; trap 19 shows it."""
    from cdktf import TerraformStack, Testing

    subnets = ["subnet-0a1b2c3d", "subnet-0a1b2c3e"]
    others = {"key": KEY, "vpc_id": "vpc-0a1b2c3d", "subnet_ids": subnets}
    given = set.union(*fill(TerraformStack(Testing.app(), "whole"), others))
    known = set(inspect.signature(AppRunnerService.__init__).parameters) - {"self", "scope", "id"}
    assert known - given == {"deletion_protection"}


@pytest.mark.long
@pytest.mark.terraform
def test_everything_at_once(tmp_path, registry, others):
    before = registry.inventory()
    deployment = Deployment(tmp_path / "whole", registry)
    deployment.write("cdk.tf.json", synthesize(others)).apply().apply()
    assert deployment.settled()
    client = registry.client("apprunner")
    web, api = (
        client.describe_service(ServiceArn=item["ServiceArn"])["Service"]
        for item in sorted(
            client.list_services()["ServiceSummaryList"], key=lambda item: item["ServiceName"], reverse=True
        )
    )
    configuration = web["SourceConfiguration"]["ImageRepository"]["ImageConfiguration"]
    # A private service has no URL: the provider takes the target of its domains instead.
    target = client.describe_custom_domains(ServiceArn=api["ServiceArn"])["DNSTarget"]
    assert configuration["RuntimeEnvironmentVariables"] == {"API_URL": f"https://{target}"}
    assert configuration["RuntimeEnvironmentSecrets"] == {
        "PASSWORD": f"{SECRET}:password:AWSPREVIOUS:",
        "KEY": PARAMETER,
    }
    assert configuration["StartCommand"] == "node server.js"
    assert configuration["Port"] == "9000"
    assert web["SourceConfiguration"]["AutoDeploymentsEnabled"] is True
    assert web["InstanceConfiguration"]["Cpu"] == "2048"
    assert web["InstanceConfiguration"]["InstanceRoleArn"].startswith(f"arn:aws:iam::{ACCOUNT}:role/shop/")
    assert web["NetworkConfiguration"]["IpAddressType"] == "DUAL_STACK"
    assert web["NetworkConfiguration"]["EgressConfiguration"]["EgressType"] == "VPC"
    assert web["EncryptionConfiguration"] == {"KmsKey": others["key"]}
    assert web["ObservabilityConfiguration"]["ObservabilityEnabled"] is True
    assert web["AutoScalingConfigurationSummary"] == api["AutoScalingConfigurationSummary"]
    assert api["NetworkConfiguration"]["IngressConfiguration"] == {"IsPubliclyAccessible": False}
    assert api["InstanceConfiguration"]["InstanceRoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/own"
    assert api["HealthCheckConfiguration"]["UnhealthyThreshold"] == 3
    assert len(client.list_vpc_ingress_connections()["VpcIngressConnectionSummaryList"]) == 1
    assert len(client.describe_custom_domains(ServiceArn=web["ServiceArn"])["CustomDomains"]) == 3
    assert sorted(map(str, deployment.retention())) == ["90", "90", "None", "None"]
    deployment.terraform.destroy()
    left = registry.inventory()
    # Only the log groups of the service without log retention are left.
    assert all("/shop-api/" in name for name in left.pop("logs log groups"))
    assert left == before
