variable "image_tag" { type = string }
variable "password" {
  type      = string
  sensitive = true
}
resource "aws_apprunner_service" "web" {
  for_each     = toset(["eu", "us"])
  service_name = "hello-${each.key}"
  source_configuration {
    auto_deployments_enabled = false
    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:${var.image_tag}"
      image_repository_type = "ECR_PUBLIC"
      image_configuration {
        runtime_environment_variables = { GREETING = "hello", WORD = var.password }
      }
    }
  }
}
