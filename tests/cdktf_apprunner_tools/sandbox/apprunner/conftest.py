"""A sandbox for all tests of the API, with another account for each test."""

import json

import pytest

from cdktf_apprunner_tools.sandbox import Sandbox, Settings
from tests.support.apprunner import of_a_new_account
from tests.support.deployment import trust
from tests.support.images import HELLO_SOURCE

ACCESS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}],
}


@pytest.fixture(scope="module")
def shared():
    with Sandbox(Settings(operation_seconds=0.1)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared):
    """The shared sandbox, afterwards set back to its first settings."""
    yield shared
    shared.control(
        operation_seconds=0.1,
        next_operation=None,
        throttled_share=0,
        failing_share=0,
        role_propagation_seconds=0,
        unique_security_groups=False,
        ingress_connections=None,
        update_while_paused=False,
        absent_maps_clear=True,
    )


@pytest.fixture
def client(sandbox):
    """App Runner in another account for each test."""
    return of_a_new_account(sandbox)


@pytest.fixture
def create(client):
    def create(name="hello", source=None, **settings):
        made = client.create_service(ServiceName=name, SourceConfiguration=source or HELLO_SOURCE, **settings)
        return made["Service"]["ServiceArn"]

    return create


@pytest.fixture
def private(sandbox, client):
    """A source in ECR, and a role that may pull it."""
    sandbox.client("ecr", account_id=client.account_id).create_repository(repositoryName="shop")
    name = "access"
    iam = sandbox.client("iam", account_id=client.account_id)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("build.apprunner"))
    iam.put_role_policy(RoleName=name, PolicyName="pull", PolicyDocument=json.dumps(ACCESS))
    return {
        "ImageRepository": {
            "ImageIdentifier": f"{client.account_id}.dkr.ecr.eu-west-1.amazonaws.com/shop:v1",
            "ImageRepositoryType": "ECR",
        },
        "AuthenticationConfiguration": {"AccessRoleArn": f"arn:aws:iam::{client.account_id}:role/{name}"},
    }
