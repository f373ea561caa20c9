"""The Terraform provider, in plain HCL: all nine resources and the data source."""

import json
import time

import pytest

from cdktf_apprunner_tools.sandbox import Sandbox, Settings
from tests.support.account import ACCOUNT, REGION
from tests.support.deployment import PLAIN_HEAD, Deployment

pytestmark = pytest.mark.terraform
EVERYTHING = (
    PLAIN_HEAD
    + """
variable "port" { default = 8000 }
variable "size" { default = 3 }
variable "team" { default = "shop" }
data "aws_apprunner_hosted_zone_id" "here" {}
data "aws_vpc" "default" { default = true }
data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_apprunner_auto_scaling_configuration_version" "web" {
  auto_scaling_configuration_name = "hello"
  tags = { team = var.team }
  max_size                        = var.size
  lifecycle { create_before_destroy = true }
}
resource "aws_apprunner_default_auto_scaling_configuration_version" "web" {
  auto_scaling_configuration_arn = aws_apprunner_auto_scaling_configuration_version.other.arn
}
resource "aws_apprunner_auto_scaling_configuration_version" "other" {
  auto_scaling_configuration_name = "other"
  tags = { team = var.team }
}
resource "aws_apprunner_observability_configuration" "web" {
  observability_configuration_name = "hello"
  trace_configuration { vendor = "AWSXRAY" }
  tags = { team = var.team }
}
resource "aws_apprunner_connection" "code" {
  connection_name = "code"
  provider_type   = "GITHUB"
  tags = { team = var.team }
}
resource "aws_apprunner_vpc_connector" "web" {
  vpc_connector_name = "hello"
  subnets            = [data.aws_subnets.default.ids[0]]
  security_groups    = [aws_security_group.web.id]
  tags = { team = var.team }
}
resource "aws_security_group" "web" {
  vpc_id = data.aws_vpc.default.id
}
resource "aws_apprunner_service" "web" {
  service_name                   = "hello"
  auto_scaling_configuration_arn = aws_apprunner_auto_scaling_configuration_version.web.arn
  source_configuration {
    auto_deployments_enabled = false
    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:latest"
      image_repository_type = "ECR_PUBLIC"
      image_configuration { port = var.port }
    }
  }
  network_configuration {
    egress_configuration {
      egress_type       = "VPC"
      vpc_connector_arn = aws_apprunner_vpc_connector.web.arn
    }
    ingress_configuration { is_publicly_accessible = false }
  }
  observability_configuration {
    observability_enabled           = true
    observability_configuration_arn = aws_apprunner_observability_configuration.web.arn
  }
  tags = { team = var.team }
}
resource "aws_apprunner_vpc_ingress_connection" "web" {
  name        = "hello"
  tags = { team = var.team }
  service_arn = aws_apprunner_service.web.arn
  ingress_vpc_configuration {
    vpc_id          = data.aws_vpc.default.id
    vpc_endpoint_id = aws_vpc_endpoint.web.id
  }
}
resource "aws_vpc_endpoint" "web" {
  vpc_id            = data.aws_vpc.default.id
  service_name      = "com.amazonaws.eu-west-1.apprunner.requests"
  vpc_endpoint_type = "Interface"
}
resource "aws_apprunner_service" "public" {
  service_name = "public"
  tags = { team = var.team }
  source_configuration {
    auto_deployments_enabled = false
    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:latest"
      image_repository_type = "ECR_PUBLIC"
    }
  }
}
resource "aws_apprunner_custom_domain_association" "web" {
  service_arn          = aws_apprunner_service.public.arn
  domain_name          = "example.com"
  enable_www_subdomain = true
}
resource "aws_apprunner_deployment" "web" {
  service_arn = aws_apprunner_service.public.arn
  depends_on  = [aws_apprunner_custom_domain_association.web]
}
output "zone" { value = data.aws_apprunner_hosted_zone_id.here.id }
"""
)


IMPORTED = {
    "auto_scaling_configuration_version.web": "{arn}",
    "auto_scaling_configuration_version.other": "{arn}",
    "default_auto_scaling_configuration_version.web": REGION,
    "observability_configuration.web": "{arn}",
    "connection.code": "{connection_name}",
    "vpc_connector.web": "{arn}",
    "service.web": "{arn}",
    "service.public": "{arn}",
    "vpc_ingress_connection.web": "{arn}",
    "custom_domain_association.web": "{domain_name},{service_arn}",
}
"""The id for the import of each resource; a deployment can't be imported."""


def values(deployment, name):
    """Return the attributes of a resource in the state."""
    state = json.loads((deployment.terraform.folder / "terraform.tfstate").read_text(encoding="utf-8"))
    kind, _, own = f"aws_apprunner_{name}".partition(".")
    return next(
        item["instances"][0]["attributes"]
        for item in state["resources"]
        if (item["type"], item["name"]) == (kind, own)
    )


def import_everything(deployment):
    """Remove everything from the state, import it, and check that the plan changes nothing."""
    blocks = "".join(
        f'import {{\n  to = aws_apprunner_{name}\n  id = "{text.format(**values(deployment, name))}"\n}}\n'
        for name, text in IMPORTED.items()
    )
    deployment.terraform.run("state", "rm", *(f"aws_apprunner_{name}" for name in IMPORTED))
    (deployment.terraform.folder / "imports.tf").write_text(blocks, encoding="utf-8")
    plan = deployment.terraform.plan()
    imported = [item for item in plan["resource_changes"] if "importing" in item["change"]]
    assert len(imported) == len(IMPORTED)
    assert {tuple(item["change"]["actions"]) for item in imported} == {("no-op",)}
    deployment.apply()


DISAPPEARED = {
    "custom_domain_association.web": ("disassociate_custom_domain", "ServiceArn", "DomainName"),
    "vpc_ingress_connection.web": ("delete_vpc_ingress_connection", "VpcIngressConnectionArn"),
    "service.web": ("delete_service", "ServiceArn"),
    "service.public": ("delete_service", "ServiceArn"),
    "vpc_connector.web": ("delete_vpc_connector", "VpcConnectorArn"),
    "observability_configuration.web": (
        "delete_observability_configuration",
        "ObservabilityConfigurationArn",
    ),
    "auto_scaling_configuration_version.web": (
        "delete_auto_scaling_configuration",
        "AutoScalingConfigurationArn",
    ),
    "connection.code": ("delete_connection", "ConnectionArn"),
}
"""The call that deletes each resource, and its arguments, in an order that AWS accepts."""


def delete_everything(deployment, client):
    """Delete the resources behind Terraform's back."""
    for name, (operation, *arguments) in DISAPPEARED.items():
        found = values(deployment, name)
        known = {
            "ServiceArn": found.get("service_arn", found.get("arn")),
            "DomainName": found.get("domain_name"),
        }
        given = {argument: known.get(argument) or found["arn"] for argument in arguments}
        for _ in range(100):
            try:
                getattr(client, operation)(**given)
                break
            except (client.exceptions.InvalidStateException, client.exceptions.InvalidRequestException):
                time.sleep(0.1)  # the deletion before it hasn't ended
        else:
            raise AssertionError(f"{operation} was never accepted")
    time.sleep(0.5)


def created_again(deployment):
    """Return what the next plan creates."""
    changes = deployment.terraform.plan()["resource_changes"]
    created = {item["address"] for item in changes if item["change"]["actions"] == ["create"]}
    # A deployment isn't looked up; its service is new.
    return created - {"aws_apprunner_deployment.web"}


def teams(deployment, sandbox):
    """Return the values of the tag of all resources that take tags."""
    client = sandbox.client("apprunner")
    tagged = [values(deployment, name)["arn"] for name in DISAPPEARED if not name.startswith("custom_domain")]
    tags = [client.list_tags_for_resource(ResourceArn=arn)["Tags"] for arn in tagged]
    return {tag["Value"] for found in tags for tag in found if tag["Key"] == "team"}


@pytest.mark.long
def test_everything(tmp_path):
    with Sandbox(Settings(operation_seconds=0.1)) as sandbox:
        before = sandbox.inventory()
        deployment = Deployment(tmp_path / "everything", sandbox).write("main.tf", EVERYTHING).apply()
        assert deployment.settled()
        changed = EVERYTHING
        for old, new in (("8000", "9000"), ("3", "4"), ('"shop"', '"api"')):
            changed = changed.replace(f"default = {old}", f"default = {new}")
        deployment.write("main.tf", changed).apply()
        source = sandbox.client("apprunner").describe_service(
            ServiceArn=values(deployment, "service.web")["arn"]
        )
        image = source["Service"]["SourceConfiguration"]["ImageRepository"]
        assert image["ImageConfiguration"]["Port"] == "9000"
        assert teams(deployment, sandbox) == {"api"}
        import_everything(deployment)
        client = sandbox.client("apprunner")
        # Destroy doesn't reset the default, and App Runner refuses to delete a default.
        client.update_default_auto_scaling_configuration(
            AutoScalingConfigurationArn=f"arn:aws:apprunner:{REGION}:{ACCOUNT}:"
            "autoscalingconfiguration/DefaultConfiguration/1"
        )
        delete_everything(deployment, client)
        assert created_again(deployment) == {f"aws_apprunner_{name}" for name in DISAPPEARED}
        deployment.terraform.destroy()
        left = {kind: names for kind, names in sandbox.inventory().items() if kind != "logs log groups"}
        assert left == before
