"""Names of resources made from other names: short enough for AWS, and still unique."""

from __future__ import annotations

import hashlib

from cdktf_apprunner.checks.limits import ROLE_NAME
from cdktf_apprunner.checks.tokens import is_token


def derived(base: str, suffix: str, longest: int) -> str:
    """Return ``base-suffix``; if that is too long, cut the base and add a hash of the whole name."""
    whole = f"{base}-{suffix}" if suffix else base
    if is_token(base) or len(whole) <= longest:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
    tail = f"-{mark}-{suffix}" if suffix else f"-{mark}"
    return base[: longest - len(tail)] + tail


def access_role(repository_name: str) -> str:
    """Return the name of the role with which App Runner pulls a repository's images.

    A role's name can't contain ``/``, so ``+`` replaces it. A repository's name can't contain ``+``, so
    ``acme/shop`` and ``acme-shop`` have different roles.
    """
    return derived(repository_name.replace("/", "+"), "apprunner-access", ROLE_NAME.longest)
