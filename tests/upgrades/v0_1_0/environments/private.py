"""A private service of a public image, with a new endpoint, which an apply can deploy again."""

from cdktf_apprunner import EcrPublicImage, PrivateIngress
from cdktf_apprunner.environments import Environment, LocalState

environment = Environment(
    name="private",
    region="eu-west-1",
    account_id="111122223333",
    backend=LocalState(),
    image=EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest"),
    service_name="hello",
    private_ingress=PrivateIngress(vpc_id="vpc-0a1b2c3d4e5f60718", subnet_ids=["subnet-0a1b2c3d4e5f60718"]),
)
