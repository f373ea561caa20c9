"""Where Terraform keeps its state."""

from __future__ import annotations

from attrs import frozen
from cdktf import CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, TerraformStack


@frozen
class LocalState:
    """A file beside ``cdktf.out``, ``terraform.<stack>.tfstate``; for one person, or a trial.

    See https://developer.hashicorp.com/terraform/language/backend/local
    """

    def create(self, stack: TerraformStack, name: str) -> None:
        """Set the stack's backend; the path is relative, so that the JSON is the same everywhere."""
        LocalBackend(stack, path=f"../../../terraform.{name}.tfstate")

    def __str__(self) -> str:
        return "local file"


@frozen
class S3State:
    """An object in S3, locked by S3 itself (Terraform 1.10 or newer locks, older ones ignore it).

    Parameters
    ----------
    bucket
        The bucket; turn versioning on there.
    key
        The object, such as ``shop/staging.tfstate``.
    region
        The bucket's region.

    See https://developer.hashicorp.com/terraform/language/backend/s3
    """

    bucket: str
    key: str
    region: str

    def create(self, stack: TerraformStack, name: str) -> None:  # backends share the signature
        """Set the stack's backend."""
        S3Backend(stack, bucket=self.bucket, key=self.key, region=self.region, encrypt=True)
        # CDKTF 0.21 doesn't know the setting, hence the override.
        stack.add_override("terraform.backend.s3.use_lockfile", True)  # the value itself

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@frozen
class TerraformCloud:
    """One workspace of HCP Terraform or Terraform Enterprise.

    Parameters
    ----------
    organization
        The organization.
    workspace
        The workspace; one an environment.
    hostname
        Default ``app.terraform.io``.

    See https://developer.hashicorp.com/terraform/cli/cloud/settings
    """

    organization: str
    workspace: str
    hostname: str = "app.terraform.io"

    def create(self, stack: TerraformStack, name: str) -> None:  # backends share the signature
        """Set the stack's backend."""
        CloudBackend(
            stack,
            organization=self.organization,
            hostname=self.hostname,
            workspaces=NamedCloudWorkspace(self.workspace),
        )

    def __str__(self) -> str:
        return f"{self.hostname}/{self.organization}/{self.workspace}"


Backend = LocalState | S3State | TerraformCloud
