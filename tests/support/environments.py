"""An environment, and the files of the example's dev and registry."""

from __future__ import annotations

from typing import Any

from cdktf_apprunner import EcrImage
from cdktf_apprunner.environments import Environment, LocalState
from tests.support.account import ACCOUNT, REGION
from tests.support.project import EXAMPLE

DEV, REGISTRY = ((EXAMPLE / f"environments/{name}.py").read_text("utf-8") for name in ("dev", "registry"))


def environment(**settings: Any) -> Environment:
    """Make an environment with as few settings as it takes, and these."""
    least = {
        "name": "qa",
        "region": REGION,
        "account_id": ACCOUNT,
        "image": EcrImage("acme/shop", tag="v1"),
        "backend": LocalState(),
    }
    return Environment(**{**least, **settings})
