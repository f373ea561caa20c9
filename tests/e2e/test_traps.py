"""Each trap that bites at plan or apply: a plain configuration is bitten, ours passes."""

import json
import os
import signal
import subprocess
import time

import pytest
from attrs import evolve

from cdktf_apprunner import (
    AutoScaling,
    ConfigurationError,
    CustomDomain,
    EcrImage,
    EcrPublicImage,
    HealthCheck,
    Instance,
    LogRetention,
    Rollout,
    Secret,
)
from cdktf_apprunner.environments import LocalState, Production, Registry, Vpc
from cdktf_apprunner_tools.terraform import TerraformError
from tests.support.account import ACCOUNT, REGION, SECRET, ZONE
from tests.support.deployment import PLAIN_HEAD, Deployment, environment, synthesize, trust
from tests.support.ecr_lifecycle import Image, expired
from tests.support.images import HELLO
from tests.support.plain import service
from tests.support.sizes import series
from tests.support.traps import trap
from tests.support.waiting import wait_until


def fails(deployment: Deployment, text: str) -> None:
    with pytest.raises(TerraformError, match=text):
        deployment.apply()


@trap(
    1,
    "The service made its log groups first",
    source="App Runner developer guide; alchemy-run/alchemy#1327",
    plain="`aws_cloudwatch_log_group` with the service's id: the apply fails, the group exists",
    ours="found by a data source and imported from the second apply on",
)
class TestLogGroupsExist:
    def test_plain(self, plain):
        group = """
resource "aws_cloudwatch_log_group" "service" {
  name = "/aws/apprunner/hello/${aws_apprunner_service.web.service_id}/service"
}
"""
        fails(plain(service() + group), "ResourceAlreadyExistsException")

    def test_ours(self, ours):
        deployment = ours().apply().apply()
        assert deployment.retention() == [7, 7]
        assert deployment.settled()


@trap(
    2,
    "Logs never expire after the first apply",
    source="aws/apprunner-roadmap#97",
    plain="both groups stay without retention",
    ours="a schedule sets the retention as soon as the groups are there",
)
class TestRetentionFromTheFirstApply:
    def test_plain(self, plain):
        assert plain(service()).apply().retention() == [None, None]

    def test_ours(self, ours):
        deployment = ours().apply()
        wait_until(lambda: deployment.retention() == [7, 7])


@trap(
    3,
    "Log groups outlive the service",
    source="App Runner developer guide",
    plain="after destroy both groups remain",
    ours="destroyed after the service, once a second apply has adopted them",
)
class TestNothingLeft:
    def test_plain(self, plain, sandbox):
        plain(service()).apply().terraform.destroy()
        assert list(sandbox.inventory()) == ["logs log groups"]

    def test_ours(self, ours, registry):
        before = registry.inventory()
        ours().apply().apply().terraform.destroy()
        assert registry.inventory() == before


@trap(
    4,
    "No image under that tag yet",
    source="App Runner: CREATE_FAILED",
    plain="the apply fails after minutes and leaves a failed service",
    ours="the plan stops and names repository and tag",
)
class TestMissingImage:
    def test_plain(self, plain, registry):
        image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop:v9"
        role = f"arn:aws:iam::{ACCOUNT}:role/shop-apprunner-access"
        text = service(image=image, source=f'authentication_configuration {{ access_role_arn = "{role}" }}')
        deployment = plain(text)
        fails(deployment, "CREATE_FAILED")
        assert deployment.service["Status"] == "CREATE_FAILED"

    def test_ours(self, ours, registry):
        with pytest.raises(TerraformError, match=r'\["shop:v9"\]'):
            ours(image=EcrImage("shop", tag="v9")).terraform.plan()
        assert "apprunner services" not in registry.inventory()


REPOSITORY_AND_ROLE = """
resource "aws_ecr_repository" "shop" {
  name = "shop"
}
resource "aws_iam_role" "access" {
  name = "access"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "build.apprunner.amazonaws.com" }
  }]})
}
resource "aws_iam_role_policy_attachment" "access" {
  role       = aws_iam_role.access.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSAppRunnerServicePolicyForECRAccess"
}
"""
ACCESS = "authentication_configuration { access_role_arn = aws_iam_role.access.arn }"


@trap(
    5,
    "Registry and service in one apply",
    source="the service needs an image in the repository first",
    plain="the service fails: the repository is empty",
    ours="two stacks: `registry`, then a push, then the service",
)
class TestRegistryFirst:
    def test_plain(self, plain):
        text = REPOSITORY_AND_ROLE + service(
            image="${aws_ecr_repository.shop.repository_url}:v1",
            source=ACCESS,
            inner="depends_on = [aws_iam_role_policy_attachment.access]",
        )
        fails(plain(text), "CREATE_FAILED")

    def test_ours(self, tmp_path, sandbox):
        registry = Registry(
            repository_name="shop", region=REGION, account_id=ACCOUNT, backend=LocalState(), force_delete=True
        )
        made = Deployment(tmp_path / "registry", sandbox).write("cdk.tf.json", synthesize(registry)).apply()
        assert made.settled()
        sandbox.push("shop", "v1")
        deployment = Deployment(tmp_path / "service", sandbox)
        deployment.write("cdk.tf.json", synthesize(environment())).apply().apply()
        assert deployment.service["Status"] == "RUNNING"
        deployment.terraform.destroy()
        made.terraform.destroy()
        assert sandbox.inventory() == {}


ELSEWHERE = "us-east-1"
OTHER_ACCOUNT = "222233334444"


@trap(
    6,
    "Automatic deployment where App Runner doesn't support it",
    source="App Runner API reference, SourceConfiguration; hashicorp/terraform-provider-aws#24531;"
    " aws/apprunner-roadmap#254",
    plain="ECR Public or another account: the apply fails; another region: no push is ever deployed",
    ours="refused at synthesis",
)
class TestAutomaticDeployment:
    @pytest.mark.parametrize(
        "image", ["", f"{OTHER_ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop:v1"], ids=["public", "account"]
    )
    def test_plain(self, plain, registry, image):
        role = f"arn:aws:iam::{ACCOUNT}:role/shop-apprunner-access"
        source = f'authentication_configuration {{ access_role_arn = "{role}" }}' if image else ""
        fails(plain(self.automatic(image=image, source=source)), "support automatic deployments")

    def test_plain_of_another_region(self, plain, registry):
        self.copy(registry, "v1")
        image = f"{ACCOUNT}.dkr.ecr.{ELSEWHERE}.amazonaws.com/shop:latest"
        depends = "depends_on = [aws_iam_role_policy_attachment.access]"
        text = REPOSITORY_AND_ROLE.replace('"shop"', '"other"')
        plain(text + self.automatic(image=image, source=ACCESS, inner=depends)).apply()
        self.copy(registry, "v2")
        time.sleep(1)  # in the same region App Runner deploys a push within that time
        assert self.operations(registry) == ["CREATE_SERVICE"]

    @pytest.mark.parametrize(
        ("kind", "settings"),
        [
            (EcrPublicImage, {"identifier": HELLO}),
            (EcrImage, {"repository": "shop", "tag": "v1", "account_id": OTHER_ACCOUNT}),
            (EcrImage, {"repository": "shop", "tag": "v1", "region": ELSEWHERE}),
        ],
        ids=["public", "account", "region"],
    )
    def test_ours(self, kind, settings):
        with pytest.raises(ConfigurationError, match=r"rollout: got 'Rollout\.ON_PUSH"):
            kind(**settings, rollout=Rollout.ON_PUSH)

    @staticmethod
    def automatic(**parts):
        return service(**parts).replace("auto_deployments_enabled = false", "auto_deployments_enabled = true")

    @staticmethod
    def copy(sandbox, tag):
        """Copy an image to the other region, as ``latest``."""
        found = sandbox.client("ecr").batch_get_image(repositoryName="shop", imageIds=[{"imageTag": tag}])
        there = sandbox.client("ecr", ELSEWHERE)
        if not there.describe_repositories()["repositories"]:
            there.create_repository(repositoryName="shop")
        manifest = found["images"][0]["imageManifest"]
        there.put_image(repositoryName="shop", imageTag="latest", imageManifest=manifest)

    @staticmethod
    def operations(sandbox):
        client = sandbox.client("apprunner")
        (found,) = client.list_services()["ServiceSummaryList"]
        listed = client.list_operations(ServiceArn=found["ServiceArn"])["OperationSummaryList"]
        return [operation["Type"] for operation in listed]


@trap(
    7,
    "A fresh access role can't be assumed yet",
    source="pulumi/pulumi-aws#1697, #2411",
    plain="the first apply fails with `Error in assuming access role`",
    ours="the registry's role was made long before; one made with the service is waited for",
)
class TestFreshRole:
    def test_plain(self, plain, registry):
        registry.control(role_propagation_seconds=8)
        text = REPOSITORY_AND_ROLE.replace('"shop"', '"other"') + service(
            image=f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop:v1",
            source=ACCESS,
            inner="depends_on = [aws_iam_role_policy_attachment.access]",
        )
        fails(plain(text), "Error in assuming access role")

    def test_ours(self, tmp_path, registry):
        registry.control(role_propagation_seconds=8)
        deployment = Deployment(tmp_path / "ours", registry)
        deployment.write("cdk.tf.json", _own_role()).apply()
        assert deployment.service["Status"] == "RUNNING"


def _own_role() -> str:
    from cdktf import TerraformStack, Testing

    from cdktf_apprunner import AppRunnerService, aws
    from cdktf_apprunner.terraform import AWS_PROVIDER

    stack = TerraformStack(Testing.app(), "own-role")
    aws.AwsProvider(stack, "aws", region=REGION)
    stack.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)
    AppRunnerService(stack, "web", service_name="shop-own", source=EcrImage("shop", tag="v1"))
    return Testing.synth(stack)


@trap(
    8,
    "An access role given for ECR Public",
    source="App Runner API reference, SourceConfiguration",
    plain="the apply fails",
    ours="never sent",
)
class TestPublicImage:
    def test_plain(self, plain, sandbox):
        sandbox.client("iam").create_role(
            RoleName="access", AssumeRolePolicyDocument=trust("build.apprunner")
        )
        role = f"arn:aws:iam::{ACCOUNT}:role/access"
        text = service(source=f'authentication_configuration {{ access_role_arn = "{role}" }}')
        fails(plain(text), "AuthenticationConfiguration isn't allowed")

    def test_ours(self, ours):
        deployment = ours(image=EcrPublicImage(HELLO), service_name="hello").apply()
        assert deployment.service["Status"] == "RUNNING"


@trap(
    9,
    "A rolled-back update reported as success",
    source="aws/apprunner-roadmap#209",
    plain="the apply succeeds; the old image runs",
    ours="the apply fails and names the configured and the running value; the next plan shows the change",
)
class TestRollBack:
    def test_plain(self, plain, sandbox):
        plain(service(configuration='port = "8080"')).apply()
        sandbox.control(next_operation="roll back")
        deployment = plain(service(configuration='port = "9000"')).apply()
        image = deployment.service["SourceConfiguration"]["ImageRepository"]
        assert image["ImageConfiguration"]["Port"] == "8080"

    def test_ours(self, ours, registry):
        ours().apply()
        registry.control(next_operation="roll back")
        deployment = ours(image=EcrImage("shop", tag="v2"))
        fails(deployment, "shop-test is not as configured: rolled back")
        assert not deployment.settled()
        assert deployment.apply().settled()


@trap(
    10,
    "Changing auto scaling while it is in use",
    source="hashicorp/terraform-provider-aws#38534",
    plain="the apply fails: the configuration is in use",
    ours="the new one is made before the old one goes",
)
class TestScaling:
    def test_plain(self, plain):
        scaling = """
resource "aws_apprunner_auto_scaling_configuration_version" "web" {
  auto_scaling_configuration_name = "hello"
  max_size                        = 3
}
"""
        web = service(
            "auto_scaling_configuration_arn = aws_apprunner_auto_scaling_configuration_version.web.arn"
        )
        plain(scaling + web).apply()
        fails(plain(scaling.replace("3", "4") + web), "used by one or more services")

    def test_ours(self, ours):
        ours(scaling=AutoScaling(max_size=3)).apply().apply()
        deployment = ours(scaling=AutoScaling(max_size=4)).apply()
        assert deployment.service["AutoScalingConfigurationSummary"]["AutoScalingConfigurationRevision"] == 2
        assert deployment.settled()


@trap(
    11,
    "Changing the connector's subnets while it is in use",
    source="pulumi/pulumi-aws#5364",
    plain="the apply fails: the connector is in use; made before the old one, its groups or name clash",
    ours="new before old, with its own name and security group",
)
class TestConnector:
    @pytest.mark.parametrize(
        ("lifecycle", "error"),
        [
            ("", "being used by other services"),
            ("lifecycle { create_before_destroy = true }", "already exists"),
        ],
    )
    def test_plain(self, plain, network, lifecycle, error):
        def text(subnets):
            return f"""
resource "aws_apprunner_vpc_connector" "web" {{
  vpc_connector_name = "hello"
  subnets            = {str(subnets).replace("'", '"')}
  security_groups    = [aws_security_group.web.id]
  {lifecycle}
}}
resource "aws_security_group" "web" {{
  vpc_id = "{network["vpc_id"]}"
}}
""" + service(
                """network_configuration {
    egress_configuration {
      egress_type       = "VPC"
      vpc_connector_arn = aws_apprunner_vpc_connector.web.arn
    }
  }"""
            )

        plain(text(network["subnet_ids"][:1])).apply()
        fails(plain(text(network["subnet_ids"][:2])), error)

    def test_ours(self, ours, network):
        vpc = Vpc(vpc_id=network["vpc_id"], subnet_ids=network["subnet_ids"][:1])
        ours(vpc=vpc).apply().apply()
        deployment = ours(vpc=evolve(vpc, subnet_ids=network["subnet_ids"][:2])).apply()
        assert deployment.settled()
        (connector,) = deployment.sandbox.client("apprunner").list_vpc_connectors()["VpcConnectors"]
        assert set(connector["Subnets"]) == set(network["subnet_ids"][:2])


@trap(
    12,
    "Dropping the health check, network or instance block",
    source="hashicorp/terraform-provider-aws: computed blocks",
    plain="the plan is empty and the old value stays",
    ours="every block is always written, so the default really comes back",
)
class TestDroppedBlocks:
    def test_plain(self, plain):
        check = 'health_check_configuration {\n protocol = "HTTP"\n path = "/healthz"\n}'
        plain(service(check)).apply()
        deployment = plain(service())
        assert deployment.terraform.changes() == []
        assert deployment.service["HealthCheckConfiguration"]["Path"] == "/healthz"

    def test_ours(self, ours, network):
        vpc = Vpc(vpc_id=network["vpc_id"], subnet_ids=network["subnet_ids"][:1])
        ours(vpc=vpc, health_check=HealthCheck.http("/healthz"), tracing=True).apply().apply()
        deployment = ours().apply()
        described = deployment.service
        assert described["HealthCheckConfiguration"]["Protocol"] == "TCP"
        assert described["NetworkConfiguration"]["EgressConfiguration"] == {"EgressType": "DEFAULT"}
        assert described["ObservabilityConfiguration"]["ObservabilityEnabled"] is False
        assert deployment.settled()
        assert not [kind for kind in deployment.sandbox.inventory() if "connectors" in kind]


@trap(
    13,
    "Removing the last variable",
    source="not known: whether an update without variables removes them",
    plain="where the API leaves them, the apply succeeds and the variable stays",
    ours="removed, or, where the API leaves it, the apply fails and says so",
)
class TestLastVariable:
    def test_plain(self, plain, sandbox):
        sandbox.control(absent_maps_clear=False)
        plain(service(configuration='runtime_environment_variables = { A = "1" }')).apply()
        deployment = plain(service(configuration='port = "8080"')).apply()
        image = deployment.service["SourceConfiguration"]["ImageRepository"]
        assert image["ImageConfiguration"]["RuntimeEnvironmentVariables"] == {"A": "1"}

    def test_ours(self, ours, registry):
        ours(environment={"A": "1"}).apply().apply()
        deployment = ours().apply()
        image = deployment.service["SourceConfiguration"]["ImageRepository"]
        assert "RuntimeEnvironmentVariables" not in image["ImageConfiguration"]
        assert deployment.settled()
        ours(environment={"A": "1"}).apply()
        registry.control(absent_maps_clear=False)
        fails(ours(), r"changed elsewhere\s+\(variables:\s+A\)")


@trap(
    14,
    "Validation records unknown at plan",
    source="hashicorp/terraform-provider-aws#23460",
    plain="`for_each` over the records: the plan fails",
    ours="one apply makes every record, www and apex too, and the domain becomes active",
)
class TestValidationRecords:
    def test_plain(self, plain, registry):
        text = f"""
resource "aws_apprunner_custom_domain_association" "web" {{
  service_arn = aws_apprunner_service.web.arn
  domain_name = "{ZONE}"
}}
data "aws_route53_zone" "zone" {{
  name = "{ZONE}"
}}
resource "aws_route53_record" "validation" {{
  for_each = {{
    for record in aws_apprunner_custom_domain_association.web.certificate_validation_records :
    record.name => record
  }}
  zone_id = data.aws_route53_zone.zone.zone_id
  name    = each.value.name
  type    = each.value.type
  records = [each.value.value]
  ttl     = 60
}}
"""
        fails(plain(service() + text), "Invalid for_each argument")

    @pytest.mark.long
    def test_ours(self, ours, registry):
        domains = [
            CustomDomain(ZONE, zone_name=ZONE, www=True),
            CustomDomain(f"api.{ZONE}", zone_name=ZONE, record_type="CNAME"),
        ]
        deployment = ours(domains=domains).apply()
        client, arn = registry.client("apprunner"), deployment.service["ServiceArn"]

        def active():
            found = client.describe_custom_domains(ServiceArn=arn)["CustomDomains"]
            return [item["Status"] for item in found] == ["active", "active"]

        wait_until(active)
        assert deployment.apply().settled()
        deployment.terraform.destroy()
        assert "route53 records" not in registry.inventory()


@trap(
    15,
    "`www` on by default",
    source="hashicorp/terraform-provider-aws: `enable_www_subdomain` defaults to true",
    plain="an association that doesn't set it includes www",
    ours="only when asked",
)
class TestWww:
    def test_plain(self, plain, sandbox):
        text = """
resource "aws_apprunner_custom_domain_association" "web" {
  service_arn = aws_apprunner_service.web.arn
  domain_name = "api.example.com"
}
"""
        deployment = plain(service() + text).apply()
        assert self.www(deployment) is True

    def test_ours(self, ours):
        deployment = ours(domains=[CustomDomain(f"api.{ZONE}", zone_name=ZONE)]).apply()
        assert self.www(deployment) is False

    @staticmethod
    def www(deployment):
        client = deployment.sandbox.client("apprunner")
        arn = deployment.service["ServiceArn"]
        (domain,) = client.describe_custom_domains(ServiceArn=arn)["CustomDomains"]
        return domain["EnableWWWSubdomain"]


@trap(
    16,
    "`start_command` never settles",
    source="hashicorp/terraform-provider-aws#46915",
    plain="where the API doesn't return the command, every plan changes it",
    ours="settles where the API returns it; where it doesn't, ours doesn't settle either",
)
class TestStartCommand:
    def test_plain(self, plain, sandbox):
        sandbox.control(returns_start_command=False)
        deployment = plain(service(configuration='start_command = "node server.js"')).apply()
        assert not deployment.settled()

    def test_ours(self, ours):
        assert ours(start_command="node server.js").apply().apply().settled()


@trap(
    17,
    "Values that only the API refuses",
    source="App Runner API reference, InstanceConfiguration and CreateAutoScalingConfiguration",
    plain="CPU and memory that don't pair, or min above max: the plan succeeds, the apply fails",
    ours="refused at synthesis; so are a port, name or path out of range",
)
class TestValues:
    @pytest.mark.parametrize(
        ("text", "error"),
        [
            (
                service('instance_configuration {\n cpu = "256"\n memory = "4096"\n}'),
                "Invalid combination",
            ),
            (
                'resource "aws_apprunner_auto_scaling_configuration_version" "web" {\n'
                ' auto_scaling_configuration_name = "hello"\n min_size = 5\n max_size = 3\n}',
                "MinSize must not be greater",
            ),
        ],
        ids=["pair", "bounds"],
    )
    def test_plain(self, plain, text, error):
        deployment = plain(text)
        deployment.terraform.plan()
        fails(deployment, error)

    @pytest.mark.parametrize(
        ("create", "settings", "field"),
        [
            (Instance, {"cpu": "0.25 vCPU", "memory": "4 GB"}, "memory"),
            (AutoScaling, {"min_size": 5, "max_size": 3}, "min_size"),
            (environment, {"port": 80_800}, "port"),
            (environment, {"service_name": "web"}, "service_name"),
            (HealthCheck.http, {"path": "healthz"}, "path"),
        ],
        ids=["pair", "bounds", "port", "name", "path"],
    )
    def test_ours(self, create, settings, field):
        with pytest.raises(ConfigurationError, match=rf"\b{field}: got"):
            create(**settings)


@trap(
    18,
    "A secret without permission to read it",
    source="App Runner developer guide, secrets",
    plain="the service fails to start",
    ours="the permission is made with it, for exactly that secret",
)
class TestSecret:
    def test_plain(self, plain):
        text = service(configuration=f'runtime_environment_secrets = {{ PASSWORD = "{SECRET}" }}')
        fails(plain(text), "CREATE_FAILED")

    def test_ours(self, ours):
        secret = Secret.secrets_manager(SECRET, json_key="password")
        assert ours(secrets={"PASSWORD": secret}).apply().apply().settled()


@trap(
    19,
    "A change of name or key quietly replaces the service",
    source="hashicorp/terraform-provider-aws: both force a replacement",
    plain="the apply destroys the service and makes another: new URL, new id, new log groups",
    ours="with `deletion_protection`, which the guard of production asks for, the plan stops; the plan review"
    " flags it",
)
class TestReplaced:
    def test_plain(self, plain):
        before = plain(service()).apply().service
        after = plain(service().replace('"hello"', '"renamed"')).apply().service
        assert after["ServiceId"] != before["ServiceId"]
        assert after["ServiceUrl"] != before["ServiceUrl"]

    def test_ours(self, ours):
        before = ours(deletion_protection=True).apply().service
        for act in ("plan", "destroy"):
            deployment = ours(
                deletion_protection=True, service_name="renamed" if act == "plan" else "shop-test"
            )
            with pytest.raises(TerraformError, match="Instance cannot be destroyed"):
                getattr(deployment.terraform, act)()
        assert deployment.service["ServiceId"] == before["ServiceId"]


@trap(
    20,
    "An apply killed half way; the API throttled",
    source="HashiCorp: interrupting an apply",
    plain="killed while the service is made, Terraform forgets it; the next apply finds the name taken",
    ours="interrupted at any point, the next apply converges once App Runner has finished its operation,"
    " nothing is doubled, nothing left; killed while the service is made, one `terraform import` of it and"
    " the next apply converges",
)
class TestInterrupted:
    def test_plain(self, tmp_path, sandbox):
        sandbox.control(operation_seconds=4)
        deployment = Deployment(tmp_path / "plain", sandbox, attached=False)
        deployment.write("main.tf", PLAIN_HEAD + service())
        self.interrupt(deployment, lambda: "apprunner services" in sandbox.inventory(), signal.SIGKILL)
        wait_until(lambda: deployment.service["Status"] == "RUNNING")
        fails(deployment, "already exists")

    @pytest.mark.parametrize("seconds", series([1, 2, 2.5, 3, 4, 5, 6, 8], small=[2.5, 6]))
    def test_ours(self, tmp_path, registry, seconds):
        before = registry.inventory()
        registry.control(operation_seconds=2, throttled_share=0.2)
        deployment = Deployment(tmp_path / "ours", registry, attached=False)
        deployment.write("cdk.tf.json", synthesize(environment()))
        started = time.monotonic()
        self.interrupt(deployment, lambda: time.monotonic() - started > seconds, signal.SIGINT)
        # App Runner goes on with what Terraform no longer waits for, and refuses all else until it is done.
        registry.control(throttled_share=0)
        wait_until(lambda: not self.in_progress(registry))
        registry.control(throttled_share=0.2)
        deployment.apply().apply()
        assert deployment.settled()
        registry.control(throttled_share=0)
        assert len(registry.inventory()["apprunner services"]) == 1
        deployment.terraform.destroy()
        assert registry.inventory() == before

    def test_ours_killed_while_the_service_is_made(self, tmp_path, registry):
        """Terraform has forgotten the service then: it is imported, and the next apply converges."""
        before = registry.inventory()
        registry.control(operation_seconds=4)
        deployment = Deployment(tmp_path / "ours", registry, attached=False)
        deployment.write("cdk.tf.json", synthesize(environment()))
        self.interrupt(deployment, lambda: "apprunner services" in registry.inventory(), signal.SIGKILL)
        wait_until(lambda: deployment.service["Status"] == "RUNNING")
        fails(deployment, "already exists")
        (address,) = json.loads(synthesize(environment()))["resource"]["aws_apprunner_service"]
        arn = deployment.service["ServiceArn"]
        deployment.terraform.run("import", "-no-color", f"aws_apprunner_service.{address}", arn)
        assert deployment.apply().settled()
        deployment.terraform.destroy()
        assert registry.inventory() == before

    @staticmethod
    def in_progress(sandbox):
        services = sandbox.client("apprunner").list_services()["ServiceSummaryList"]
        return any(service["Status"] == "OPERATION_IN_PROGRESS" for service in services)

    @staticmethod
    def interrupt(deployment, moment, number):
        terraform = deployment.terraform
        process = subprocess.Popen(
            ["terraform", "apply", "-auto-approve", "-input=false", "-no-color"],
            cwd=terraform.folder,
            env=terraform.variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(lambda: moment() or process.poll() is not None)
        if process.poll() is None:
            if number == signal.SIGKILL:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
        process.wait()
        deployment.attach()


@trap(
    21,
    "Updating a paused service",
    source="App Runner developer guide; the provider waits for RUNNING only",
    plain="the apply fails half way",
    ours="the plan stops and says to resume it first",
)
class TestPaused:
    def test_plain(self, plain, sandbox):
        self.pause(plain(service()).apply())
        fails(plain(service(configuration='port = "9000"')), "current state: PAUSED")

    def test_ours(self, ours):
        self.pause(ours().apply())
        deployment = ours(port=9000)
        with pytest.raises(TerraformError, match=r"shop-test is paused.*Resume it\s+first") as error:
            deployment.terraform.plan()
        assert "aws apprunner resume-service" in " ".join(str(error.value).split())

    @staticmethod
    def pause(deployment):
        deployment.sandbox.client("apprunner").pause_service(ServiceArn=deployment.service["ServiceArn"])
        wait_until(lambda: deployment.service["Status"] == "PAUSED")


@trap(
    33,
    "The registry expires the image that production runs",
    source="chanzuckerberg/single-cell-data-portal#5885; ministryofjustice/cloud-platform#839; sst/sst#6378",
    plain="a rule that keeps the last 100 images: after 100 pushes of CI, production's is gone",
    ours="each protected tag, and each tag that an environment runs, has a rule of its own",
)
class TestExpiredImage:
    RELEASE = Image("production", frozenset({"v1"}), 1000)
    UNTAGGED = Image("untagged", frozenset(), 1000)
    PUSHES = tuple(Image(f"push {age}", frozenset({f"sha-{age}"}), age) for age in range(101))

    def test_plain(self, plain, sandbox):
        plain(
            """
resource "aws_ecr_repository" "shop" {
  name = "shop"
}
resource "aws_ecr_lifecycle_policy" "shop" {
  repository = aws_ecr_repository.shop.name
  policy = jsonencode({ rules = [{
    rulePriority = 1
    selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 100 }
    action       = { type = "expire" }
  }] })
}
"""
        ).apply()
        assert self.expired(sandbox) >= {"production", "untagged"}

    def test_ours(self, tmp_path, sandbox):
        place = {"region": REGION, "account_id": ACCOUNT, "backend": LocalState()}
        settings = Registry(repository_name="shop", keep_tagged=100, **place)
        deployment = Deployment(tmp_path / "ours", sandbox)
        deployment.write("cdk.tf.json", synthesize(settings)).apply()
        assert self.expired(sandbox) == {"push 100"}
        assert deployment.settled()

    def expired(self, sandbox):
        found = sandbox.client("ecr").get_lifecycle_policy(repositoryName="shop")
        return expired(found["lifecyclePolicyText"], [self.RELEASE, self.UNTAGGED, *self.PUSHES])


@trap(
    34,
    "Turning log retention off, or renaming, deletes the logs",
    source="Terraform: a resource without a block is destroyed",
    plain="the log groups are destroyed with their block, while the service runs",
    ours="`log_retention=None` releases them; with `keep`, as in production, they outlive the service",
)
class TestLogsAreKept:
    def test_plain(self, plain, sandbox):
        plain(service()).apply()
        names = [group["logGroupName"] for group in sandbox.client("logs").describe_log_groups()["logGroups"]]
        groups = "".join(
            f'''
resource "aws_cloudwatch_log_group" "kept_{number}" {{
  name              = "{name}"
  retention_in_days = 30
}}
import {{
  to = aws_cloudwatch_log_group.kept_{number}
  id = "{name}"
}}
'''
            for number, name in enumerate(names)
        )
        assert plain(service() + groups).apply().retention() == [30, 30]
        assert plain(service()).apply().retention() == []

    def test_ours(self, ours):
        assert ours().apply().apply().retention() == [7, 7]
        released = ours(log_retention=None).apply()
        assert released.retention() == [7, 7]
        assert released.settled()
        kept = ours(log_retention=LogRetention(days=7, keep=True))
        kept.apply()
        renamed = ours(service_name="renamed", log_retention=LogRetention(days=7, keep=True)).apply()
        assert len(renamed.retention()) == 4
        renamed.apply().terraform.destroy()
        assert len(renamed.retention()) == 4

    def test_ours_in_production(self, ours):
        """While the service is protected, its logs are too; the apply that lifts it keeps the logs."""
        waive = dict.fromkeys(("min-instances", "alarms"), "A test")
        guard = Production(waive=waive)
        protected = ours(guard=guard, deletion_protection=True).apply().apply()
        with pytest.raises(TerraformError, match="Instance cannot be destroyed"):
            ours(guard=guard, deletion_protection=True, service_name="renamed").terraform.plan()
        lifted = Production(waive={**waive, "deletion-protection": "It goes"})
        ours(guard=lifted).apply().terraform.destroy()
        assert protected.retention() == [7, 7]


@trap(
    35,
    "Fewer validation records than resources: the live one is destroyed",
    source="The number isn't documented; samples of the AWS CLI show one, users report two and three",
    plain="`count` with `element()` makes two resources of one record; one resource less destroys the record",
    ours="a spare resource has a record of its own; whatever their number, each record has one resource",
)
class TestNumberOfValidationRecords:
    def test_plain(self, plain, registry):
        registry.control(validation_records=1)

        def text(count):
            return f"""
resource "aws_apprunner_custom_domain_association" "web" {{
  service_arn          = aws_apprunner_service.web.arn
  domain_name          = "{ZONE}"
  enable_www_subdomain = false
}}
data "aws_route53_zone" "zone" {{
  name = "{ZONE}"
}}
locals {{
  records = tolist(aws_apprunner_custom_domain_association.web.certificate_validation_records)
}}
resource "aws_route53_record" "validation" {{
  count           = {count}
  zone_id         = data.aws_route53_zone.zone.zone_id
  name            = element(local.records, count.index).name
  type            = element(local.records, count.index).type
  records         = [element(local.records, count.index).value]
  ttl             = 60
  allow_overwrite = true
}}
"""

        plain(service() + text(2)).apply()
        assert len(dns(registry, "CNAME")) == 1
        plain(service() + text(1)).apply()
        assert dns(registry, "CNAME") == set()

    @pytest.mark.long
    def test_ours(self, ours, registry):
        """Between one, two and three records, then fewer resources; App Runner allows five domains."""
        changes = {"a": (1, 2), "b": (2, 1), "c": (1, 3), "d": (3, 1), "e": (3, 2)}
        domains = [CustomDomain(f"{name}.{ZONE}", zone_name=ZONE, validation_records=3) for name in changes]
        three = ours(domains=domains, log_retention=None)
        for step in range(2):
            numbers = {f"{name}.{ZONE}": number[step] for name, number in changes.items()}
            registry.control(validation_records=numbers)
            three.apply()
            assert three.settled()
            assert asked(registry, three) == dns(registry, "CNAME")
            assert len(asked(registry, three)) == sum(numbers.values())
            resources = three.terraform.plan()["planned_values"]["root_module"]["resources"]
            names = [each["values"]["name"] for each in resources if each["type"] == "aws_route53_record"]
            assert len(names) == len(set(names)) == 20  # of each domain three, and the target
        enough = [evolve(each, validation_records=numbers[each.domain_name]) for each in domains]
        fewer = ours(domains=enough, log_retention=None).apply()
        assert fewer.settled()
        assert asked(registry, fewer) == dns(registry, "CNAME")


def dns(sandbox, kind):
    """The names of a type in the zone."""
    client = sandbox.client("route53")
    (zone,) = client.list_hosted_zones()["HostedZones"]
    records = client.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
    return {record["Name"].rstrip(".") for record in records if record["Type"] == kind}


def asked(sandbox, deployment):
    """The names of the validation records that App Runner asks for."""
    client = sandbox.client("apprunner")
    domains = client.describe_custom_domains(ServiceArn=deployment.service["ServiceArn"])["CustomDomains"]
    return {
        record["Name"].rstrip(".") for domain in domains for record in domain["CertificateValidationRecords"]
    }
