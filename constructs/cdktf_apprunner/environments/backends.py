"""Where Terraform keeps its state."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner.checks.errors import report
from cdktf_apprunner.checks.limit import Text
from cdktf_apprunner.terraform import (
    CloudBackend,
    LocalBackend,
    NamedCloudWorkspace,
    S3Backend,
    TerraformStack,
)

S3_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
BUCKET = Text(
    r"(?!xn--)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
    "allowed are 3 to 63 lower-case letters, digits, . and -, beginning and ending with a letter or digit",
    f"{S3_GUIDE}/bucketnamingrules.html",
)
KEY = Text(
    r"(?!/)(?!.*//)[A-Za-z0-9!_.*'()/-]{1,1017}(?<!/)",
    "allowed is a path such as shop/staging.tfstate, without / at either end",
    f"{S3_GUIDE}/object-keys.html",
)
"""S3's safe characters; seven fewer than its 1,024 bytes, because the lock's key ends in ``.tflock``."""
BUCKET_REGION = Text(
    r"[a-z]{2,3}(?:-[a-z]+){1,3}-\d",
    "allowed is a region such as eu-west-1",
    "https://docs.aws.amazon.com/general/latest/gr/s3.html",
)
ORGANIZATION = Text(
    r"[A-Za-z0-9_-]+",
    "allowed are letters, digits, - and _",
    "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/organizations",
)
WORKSPACE = Text(
    r"[A-Za-z0-9_-]{1,90}",
    "allowed are up to 90 letters, digits, - and _",
    "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create",
)
HOSTNAME = Text(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?::\d{1,5})?",
    "allowed is a host name such as app.terraform.io, with a port or without",
    "https://developer.hashicorp.com/terraform/cli/cloud/settings",
)
PROJECT = Text(
    r"[A-Za-z0-9_-][A-Za-z0-9 _-]{1,38}[A-Za-z0-9_-]",
    "allowed are 3 to 40 letters, digits, - and _, and spaces between them",
    "https://developer.hashicorp.com/terraform/cloud-docs/projects/manage",
)


@frozen
class LocalState:
    """State in the file ``terraform.<stack>.tfstate`` beside ``cdktf.out``; for one person or a trial.

    A renamed environment keeps its file: ``Environment(was=…)`` has the name.

    Examples
    --------
    >>> print(LocalState())
    local file

    See https://developer.hashicorp.com/terraform/language/backend/local
    """

    def create(self, stack: TerraformStack, name: str) -> None:
        """Set the stack's backend; the path is relative, so the JSON is the same on every machine."""
        LocalBackend(stack, path=f"../../../terraform.{name}.tfstate")

    def __str__(self) -> str:
        return "local file"


@frozen
class S3State:
    """State in an S3 object, with a lock in S3. Terraform before 1.10 ignores the lock.

    Parameters
    ----------
    bucket
        Name of the bucket: 3 to 63 characters. Turn its versioning on.
    key
        Key of the object, such as ``shop/staging.tfstate``: up to 1,017 characters. The lock is an object
        beside it.
    region
        Region of the bucket, any of AWS's.

    Raises
    ------
    ConfigurationError
        With all invalid fields at once.

    Examples
    --------
    >>> print(S3State(bucket="acme-terraform-state", key="shop/staging.tfstate", region="eu-west-1"))
    s3://acme-terraform-state/shop/staging.tfstate

    See https://developer.hashicorp.com/terraform/language/backend/s3
    """

    bucket: str
    key: str
    region: str

    def __attrs_post_init__(self) -> None:
        report(
            [
                *BUCKET.check("bucket", self.bucket),
                *KEY.check("key", self.key),
                *BUCKET_REGION.check("region", self.region),
            ]
        )

    def create(self, stack: TerraformStack, name: str) -> None:  # backends share the signature
        """Set the stack's backend."""
        S3Backend(stack, bucket=self.bucket, key=self.key, region=self.region, encrypt=True)
        # CDKTF 0.21 doesn't know the setting, hence the override.
        stack.add_override("terraform.backend.s3.use_lockfile", True)

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@frozen
class TerraformCloud:
    """One workspace of HCP Terraform (Terraform Cloud) or Terraform Enterprise.

    ``docs/terraform-cloud.md`` lists the settings that the workspace needs.

    Parameters
    ----------
    organization
        Name of the organization: letters, digits, ``-`` and ``_``.
    workspace
        Name of the workspace, one for each environment: up to 90 letters, digits, ``-`` and ``_``.
    hostname
        Host name, with its port unless that is 443; default ``app.terraform.io``.
    project
        Project in which Terraform makes the workspace: 3 to 40 letters, digits, ``-``, ``_`` and spaces. An
        existing workspace stays in its project. Default none: the organization's default project.

    Raises
    ------
    ConfigurationError
        With all invalid fields at once.

    Examples
    --------
    >>> print(TerraformCloud(organization="acme", workspace="shop-prod", project="shop"))
    app.terraform.io/acme/shop-prod

    See https://developer.hashicorp.com/terraform/cli/cloud/settings
    """

    organization: str
    workspace: str
    hostname: str = "app.terraform.io"
    project: str | None = None

    def __attrs_post_init__(self) -> None:
        report(
            [
                *ORGANIZATION.check("organization", self.organization),
                *WORKSPACE.check("workspace", self.workspace),
                *HOSTNAME.check("hostname", self.hostname),
                *PROJECT.check_optional("project", self.project),
            ]
        )

    def create(self, stack: TerraformStack, name: str) -> None:  # backends share the signature
        """Set the stack's backend."""
        CloudBackend(
            stack,
            organization=self.organization,
            hostname=self.hostname,
            workspaces=NamedCloudWorkspace(self.workspace, self.project),
        )

    def __str__(self) -> str:
        return f"{self.hostname}/{self.organization}/{self.workspace}"


Backend = LocalState | S3State | TerraformCloud
