"""Deployments: images, pushes, roll-backs."""

import json
import time

import pytest

from tests.support.apprunner import operations, refused, settle

pytestmark = pytest.mark.slow


def push(sandbox, client, tag, content=""):
    return sandbox.push("shop", tag, content, account_id=client.account_id)


def test_a_missing_image_fails(client, create, private):
    arn = create(source=private)
    assert settle(client, arn) == "CREATE_FAILED"
    assert operations(client, arn) == [("CREATE_SERVICE", "FAILED")]


def test_a_push_is_deployed(sandbox, client, create, private):
    push(sandbox, client, "v1")
    arn = create(source=private)
    settle(client, arn)
    push(sandbox, client, "other")
    time.sleep(0.3)
    assert len(operations(client, arn)) == 1
    push(sandbox, client, "v1", "newer")
    for _ in range(40):
        time.sleep(0.05)
        if operations(client, arn)[0] == ("START_DEPLOYMENT", "SUCCEEDED"):
            return
    raise AssertionError("the push was never deployed")


def test_an_update_that_fails_rolls_back(sandbox, client, create, private):
    push(sandbox, client, "v1")
    arn = create(source=private)
    settle(client, arn)
    missing = private["ImageRepository"]["ImageIdentifier"].replace("v1", "none")
    changed = {**private, "ImageRepository": {**private["ImageRepository"], "ImageIdentifier": missing}}
    client.update_service(ServiceArn=arn, SourceConfiguration=changed)
    assert settle(client, arn) == "RUNNING"
    service = client.describe_service(ServiceArn=arn)["Service"]
    assert service["SourceConfiguration"]["ImageRepository"]["ImageIdentifier"].endswith(":v1")
    assert operations(client, arn)[0] == ("UPDATE_SERVICE", "ROLLBACK_SUCCEEDED")


def test_a_repository_policy_lets_other_accounts_in(sandbox, client, private):
    push(sandbox, client, "v1")
    guest = "888877776666"
    ecr = sandbox.client("ecr", account_id=guest)
    asked = {"repositoryName": "shop", "registryId": client.account_id}
    with refused(
        "AccessDeniedException", f"arn:aws:iam::{guest}:root is not authorized to perform: ecr:Desc"
    ):
        ecr.describe_images(**asked)
    action = {"Effect": "Allow", "Action": "ecr:DescribeImages"}
    owner = sandbox.client("ecr", account_id=client.account_id)
    for principal in ("arn:aws:iam::999999999999:root", f"arn:aws:iam::{guest}:root"):
        policy = {"Version": "2012-10-17", "Statement": [{**action, "Principal": {"AWS": principal}}]}
        owner.set_repository_policy(repositoryName="shop", policyText=json.dumps(policy))
        if guest not in principal:
            with refused("AccessDeniedException", "no resource-based policy"):
                ecr.describe_images(**asked)
    (image,) = ecr.describe_images(**asked)["imageDetails"]
    assert image["registryId"] == client.account_id
    with refused("AccessDeniedException", "ecr:DescribeRepositories"):
        ecr.describe_repositories(registryId=client.account_id, repositoryNames=["shop"])
