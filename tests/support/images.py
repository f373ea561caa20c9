"""A public image that everybody may pull."""

HELLO = "public.ecr.aws/aws-containers/hello-app-runner:latest"
HELLO_SOURCE = {
    "ImageRepository": {"ImageIdentifier": HELLO, "ImageRepositoryType": "ECR_PUBLIC"},
    "AutoDeploymentsEnabled": False,
}
"""The image as App Runner's API takes it."""
