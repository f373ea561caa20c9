"""The container registry that environments share."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner.checks.errors import report
from cdktf_apprunner.checks.tags import check_tags
from cdktf_apprunner.environments._place import MANAGED, check_place
from cdktf_apprunner.environments.backends import Backend
from cdktf_apprunner.registry import RegistrySettings


@frozen(kw_only=True)
class Registry(RegistrySettings):
    """The container registry that the environments of an account and region share.

    Parameters
    ----------
    repository_name
        Name of the ECR repository: 2 to 256 lower-case letters, digits and . _ - /.
    region, account_id
        Region and account of the registry; Terraform refuses credentials of another account.
    backend
        `LocalState`, `S3State` or `TerraformCloud`.
    protected_tags, keep_tagged, expire_untagged_days
        As for `cdktf_apprunner.ContainerRegistry`. The environments' tags are protected besides. Synthesis
        refuses numbers with which an image that an environment runs could expire.
    immutable_tags, kms_key_arn, force_delete, pull_accounts
        As for `cdktf_apprunner.ContainerRegistry`.
    permissions_boundary_arn, role_path
        As for `cdktf_apprunner.ContainerRegistry`.
    tags
        Tags of every resource in the stack, besides ``managed-by``; default none.

    Raises
    ------
    ConfigurationError
        With all problems at once.

    Examples
    --------
    >>> Registry(
    ...     repository_name="shop", region="eu-west-1", account_id="111122223333", backend=LocalState()
    ... ).protected_tags
    ('v*',)

    See https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
    """

    region: str
    account_id: str
    backend: Backend

    def __attrs_post_init__(self) -> None:
        report(
            [
                *self.problems(),
                *check_place(self.region, self.account_id, self.backend),
                *check_tags(self.tags, MANAGED),
            ]
        )

    @property
    def default_tags(self) -> dict[str, str]:
        """Tags of every resource in the stack."""
        return {**MANAGED, **self.tags}
