"""One environment: its service, where it runs, and where its state is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, check_kinds, report
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.environments._place import MANAGED, check_place
from cdktf_apprunner.environments.backends import Backend
from cdktf_apprunner.environments.guard import Production
from cdktf_apprunner.names import derived
from cdktf_apprunner.roles import check_permission
from cdktf_apprunner.secrets import Secret
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.sources.source import Source
from cdktf_apprunner.vpc_connector import VpcSettings


@frozen
class Vpc(VpcSettings):
    """Outbound traffic through a VPC, with a new connector for the environment.

    Parameters
    ----------
    vpc_id
        Id of the VPC.
    subnet_ids
        Ids of 1 to 200 subnets of that VPC. If the service calls the internet, they must be private subnets
        with a NAT gateway.
    security_group_ids
        Ids of 1 to 16 existing security groups; by default Terraform makes one.

    Raises
    ------
    ConfigurationError
        For an invalid id, and without a subnet.

    Examples
    --------
    >>> Vpc(vpc_id="vpc-0a1b2c3d", subnet_ids=["subnet-0a1b2c3d"]).vpc_id
    'vpc-0a1b2c3d'

    See https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
    """

    def __attrs_post_init__(self) -> None:
        report(self.problems())


@frozen
class Permission:
    """A permission of the running service, besides reading its secrets.

    Parameters
    ----------
    actions
        IAM actions such as ``s3:GetObject``.
    resources
        ARNs of the resources that the actions are allowed on; ``*`` for all.
    name
        Name of the permission in its address: letters, digits, ``_`` and ``-``. Default: the AWS services
        and resources that it is about.

    Raises
    ------
    ConfigurationError
        For an empty list, and for an invalid action, ARN or name.

    Examples
    --------
    >>> Permission(actions=["s3:GetObject"], resources=["arn:aws:s3:::shop-assets/*"]).actions
    ['s3:GetObject']

    See https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
    """

    actions: Sequence[str]
    resources: Sequence[str]
    name: str | None = None

    def __attrs_post_init__(self) -> None:
        report(check_permission(self.actions, self.resources, self.name))


@frozen(kw_only=True)
class Environment(ServiceSettings):
    """One environment: a service, where it runs, and where its state is kept.

    Parameters
    ----------
    name
        Name of the environment, its stack and its file: up to 31 lower-case letters, digits and hyphens.
    was
        The name that the environment had first, if you renamed it: the service keeps its name, and
        `LocalState` its file. Default none.
    region, account_id
        Region and account of the service; Terraform refuses credentials of another account.
    image
        `EcrImage`, `EcrPublicImage` or `CodeRepository`. The image's tag is the default of the Terraform
        variable ``image_tag``. If the plan can't show a new image or commit, the Terraform variable
        ``redeploy`` deploys it.
    backend
        `LocalState`, `S3State` or `TerraformCloud`.
    service_name
        Default ``<repository>-<name>``.
    vpc
        `Vpc`, or the ARN of an existing connector; default none.
    permissions
        List of `Permission` of the running service; default none.
    guard
        `Production`: rules that a production environment must follow; default none.
    port, start_command, environment, and so on
        Every other argument of `cdktf_apprunner.AppRunnerService`.
    tags
        Tags of every resource in the stack, besides ``environment`` and ``managed-by``; default none.

    Raises
    ------
    ConfigurationError
        With all problems at once.

    Examples
    --------
    >>> Environment(
    ...     name="dev", region="eu-west-1", account_id="111122223333",
    ...     image=EcrImage("shop", tag="dev"), backend=LocalState(),
    ... ).service_name
    'shop-dev'

    See https://docs.aws.amazon.com/apprunner/latest/api/API_CreateService.html
    """

    name: str
    was: str | None = None
    region: str
    account_id: str
    image: Source
    backend: Backend
    service_name: str = field()
    permissions: Sequence[Permission] = ()
    vpc: Vpc | str | None = None
    guard: Production | None = None

    @service_name.default
    def _default_service_name(self) -> str:
        base = self.image.default_service_name if isinstance(self.image, Source) else "service"
        return derived(base, self.first_name, limits.SERVICE_NAME.longest)

    def __attrs_post_init__(self) -> None:
        problems = [
            *limits.ENVIRONMENT_NAME.check("name", self.name),
            *self._check_was(),
            *check_place(self.region, self.account_id, self.backend),
            *self._check_settings(),
            *check_kind("vpc", self.vpc, Vpc, str, type(None)),
            *self._check_permissions(),
            *self._check_secret_accounts(),
            *check_kind("guard", self.guard, Production, type(None)),
        ]
        if isinstance(self.guard, Production):
            problems += self.guard.problems(self, self.image, {problem.field for problem in problems})
        report(problems)

    def _check_was(self) -> list[Problem]:
        if self.was is not None and self.was == self.name:
            return [Problem("was", self.was, "it is the environment's name now", "Leave it out")]
        return limits.ENVIRONMENT_NAME.check_optional("was", self.was)

    def _check_settings(self) -> list[Problem]:
        """Run the construct's checks, with the environment's argument names and tags."""
        names = {"source": "image", "vpc_connector": "vpc"}
        return [
            evolve(problem, field=names.get(problem.field, problem.field))
            for problem in self.problems(self.service_name, self.image, self.vpc)
        ] + check_tags(self.tags, {"environment": self.name, **MANAGED})

    def _check_permissions(self) -> list[Problem]:
        if kinds := check_kinds("permissions", self.permissions, Permission):
            return kinds
        names = [permission.name for permission in self.permissions if permission.name]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            given = ", ".join(doubled)
            return [Problem("permissions", given, "two permissions have the same name", "Change one of them")]
        if not self.permissions or self.instance_role_arn is None:
            return []
        advice = "Add the permissions where that role is made, or leave instance_role_arn out"
        return [Problem("permissions", self.instance_role_arn, "an existing role doesn't change", advice)]

    def _check_secret_accounts(self) -> list[Problem]:
        """Refuse SSM parameters of another account, which App Runner can't read."""
        page = f"{limits.GUIDE}/env-variable-manage.html"
        arns = {
            name: secret.arn if isinstance(secret, Secret) else secret
            for name, secret in (self.secrets.items() if isinstance(self.secrets, Mapping) else ())
        }
        return [
            Problem(
                f"secrets[{name!r}]",
                arn,
                f"allowed is a parameter of the environment's account, {self.account_id}",
                page=page,
            )
            for name, arn in arns.items()
            if isinstance(arn, str) and ":ssm:" in arn and not is_token(arn)
            if not limits.SECRET.check("arn", arn) and arn.split(":")[4] != self.account_id
        ]

    @property
    def first_name(self) -> str:
        """The name that the environment had before any renaming."""
        return self.was or self.name

    @property
    def default_tags(self) -> dict[str, str]:
        """Tags of every resource in the stack."""
        return {"environment": self.name, **MANAGED, **self.tags}

    @property
    def waived(self) -> dict[str, str]:
        """Rules of the guard that are waived here, each with its reason."""
        return dict(self.guard.waive) if self.guard else {}
