"""Access to ECR repositories of other accounts.

By default only the account that owns a repository has access to it. The policy may give access to others:
https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
"""

from __future__ import annotations

import json
from typing import Any

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.errors import ApiError

TARGET = "AmazonEC2ContainerRegistry_V20150921."


def owner(target: str, given: dict[str, Any], region: str, caller: str) -> str:
    """Return the account whose registry a request is for, if the repository's policy allows the request."""
    registry = str(given.get("registryId") or caller)
    if registry == caller:
        return caller
    action = f"ecr:{target.removeprefix(TARGET)}"
    for repository in given.get("repositoryNames") or [given.get("repositoryName", "")]:
        if not shared(registry, region, repository, action, f"arn:aws:iam::{caller}:root"):
            raise ApiError(
                "AccessDeniedException",
                f"User: arn:aws:iam::{caller}:root is not authorized to perform: {action} on resource: "
                f"arn:aws:ecr:{region}:{registry}:repository/{repository} because no resource-based policy "
                f"allows the {action} action",
            )
    return registry


def shared(account_id: str, region: str, repository: str, action: str, principal: str) -> bool:
    """Whether the policy of a repository allows an action to a principal of another account."""
    account = principal.split(":")[4]
    known = {"*", account, f"arn:aws:iam::{account}:root", principal}
    policy = neighbours.repository_policy(account_id, region, repository)
    return any(
        statement["Effect"] == "Allow"
        and action in neighbours.listed(statement["Action"])
        and known & set(neighbours.listed(statement["Principal"]["AWS"]))
        for statement in (json.loads(policy)["Statement"] if policy else [])
    )
