"""Names of resources made from others' names, cut to what AWS allows and still unique."""

from __future__ import annotations

import hashlib

from cdktf_apprunner.limits import ROLE_NAME, is_token


def derived(base: str, suffix: str, longest: int) -> str:
    """``base-suffix``; where that is too long, the base is cut and gets a hash of the whole."""
    whole = f"{base}-{suffix}" if suffix else base
    if is_token(base) or len(whole) <= longest:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
    tail = f"-{mark}-{suffix}" if suffix else f"-{mark}"
    return base[: longest - len(tail)] + tail


def access_role(repository_name: str) -> str:
    """Name of the role with which App Runner pulls a repository's images.

    A ``+`` stands for ``/``, which no role's name holds: no repository's name holds ``+``, so that
    ``acme/shop`` and ``acme-shop`` have roles of their own.
    """
    return derived(repository_name.replace("/", "+"), "apprunner-access", ROLE_NAME.longest)
