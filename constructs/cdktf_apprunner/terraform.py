"""What the library uses of CDKTF: the one module that imports it, and what CDKTF itself lacks."""

from __future__ import annotations

import cdktf_lean

cdktf_lean.enable()  # before CDKTF starts Node

from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from cdktf import (
    Annotations,
    App,
    Aspects,
    CloudBackend,
    Fn,
    IAspect,
    LocalBackend,
    NamedCloudWorkspace,
    Op,
    Postcondition,
    Precondition,
    S3Backend,
    TerraformDataSource,
    TerraformElement,
    TerraformIterator,
    TerraformOutput,
    TerraformResource,
    TerraformSelf,
    TerraformStack,
    TerraformVariable,
    TerraformVariableValidationConfig,
    Token,
)
from constructs import Construct
from jsii.errors import JSIIError

__all__ = [
    "Annotations",
    "App",
    "Aspects",
    "CloudBackend",
    "Fn",
    "IAspect",
    "JSIIError",
    "LocalBackend",
    "NamedCloudWorkspace",
    "Op",
    "Postcondition",
    "Precondition",
    "S3Backend",
    "TerraformDataSource",
    "TerraformElement",
    "TerraformIterator",
    "TerraformOutput",
    "TerraformResource",
    "TerraformSelf",
    "TerraformStack",
    "TerraformVariable",
    "TerraformVariableValidationConfig",
    "Token",
    "add_block",
    "add_check",
    "create_data",
    "require_versions",
    "set_versions",
]

TERRAFORM = ">= 1.7"
"""Import blocks with ``for_each`` came with Terraform 1.7."""
AWS_PROVIDER = ">= 5.100.0, < 7.0.0"
"""A later major version may lack the resources: hashicorp/terraform-provider-aws#47161."""
_blocks: WeakKeyDictionary[TerraformStack, dict[str, list[dict[str, Any]]]] = WeakKeyDictionary()
_with_versions: WeakSet[TerraformStack] = WeakSet()
"""Stacks whose versions are set."""


def set_versions(stack: TerraformStack) -> None:
    """Set the versions of Terraform and of the AWS provider that a stack works with.

    CDKTF writes the exact provider version its bindings were generated from, and has no
    ``required_version``: hence the overrides.
    """
    stack.add_override("terraform.required_version", TERRAFORM)
    stack.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)
    _with_versions.add(stack)


def require_versions(resource: TerraformResource) -> None:
    """Set the versions on a resource's stack, unless the stack sets its own.

    A version that the stack sets later wins too: CDKTF keeps the last override.
    """
    stack = resource.cdktf_stack
    if stack in _with_versions:
        return
    _with_versions.add(stack)
    written = stack.to_terraform().get("terraform", {})
    if "required_version" not in written:
        stack.add_override("terraform.required_version", TERRAFORM)
    metadata = resource.terraform_generator_metadata
    of_bindings = metadata.provider_version if metadata else None
    if written.get("required_providers", {}).get("aws", {}).get("version", of_bindings) == of_bindings:
        stack.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)


def create_data(scope: Construct, id: str, values: dict[str, Any], **arguments: Any) -> TerraformResource:  # noqa: A002  # the name constructs give it
    """Make a ``terraform_data`` resource, Terraform's own for values and steps.

    CDKTF's ``DataResource`` runs Terraform at every synthesis to ask for its version, and fails without
    Terraform; ``required_version`` checks the same at plan. Hence a plain resource with overrides.

    See https://developer.hashicorp.com/terraform/language/resources/terraform-data
    """
    resource = TerraformResource(scope, id, terraform_resource_type="terraform_data", **arguments)
    for name, value in values.items():
        resource.add_override(name, value)
    return resource


def add_check(scope: Construct, name: str, condition: str, error_message: str) -> None:
    """Add a ``check`` block to the stack; CDKTF has no construct for it, hence the override."""
    assertion = {"condition": condition, "error_message": error_message}
    TerraformStack.of(scope).add_override(f"check.{name}", {"assert": [assertion]})


def add_block(scope: Construct, kind: str, block: dict[str, Any]) -> None:
    """Add an ``import`` or ``removed`` block to the stack.

    CDKTF's ``import_from`` takes no ``for_each``, and it has no ``removed`` blocks. Each override holds all
    blocks of a kind, since a second one replaces the first; CDKTF adds them to a user's own.
    """
    stack = TerraformStack.of(scope)
    blocks = _blocks.setdefault(stack, {}).setdefault(kind, [])
    blocks.append(block)
    stack.add_override(kind, blocks)
