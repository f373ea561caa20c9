"""Names of resources made from other names: short enough for AWS, and still unique."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Container

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


def slug(text: str) -> str:
    """Return a text as a part of an address, such as ``shop_example_com`` for a host name."""
    for character, word in (("*", "wildcard"), ("@", "_at_"), ("+", "_plus_")):
        text = text.replace(character, word)
    return re.sub(r"[^A-Za-z0-9-]+", "_", text).strip("_")


def unique(taken: Container[str], *candidates: str) -> str:
    """Return the first candidate that isn't taken, else the last one with a number."""
    numbered = (f"{candidates[-1]}_{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain(candidates, numbered) if each not in taken)


def access_role(repository_name: str) -> str:
    """Return the name of the role with which App Runner pulls a repository's images.

    A role's name can't contain ``/``, so ``+`` replaces it. A repository's name can't contain ``+``, so
    ``acme/shop`` and ``acme-shop`` have different roles.
    """
    return derived(repository_name.replace("/", "+"), "apprunner-access", ROLE_NAME.longest)
