"""A service in a stack."""

from __future__ import annotations

from typing import Any

from cdktf_apprunner import AppRunnerService, EcrPublicImage
from tests.support.images import HELLO

IMAGE = EcrPublicImage(HELLO)


def web(scope: Any, name: str = "web", **arguments: Any) -> AppRunnerService:
    """Make a service of the public image."""
    return AppRunnerService(scope, name, **{"service_name": "shop", "source": IMAGE, **arguments})
