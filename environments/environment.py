"""What an environment, and the registry they share, may set: typed and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from cdktf_apprunner import CodeRepository, EcrImage, EcrPublicImage, Problem, Secret, limits
from cdktf_apprunner.errors import check_kind, check_kinds, report
from cdktf_apprunner.names import derived
from cdktf_apprunner.registry import check_settings as check_registry
from cdktf_apprunner.service import check_permission
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.tags import check_tags
from cdktf_apprunner.vpc_connector import check_settings as check_vpc
from environments.backends import Backend, LocalState, S3State, TerraformCloud
from environments.guard import Production

MANAGED = {"managed-by": "cdktf"}
"""The tag of everything that is made here."""


@frozen
class Vpc:
    """Outbound traffic through a VPC, by a connector of the environment's own.

    Parameters
    ----------
    vpc_id
        The VPC.
    subnet_ids
        One subnet or more of it, private ones with a NAT gateway where the service calls the internet.
    security_group_ids
        Existing groups; default one of its own.
    """

    vpc_id: str
    subnet_ids: Sequence[str]
    security_group_ids: Sequence[str] | None = None

    def __attrs_post_init__(self) -> None:
        report(
            check_vpc("vpc-connector", self.vpc_id, self.subnet_ids, self.security_group_ids), skip=__name__
        )


@frozen
class Permission:
    """What the running service may do beyond reading its secrets.

    Parameters
    ----------
    actions
        IAM actions such as ``s3:GetObject``.
    resources
        ARNs they are allowed on.
    """

    actions: Sequence[str]
    resources: Sequence[str]

    def __attrs_post_init__(self) -> None:
        report(check_permission(self.actions, self.resources, None), skip=__name__)


@frozen(kw_only=True)
class Registry:
    """The container registry that the environments of an account and region share.

    Parameters
    ----------
    repository_name
        Name of the ECR repository.
    region, account_id
        Where it is; other credentials are refused.
    backend
        Where its state is kept.
    keep_tagged, expire_untagged_days, immutable_tags, kms_key_arn, force_delete, pull_accounts
        As of `cdktf_apprunner.ContainerRegistry`.
    tags
        Tags of everything in the stack.
    """

    repository_name: str
    region: str
    account_id: str
    backend: Backend
    keep_tagged: int = 50
    expire_untagged_days: int = 14
    immutable_tags: bool = False
    kms_key_arn: str | None = None
    force_delete: bool = False
    pull_accounts: Sequence[str] = ()
    tags: Mapping[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        report(
            [
                *check_registry(**self.shared()),
                *_check_place(self.region, self.account_id, self.backend),
                *check_tags(self.tags, MANAGED),
            ],
            skip=__name__,
        )

    def shared(self) -> dict[str, Any]:
        """Return the settings that `ContainerRegistry` takes, by name; tags are the provider's."""
        return {
            "repository_name": self.repository_name,
            "keep_tagged": self.keep_tagged,
            "expire_untagged_days": self.expire_untagged_days,
            "immutable_tags": self.immutable_tags,
            "kms_key_arn": self.kms_key_arn,
            "force_delete": self.force_delete,
            "pull_accounts": self.pull_accounts,
        }

    @property
    def default_tags(self) -> dict[str, str]:
        """Tags of everything in the stack."""
        return {**MANAGED, **self.tags}


@frozen(kw_only=True)
class Environment(ServiceSettings):
    """One environment: a service, where it runs, and where its state is kept.

    Parameters
    ----------
    name
        Name of environment, stack and file.
    region, account_id
        Where it runs; other credentials are refused.
    image
        `EcrImage` or `EcrPublicImage`, whose tag is the default of the Terraform variable ``image_tag``; or
        `CodeRepository`. Where nothing tells the plan of a new image or commit, the Terraform variable
        ``redeploy`` does.
    backend
        `LocalState`, `S3State` or `TerraformCloud`.
    service_name
        Default ``<repository>-<name>``.
    vpc
        `Vpc`, or the ARN of an existing connector; default none.
    permissions
        `Permission`: what the running service may do.
    guard
        `Production`: rules that production keeps to; default none.
    port, start_command, environment, and so on
        All else that `cdktf_apprunner.AppRunnerService` takes.
    tags
        Tags of everything in the stack, beside ``environment``.

    Raises
    ------
    ConfigurationError
        With every problem at once.

    Examples
    --------
    >>> Environment(
    ...     name="dev", region="eu-west-1", account_id="111122223333",
    ...     image=EcrImage("shop", tag="dev"), backend=LocalState(),
    ... ).service_name
    'shop-dev'
    """

    name: str
    region: str
    account_id: str
    image: EcrImage | EcrPublicImage | CodeRepository
    backend: Backend
    service_name: str = field()
    permissions: Sequence[Permission] = ()
    vpc: Vpc | str | None = None
    guard: Production | None = None

    @service_name.default
    def _default_service_name(self) -> str:
        repository = str(getattr(self.image, "repository", "service")).rpartition("/")[2]
        return derived(repository, self.name, limits.SERVICE_NAME.longest)

    def __attrs_post_init__(self) -> None:
        problems = [
            *limits.ENVIRONMENT_NAME.check("name", self.name),
            *_check_place(self.region, self.account_id, self.backend),
            *self._check_settings(),
            *check_kind("vpc", self.vpc, Vpc, str, type(None)),
            *self._check_permissions(),
            *self._check_secret_accounts(),
            *check_kind("guard", self.guard, Production, type(None)),
        ]
        if isinstance(self.guard, Production):
            problems += self.guard.problems(self, {problem.field for problem in problems})
        report(problems, skip=__name__)

    def _check_settings(self) -> list[Problem]:
        """Check what the construct checks too, in the environment's own words and beside its own tags."""
        words = {"source": "image", "vpc_connector": "vpc"}
        return [
            evolve(problem, field=words.get(problem.field, problem.field))
            for problem in self.problems(self.service_name, self.image, self.vpc)
        ] + check_tags(self.tags, {"environment": self.name, **MANAGED})

    def _check_permissions(self) -> list[Problem]:
        kinds = check_kinds("permissions", self.permissions, Permission)
        if kinds or not self.permissions or self.instance_role_arn is None:
            return kinds
        advice = "Add the permissions where that role is made, or leave instance_role_arn out"
        return [Problem("permissions", self.instance_role_arn, "a given role is left as it is", advice)]

    def _check_secret_accounts(self) -> list[Problem]:
        """App Runner reads no parameter of another account."""
        page = f"{limits.GUIDE}/env-variable-manage.html"
        arns = {
            name: secret.arn if isinstance(secret, Secret) else secret
            for name, secret in (self.secrets.items() if isinstance(self.secrets, Mapping) else ())
        }
        return [
            Problem(
                f"secrets[{name!r}]", arn, f"a parameter lies in the account, {self.account_id}", page=page
            )
            for name, arn in arns.items()
            if isinstance(arn, str) and ":ssm:" in arn and not limits.is_token(arn)
            if not limits.SECRET.check("arn", arn) and arn.split(":")[4] != self.account_id
        ]

    @property
    def default_tags(self) -> dict[str, str]:
        """Tags of everything in the stack."""
        return {"environment": self.name, **MANAGED, **self.tags}

    @property
    def waived(self) -> dict[str, str]:
        """Rules of the guard that don't hold here, each with the reason."""
        return dict(self.guard.waive) if self.guard else {}

    @property
    def repository(self) -> str | None:
        """The repository in the account's own registry that the image is in, if it is."""
        own = isinstance(self.image, EcrImage) and self.image.account_id is None and self.image.region is None
        return self.image.repository if own and isinstance(self.image, EcrImage) else None


def _check_place(region: str, account_id: str, backend: object) -> list[Problem]:
    problems = [*limits.REGION.check("region", region), *limits.ACCOUNT_ID.check("account_id", account_id)]
    if not isinstance(backend, LocalState | S3State | TerraformCloud):
        problems.append(Problem("backend", backend, "allowed are LocalState, S3State and TerraformCloud"))
    return problems
