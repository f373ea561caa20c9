resource "aws_apprunner_service" "web" {
  service_name = "intranet"
  source_configuration {
    auto_deployments_enabled = false
    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:latest"
      image_repository_type = "ECR_PUBLIC"
    }
  }
  instance_configuration { instance_role_arn = aws_iam_role.web.arn }
  network_configuration {
    ingress_configuration { is_publicly_accessible = false }
  }
}
resource "aws_iam_role" "web" {
  name                 = "intranet"
  permissions_boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "tasks.apprunner.amazonaws.com" } }]
  })
}
resource "aws_security_group" "database" {
  name   = "database"
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}
