"""ARNs of existing resources, which Terraform looks up by name when it plans.

The provider has no data source for VPC connectors and auto scaling configurations: give their ARN.
`CustomDomain` and `EcrImage` look up zones and ECR repositories themselves.
"""

from __future__ import annotations

from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import make


def role_arn(scope: Construct, name: str) -> str:
    """Look up an IAM role.

    Examples
    --------
    >>> service = AppRunnerService(
    ...     stack, "web", service_name="shop", source=EcrImage("shop", tag="v1.4.2"),
    ...     instance_role_arn=lookups.role_arn(stack, "shop-instance"),
    ... )
    """
    return str(make(aws.DataAwsIamRole, scope, f"role {name}", name=name).arn)


def key_arn(scope: Construct, alias: str) -> str:
    """Look up the KMS key behind an alias such as ``alias/shop``; App Runner accepts no alias."""
    return str(make(aws.DataAwsKmsKey, scope, f"key {alias}", key_id=alias).arn)


def web_acl_arn(scope: Construct, name: str) -> str:
    """Look up a regional WAF web ACL."""
    return str(make(aws.DataAwsWafv2WebAcl, scope, f"web ACL {name}", name=name, scope="REGIONAL").arn)
