"""Several private services in one account and region, whose quota AWS describes in two ways.

The developer guide's quotas allow one VPC ingress connection, not adjustable
(https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html#architecture.quotas); its page on private
endpoints describes several services behind one endpoint. So the second one is a warning.
"""

from __future__ import annotations

from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner.environments.environment import Environment


def warnings(environments: list[Environment], environment: Environment) -> list[Problem]:
    """Warn of a private service where an earlier environment has one too."""
    if environment.private_ingress is None:
        return []
    place = (environment.account_id, environment.region)
    earlier = environments[: environments.index(environment)]
    private = [
        other.name
        for other in earlier
        if other.private_ingress is not None and (other.account_id, other.region) == place
    ]
    if not private:
        return []
    return [
        Problem(
            "private_ingress",
            environment.private_ingress.vpc_id,
            f"{', '.join(private)} has one in {place[0]}, {place[1]} too; AWS's list of quotas allows one "
            "VPC ingress connection for an account and region, another page of AWS describes several",
            "If AWS refuses it, use another region or account",
        )
    ]
