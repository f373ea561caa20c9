"""Where images live."""

from __future__ import annotations

import json
from collections.abc import Sequence

from constructs import Construct

from cdktf_apprunner import aws, limits, names, roles
from cdktf_apprunner.errors import Problem, check_kind, report
from cdktf_apprunner.tags import check_tags

LOOK_UP = "ecr:DescribeRepositories"
"""What whoever plans in another account needs beside pulling, to look the image up."""


class ContainerRegistry(Construct):
    """An ECR repository with a lifecycle policy, and the role with which App Runner pulls from it.

    It belongs in a stack of its own, deployed first: a service needs an image there (trap 5).

    Parameters
    ----------
    repository_name
        2 to 256 lower-case letters, digits and . _ - /.
    keep_tagged
        How many tagged images are kept: 1 or more, default 50.
    expire_untagged_days
        Days after which untagged images go: 1 or more, default 14.
    immutable_tags
        Whether a tag can't be moved; default no, since moving tags such as ``dev`` need that.
    kms_key_arn
        Encrypt with this key; default AES-256 with ECR's own.
    force_delete
        Whether destroying it deletes images in it; default no.
    pull_accounts
        Accounts whose services run images of it; what in such an account may pull, its own IAM says.
    permissions_boundary_arn
        Boundary of the access role.
    tags
        Tags of repository and role.

    Raises
    ------
    ConfigurationError
        When a name, number or account is out of range.

    Examples
    --------
    >>> registry = ContainerRegistry(stack, "registry", repository_name="shop")

    See https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        repository_name: str,
        keep_tagged: int = 50,
        expire_untagged_days: int = 14,
        immutable_tags: bool = False,
        kms_key_arn: str | None = None,
        force_delete: bool = False,
        pull_accounts: Sequence[str] = (),
        permissions_boundary_arn: str | None = None,
        tags: dict[str, str] | None = None,
    ) -> None:
        report(
            [
                *check_settings(
                    repository_name=repository_name,
                    keep_tagged=keep_tagged,
                    expire_untagged_days=expire_untagged_days,
                    immutable_tags=immutable_tags,
                    kms_key_arn=kms_key_arn,
                    force_delete=force_delete,
                    pull_accounts=pull_accounts,
                ),
                *_check_optional("permissions_boundary_arn", permissions_boundary_arn, limits.POLICY),
                *check_tags(tags),
            ]
        )
        super().__init__(scope, id)
        encryption = aws.EcrRepositoryEncryptionConfiguration(
            encryption_type="KMS" if kms_key_arn else "AES256", kms_key=kms_key_arn
        )
        self.resource = aws.EcrRepository(
            self,
            "repository",
            name=repository_name,
            image_scanning_configuration={"scan_on_push": True},
            image_tag_mutability="IMMUTABLE" if immutable_tags else "MUTABLE",
            encryption_configuration=[encryption],
            force_delete=force_delete,
            tags=tags,
        )
        self.lifecycle_policy = aws.EcrLifecyclePolicy(
            self,
            "lifecycle_policy",
            repository=self.resource.name,
            policy=lifecycle_policy(keep_tagged, expire_untagged_days),
        )
        if pull_accounts:
            aws.EcrRepositoryPolicy(
                self, "pull_policy", repository=self.resource.name, policy=pull_policy(pull_accounts)
            )
        self.access_role = roles.create_access_role(
            self,
            names.access_role(repository_name),
            self.resource.arn,
            roles.RoleSettings(permissions_boundary_arn, tags=tags),
        )

    @property
    def repository_url(self) -> str:
        """Where ``docker push`` goes, without the tag."""
        return str(self.resource.repository_url)

    @property
    def access_role_arn(self) -> str:
        """ARN of the role with which App Runner pulls."""
        return str(self.access_role.arn)


def pull_policy(pull_accounts: Sequence[str]) -> str:
    """Let other accounts look images up and pull them, and no more.

    The principals are the accounts, whose own IAM must allow it too: the name of an access role may be
    anybody's choice there, and whoever plans needs ``ecr:DescribeImages`` under another name.
    """
    return roles.document(
        [
            {
                "Sid": "PullFromOtherAccounts",
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:aws:iam::{account}:root" for account in pull_accounts]},
                "Action": sorted((*roles.PULL_ACTIONS, LOOK_UP)),
            }
        ]
    )


def check_settings(
    *,
    repository_name: str,
    keep_tagged: int,
    expire_untagged_days: int,
    immutable_tags: bool,
    kms_key_arn: str | None,
    force_delete: bool,
    pull_accounts: Sequence[str],
) -> list[Problem]:
    """Find what AWS would refuse."""
    return [
        *limits.REPOSITORY_NAME.check("repository_name", repository_name),
        *limits.IMAGES_KEPT.check("keep_tagged", keep_tagged),
        *limits.UNTAGGED_DAYS.check("expire_untagged_days", expire_untagged_days),
        *check_kind("immutable_tags", immutable_tags, bool),
        *_check_optional("kms_key_arn", kms_key_arn, limits.REPOSITORY_KEY),
        *check_kind("force_delete", force_delete, bool),
        *limits.ACCOUNT_ID.check_each("pull_accounts", pull_accounts),
    ]


def _check_optional(field: str, value: object, limit: limits.Text) -> list[Problem]:
    return [] if value is None else limit.check(field, value)


def lifecycle_policy(keep_tagged: int, expire_untagged_days: int) -> str:
    """Write the policy: untagged images go by age, tagged ones by number."""
    untagged = {
        "rulePriority": 1,
        "description": f"Untagged images go after {expire_untagged_days} days",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": expire_untagged_days,
        },
        "action": {"type": "expire"},
    }
    tagged = {
        "rulePriority": 2,
        "description": f"The last {keep_tagged} tagged images stay",
        "selection": {
            "tagStatus": "tagged",
            "tagPatternList": ["*"],
            "countType": "imageCountMoreThan",
            "countNumber": keep_tagged,
        },
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [untagged, tagged]})
