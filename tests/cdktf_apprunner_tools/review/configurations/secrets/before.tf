provider "aws" {
  access_key = "planted-access-key"
  secret_key = "planted-in-the-provider"
}
variable "password" {
  default   = "planted-before |`<b>"
  sensitive = true
}
variable "word" {
  default   = "planted-word-before"
  sensitive = true
}
variable "nested" {
  default   = { users = [{ name = "shop", key = "planted-nested-before" }] }
  sensitive = true
}
resource "aws_ssm_parameter" "key" {
  name  = "/hello/key"
  type  = "SecureString"
  value = var.password
}
resource "aws_ssm_parameter" "by_hand" {
  name  = "/hello/by-hand"
  type  = "SecureString"
  value = "planted-drift-before"
}
resource "aws_secretsmanager_secret" "key" { name = "hello-secrets" }
resource "aws_secretsmanager_secret_version" "key" {
  secret_id     = aws_secretsmanager_secret.key.id
  secret_string = jsonencode(var.nested)
}
resource "terraform_data" "nested" {
  input = { list = ["plain", [var.password]], users = var.nested.users, plain = "visible" }
}
resource "aws_iam_role" "web" {
  name = "hello-secrets"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "tasks.apprunner.amazonaws.com" } }]
  })
  tags = { note = var.word }
}
resource "aws_iam_role_policy" "web" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::${var.word}/*" }]
  })
}
resource "aws_apprunner_service" "web" {
  service_name = "hello-secrets"
  source_configuration {
    auto_deployments_enabled = false
    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:latest"
      image_repository_type = "ECR_PUBLIC"
      image_configuration {
        start_command = "serve --key ${var.word}"
        runtime_environment_variables = {
          WORD              = var.password
          DATABASE_PASSWORD = "planted-plain-before"
          DATABASE_URL      = "postgres://shop:planted-in-url-before@db.internal/shop"
          AGAIN             = nonsensitive(var.password)
        }
      }
    }
  }
}
output "password" {
  value     = var.password
  sensitive = true
}
output "nested" {
  value     = { again = [var.nested] }
  sensitive = true
}
check "password" {
  assert {
    condition     = length(var.password) < 3
    error_message = "The word ${nonsensitive(var.password)} is too long."
  }
}
