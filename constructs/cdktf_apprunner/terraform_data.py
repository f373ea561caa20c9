"""``terraform_data``, Terraform's own resource for values and steps."""

from __future__ import annotations

from typing import Any

from cdktf import TerraformResource
from constructs import Construct


def create_data(scope: Construct, id: str, values: dict[str, Any], **arguments: Any) -> TerraformResource:  # noqa: A002  # the name constructs give it
    """Make one.

    CDKTF's ``DataResource`` runs Terraform to ask for its version whenever an app is synthesized, and fails
    where there is none; ``required_version`` says the same in time. Hence the plain resource and overrides.

    See https://developer.hashicorp.com/terraform/language/resources/terraform-data
    """
    resource = TerraformResource(scope, id, terraform_resource_type="terraform_data", **arguments)
    for name, value in values.items():
        resource.add_override(name, value)
    return resource
