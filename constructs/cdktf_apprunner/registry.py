"""The container registry: an ECR repository, and the role with which App Runner pulls from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, fields, frozen
from constructs import Construct

from cdktf_apprunner import aws, names, roles
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.terraform import require_versions

RELEASES = ("v*",)
"""The tags that are protected by default."""
LOOK_UP = "ecr:DescribeRepositories"
"""The action that a plan in another account needs, besides pulling, to look an image up."""


@frozen(kw_only=True)
class RegistrySettings:
    """Every setting of a registry; see `ContainerRegistry`.

    To add a setting, add a field here and an argument of `ContainerRegistry`, and use it there.
    """

    repository_name: str
    protected_tags: Sequence[str] = RELEASES
    keep_tagged: int | None = None
    expire_untagged_days: int | None = None
    immutable_tags: bool = False
    kms_key_arn: str | None = None
    force_delete: bool = False
    pull_accounts: Sequence[str] = ()
    permissions_boundary_arn: str | None = None
    role_path: str = "/"
    tags: Mapping[str, str] = field(factory=dict)

    def shared(self) -> dict[str, Any]:
        """Return the settings by name, for `ContainerRegistry`."""
        return {each.name: getattr(self, each.name) for each in fields(RegistrySettings)}

    @property
    def tags_or_none(self) -> dict[str, str] | None:
        """The tags for a resource: ``None`` if there are no tags."""
        return dict(self.tags) or None

    @property
    def expires(self) -> bool:
        """Whether images expire at all."""
        return self.keep_tagged is not None or self.expire_untagged_days is not None

    @property
    def role_settings(self) -> roles.RoleSettings:
        """The settings of the access role."""
        return roles.RoleSettings(self.permissions_boundary_arn, self.role_path, self.tags_or_none)

    def problems(self) -> list[Problem]:
        """Find every value that AWS would refuse; the caller checks the tags."""
        return [
            *limits.REPOSITORY_NAME.check("repository_name", self.repository_name),
            *limits.PROTECTED_TAG.check_each("protected_tags", self.protected_tags, limits.PROTECTED_TAGS),
            *limits.IMAGES_KEPT.check_optional("keep_tagged", self.keep_tagged),
            *limits.UNTAGGED_DAYS.check_optional("expire_untagged_days", self.expire_untagged_days),
            *check_kind("immutable_tags", self.immutable_tags, bool),
            *limits.REPOSITORY_KEY.check_optional("kms_key_arn", self.kms_key_arn),
            *check_kind("force_delete", self.force_delete, bool),
            *limits.ACCOUNT_ID.check_each("pull_accounts", self.pull_accounts),
            *limits.POLICY.check_optional("permissions_boundary_arn", self.permissions_boundary_arn),
            *limits.ROLE_PATH.check("role_path", self.role_path),
        ]


class ContainerRegistry(Part):
    """An ECR repository with a lifecycle policy, and the role with which App Runner pulls from it.

    Put it into its own stack and deploy that first: a service needs an image in it (trap 5).

    Parameters
    ----------
    repository_name
        2 to 256 lower-case letters, digits and . _ - /.
    protected_tags
        Tags that never expire, with ``*`` for any text: up to 48, with up to four ``*`` each, default ``v*``.
        A tag that a service runs must be among them.
    keep_tagged
        How many images to keep before those without a protected tag expire, oldest first: 1 or more, default
        none: all stay. ECR counts the protected images too.
    expire_untagged_days
        Days after its push until an untagged image expires: 1 or more, default none: all stay. A service can
        run an image whose tag has moved on, and App Runner may pull that image again.
    immutable_tags
        Whether a tag can't move to another image; default no, because tags such as ``dev`` must move.
    kms_key_arn
        ARN of the KMS key that encrypts the images; default none: AES-256 with a key of ECR.
    force_delete
        Whether Terraform may destroy the repository with the images in it; default no.
    pull_accounts
        Ids of other accounts whose services run its images; default none. IAM in each account decides which
        roles may pull.
    permissions_boundary_arn
        ARN of the access role's permissions boundary; default none.
    role_path
        Path of the access role, begins and ends with ``/``; default ``/``.
    tags
        Tags of the repository and the role; default none.

    Raises
    ------
    ConfigurationError
        With all problems at once.

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
        protected_tags: Sequence[str] = RELEASES,
        keep_tagged: int | None = None,
        expire_untagged_days: int | None = None,
        immutable_tags: bool = False,
        kms_key_arn: str | None = None,
        force_delete: bool = False,
        pull_accounts: Sequence[str] = (),
        permissions_boundary_arn: str | None = None,
        role_path: str = "/",
        tags: Mapping[str, str] | None = None,
    ) -> None:
        settings = RegistrySettings(
            repository_name=repository_name,
            protected_tags=protected_tags,
            keep_tagged=keep_tagged,
            expire_untagged_days=expire_untagged_days,
            immutable_tags=immutable_tags,
            kms_key_arn=kms_key_arn,
            force_delete=force_delete,
            pull_accounts=pull_accounts,
            permissions_boundary_arn=permissions_boundary_arn,
            role_path=role_path,
            tags=tags or {},
        )
        report([*settings.problems(), *check_tags(settings.tags)])
        super().__init__(scope, id)
        encryption = aws.EcrRepositoryEncryptionConfiguration(
            encryption_type="KMS" if kms_key_arn else "AES256", kms_key=kms_key_arn
        )
        self.resource = make(
            aws.EcrRepository,
            self,
            "repository",
            name=repository_name,
            image_scanning_configuration={"scan_on_push": True},
            image_tag_mutability="IMMUTABLE" if immutable_tags else "MUTABLE",
            encryption_configuration=[encryption],
            force_delete=force_delete,
            tags=settings.tags_or_none,
        )
        require_versions(self.resource)
        self.lifecycle_policy = None
        if settings.expires:
            self.lifecycle_policy = make(
                aws.EcrLifecyclePolicy,
                self,
                "lifecycle_policy",
                repository=self.resource.id,  # unlike its name, unknown while the repository is replaced
                policy=json.dumps({"rules": lifecycle_rules(settings)}),
            )
        if pull_accounts:
            make(
                aws.EcrRepositoryPolicy,
                self,
                "pull_policy",
                repository=self.resource.id,  # unlike its name, unknown while the repository is replaced
                policy=pull_policy(pull_accounts),
            )
        self.access_role = roles.create_access_role(
            self,
            names.access_role(repository_name),
            self.resource.arn,
            settings.role_settings,
        )

    @property
    def repository_url(self) -> str:
        """The address for ``docker push``, without a tag."""
        return str(self.resource.repository_url)

    @property
    def access_role_arn(self) -> str:
        """ARN of the role with which App Runner pulls."""
        return str(self.access_role.arn)


def pull_policy(pull_accounts: Sequence[str]) -> str:
    """Let other accounts look images up and pull them, and nothing else.

    The principals are accounts, and IAM there must allow the actions too. The roles' names aren't known here:
    users can choose the access role, and the role that plans needs ``ecr:DescribeImages`` too.
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


def lifecycle_rules(settings: RegistrySettings) -> list[dict[str, Any]]:
    """Write the rules: one for each protected tag, then those that expire images.

    An image that a rule selects by its tag can't be expired by a rule with a higher number. So each protected
    tag has a rule of its own, which never expires anything: several patterns in one rule select only images
    that have all of them. See https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """
    rules = [
        _rule(f"Images tagged {tag} stay", limits.REPOSITORY_IMAGES, tagStatus="tagged", tagPatternList=[tag])
        for tag in sorted(set(settings.protected_tags))
    ]
    if (days := settings.expire_untagged_days) is not None:
        rules.append(_rule(f"Untagged images go after {days} days", days, tagStatus="untagged"))
    if (kept := settings.keep_tagged) is not None:
        rules.append(_rule(f"The last {kept} images stay", kept, tagStatus="tagged", tagPatternList=["*"]))
    return [{"rulePriority": number, **rule} for number, rule in enumerate(rules, 1)]


def _rule(description: str, number: int, **selection: Any) -> dict[str, Any]:
    untagged = {"countType": "sinceImagePushed", "countUnit": "days"}
    counted = untagged if selection["tagStatus"] == "untagged" else {"countType": "imageCountMoreThan"}
    return {
        "description": description,
        "selection": {**selection, **counted, "countNumber": number},
        "action": {"type": "expire"},
    }
