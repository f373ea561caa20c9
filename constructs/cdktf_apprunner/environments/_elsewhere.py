"""Environments that look for their image in another place than ``registry.py`` makes it.

That place may have a repository and a role that are made elsewhere. So the differences are warnings.
"""

from __future__ import annotations

from cdktf_apprunner import names
from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.environments.environment import Environment
from cdktf_apprunner.environments.registry import Registry


def warnings(registry: Registry, environment: Environment) -> list[Problem]:
    """Compare repository, account and region of the image that the plan looks for with the registry's."""
    repository = environment.image.own_repository
    if repository is None or environment.access_role_arn is not None:
        return []
    account, region = environment.account_id, environment.region
    places = {"account_id": (account, registry.account_id), "region": (region, registry.region)}
    differing = {name: pair for name, pair in places.items() if _differ(*pair)}
    given = "".join(f', {name}="{theirs}"' for name, (_, theirs) in differing.items())
    advice = f'Change one of them, or write EcrImage("{repository}", …{given})'
    if "account_id" in differing and account not in registry.pull_accounts:
        advice += f" and list {account} in pull_accounts"
    rows = {name: (*pair, advice) for name, pair in differing.items()}
    if _differ(repository, registry.repository_name):
        other = "Change one of them, or give the role that pulls as access_role_arn"
        rows["image"] = (repository, registry.repository_name, other)
    needed = (
        f"the plan needs {repository} and the role {names.access_role(repository)} in {account}, {region}"
    )
    return [
        Problem(name, ours, f"registry.py says {theirs!r}, and {needed}", advice)
        for name, (ours, theirs, advice) in rows.items()
    ]


def _differ(ours: str, theirs: str) -> bool:
    return ours != theirs and not is_token(ours) and not is_token(theirs)
