"""The container registry."""

import json

import pytest

from cdktf_apprunner import ConfigurationError, ContainerRegistry
from tests.support.account import KEY


def registry(scope, **arguments):
    return ContainerRegistry(scope, "registry", **{"repository_name": "shop", **arguments})


def counted(number):
    return {"countType": "imageCountMoreThan", "countNumber": number}


def test_defaults(synth):
    made = synth(registry)
    assert made.one("aws_ecr_repository") == {
        "name": "shop",
        "image_tag_mutability": "MUTABLE",
        "image_scanning_configuration": {"scan_on_push": True},
        "encryption_configuration": [{"encryption_type": "AES256"}],
        "force_delete": False,
    }
    assert made.all("aws_ecr_lifecycle_policy") == {}


def test_everything_else(synth):
    made = synth(
        lambda scope: registry(
            scope,
            protected_tags=["v*", "main", "v*"],
            keep_tagged=3,
            expire_untagged_days=1,
            immutable_tags=True,
            kms_key_arn=KEY,
            force_delete=True,
            permissions_boundary_arn="arn:aws:iam::111122223333:policy/boundary",
            role_path="/team/",
            tags={"a": "b"},
        )
    )
    repository = made.one("aws_ecr_repository")
    assert repository["image_tag_mutability"] == "IMMUTABLE"
    assert repository["encryption_configuration"] == [{"encryption_type": "KMS", "kms_key": KEY}]
    assert (repository["force_delete"], repository["tags"]) == (True, {"a": "b"})
    rules = json.loads(made.one("aws_ecr_lifecycle_policy")["policy"])["rules"]
    assert [rule["rulePriority"] for rule in rules] == [1, 2, 3, 4]
    assert [rule["selection"] for rule in rules] == [
        {"tagStatus": "tagged", "tagPatternList": ["main"], **counted(100_000)},
        {"tagStatus": "tagged", "tagPatternList": ["v*"], **counted(100_000)},
        {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1},
        {"tagStatus": "tagged", "tagPatternList": ["*"], **counted(3)},
    ]
    assert made.one("aws_iam_role")["permissions_boundary"].endswith("boundary")
    assert made.one("aws_iam_role")["path"] == "/team/"


def test_access_role_may_pull_this_repository_only(synth):
    made = synth(registry)
    role = made.one("aws_iam_role")
    assert role["name"] == "shop-apprunner-access"
    (trust,) = json.loads(role["assume_role_policy"])["Statement"]
    assert trust["Principal"] == {"Service": "build.apprunner.amazonaws.com"}
    pull, _ = made.statements("pull-images")
    assert pull["Resource"].startswith("${aws_ecr_repository.")
    assert "ecr:DescribeImages" in pull["Action"]


def test_other_accounts_may_only_look_up_and_pull(synth):
    made = synth(lambda scope: registry(scope, pull_accounts=["444455556666", "777788889999"]))
    policy = made.one("aws_ecr_repository_policy")
    assert policy["repository"].startswith("${aws_ecr_repository.")
    (statement,) = json.loads(policy["policy"])["Statement"]
    assert statement == {
        "Sid": "PullFromOtherAccounts",
        "Effect": "Allow",
        "Principal": {"AWS": ["arn:aws:iam::444455556666:root", "arn:aws:iam::777788889999:root"]},
        "Action": [
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:DescribeImages",
            "ecr:DescribeRepositories",
            "ecr:GetDownloadUrlForLayer",
        ],
    }


def test_without_other_accounts_there_is_no_policy(synth):
    assert synth(registry).all("aws_ecr_repository_policy") == {}


def test_attributes(synth):
    kept = []
    synth(lambda scope: kept.append(registry(scope)))
    assert "TOKEN" in kept[0].repository_url
    assert "TOKEN" in kept[0].access_role_arn


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"repository_name": "Shop"}, "repository_name"),
        ({"keep_tagged": 0}, "keep_tagged"),
        ({"expire_untagged_days": 0}, "expire_untagged_days"),
        ({"protected_tags": "v*"}, "protected_tags"),
        ({"protected_tags": ["v*-*-*-*-*"]}, "protected_tags"),
        ({"protected_tags": ["release/1"]}, "protected_tags"),
        ({"protected_tags": [""]}, "protected_tags"),
        ({"protected_tags": ["-v"]}, "protected_tags"),
        ({"protected_tags": [f"v{number}" for number in range(49)]}, "protected_tags"),
        ({"pull_accounts": ["44445555666"]}, "pull_accounts"),
        ({"pull_accounts": "444455556666"}, "pull_accounts"),
    ],
)
def test_refused(synth, arguments, field):
    with pytest.raises(ConfigurationError, match=field):
        synth(lambda scope: registry(scope, **arguments))
