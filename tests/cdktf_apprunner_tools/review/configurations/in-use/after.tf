data "aws_vpc" "default" { default = true }
data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_apprunner_auto_scaling_configuration_version" "web" {
  auto_scaling_configuration_name = "hello"
  max_size                        = 6
}
resource "aws_apprunner_vpc_connector" "web" {
  vpc_connector_name = "hello"
  subnets            = [sort(data.aws_subnets.default.ids)[1]]
  security_groups    = [aws_security_group.web.id]
}
resource "aws_security_group" "web" { name = "hello" }
resource "aws_apprunner_service" "web" {
  service_name                   = "hello"
  auto_scaling_configuration_arn = aws_apprunner_auto_scaling_configuration_version.web.arn
  source_configuration {
    auto_deployments_enabled = false
    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:latest"
      image_repository_type = "ECR_PUBLIC"
    }
  }
  network_configuration {
    egress_configuration {
      egress_type       = "VPC"
      vpc_connector_arn = aws_apprunner_vpc_connector.web.arn
    }
  }
}
