"""The Terraform provider, in plain HCL: all nine resources and the data source."""

import pytest

from tests.e2e.conftest import ACCOUNT, PLAIN_HEAD, REGION, Deployment
from tools.sandbox import Sandbox, Settings

pytestmark = pytest.mark.terraform
EVERYTHING = (
    PLAIN_HEAD
    + """
variable "port" { default = "8000" }
variable "size" { default = 3 }
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
  max_size                        = var.size
  lifecycle { create_before_destroy = true }
}
resource "aws_apprunner_default_auto_scaling_configuration_version" "web" {
  auto_scaling_configuration_arn = aws_apprunner_auto_scaling_configuration_version.other.arn
}
resource "aws_apprunner_auto_scaling_configuration_version" "other" {
  auto_scaling_configuration_name = "other"
}
resource "aws_apprunner_observability_configuration" "web" {
  observability_configuration_name = "hello"
  trace_configuration { vendor = "AWSXRAY" }
}
resource "aws_apprunner_connection" "code" {
  connection_name = "code"
  provider_type   = "GITHUB"
}
resource "aws_apprunner_vpc_connector" "web" {
  vpc_connector_name = "hello"
  subnets            = [data.aws_subnets.default.ids[0]]
  security_groups    = [aws_security_group.web.id]
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
  tags = { team = "shop" }
}
resource "aws_apprunner_vpc_ingress_connection" "web" {
  name        = "hello"
  service_arn = aws_apprunner_service.web.arn
  ingress_vpc_configuration {
    vpc_id          = data.aws_vpc.default.id
    vpc_endpoint_id = "vpce-0a1b2c3d4e5f60718"
  }
}
resource "aws_apprunner_service" "public" {
  service_name = "public"
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


def test_everything(tmp_path):
    with Sandbox(Settings(operation_seconds=0.1)) as sandbox:
        before = sandbox.inventory()
        deployment = Deployment(tmp_path / "everything", sandbox).write("main.tf", EVERYTHING).apply()
        assert deployment.settled()
        deployment.terraform.apply("-var=port=9000", "-var=size=4")
        service = next(
            item
            for item in deployment.terraform.plan("-var=port=9000", "-var=size=4")["prior_state"]["values"][
                "root_module"
            ]["resources"]
            if item["address"] == "aws_apprunner_service.web"
        )
        image = service["values"]["source_configuration"][0]["image_repository"][0]
        assert image["image_configuration"][0]["port"] == "9000"
        arn = service["values"]["arn"]
        deployment.terraform.run("state", "rm", "aws_apprunner_service.web")
        deployment.terraform.run(
            "import", "-no-color", "-var=port=9000", "-var=size=4", "aws_apprunner_service.web", arn
        )
        plan = deployment.terraform.plan("-var=port=9000", "-var=size=4")
        changed = [
            item["address"]
            for item in plan["resource_changes"]
            if item["change"]["actions"] not in (["no-op"], ["read"])
        ]
        assert changed == []
        # Destroying the choice of a default does nothing, and a default can't be deleted.
        client = sandbox.client("apprunner")
        client.update_default_auto_scaling_configuration(
            AutoScalingConfigurationArn=f"arn:aws:apprunner:{REGION}:{ACCOUNT}:"
            "autoscalingconfiguration/DefaultConfiguration/1"
        )
        deployment.terraform.destroy()
        left = {kind: names for kind, names in sandbox.inventory().items() if kind != "logs log groups"}
        assert left == before
