"""Refuse to release a tag that isn't signed, or that isn't the version in ``pyproject.toml``.

The workflow ``release.yml`` runs this in the project's folder, with Python alone.
See https://docs.github.com/en/rest/git/tags
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

SECONDS = 30


def main() -> None:
    """Exit with 1 and the reason where the tag that started the workflow can't be released."""
    tag = os.environ["GITHUB_REF_NAME"]
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    reason = refusal(tag, project["version"])
    sys.exit(reason and f"{tag}: {reason}; nothing is released")


def refusal(tag: str, version: str) -> str | None:
    """Return why a tag can't be released; ``None`` where it can."""
    if tag != f"v{version}":
        return f"the version in pyproject.toml is {version}"
    found = _ask(f"ref/tags/{tag}")["object"]
    if found["type"] != "tag":
        return "it has no signature; git tag --sign makes a signed tag"
    signature = _ask(f"tags/{found['sha']}")["verification"]
    return None if signature["verified"] else f"GitHub can't verify its signature: {signature['reason']}"


def _ask(path: str) -> Any:
    """Return what GitHub knows about an object of this repository."""
    url = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/git/{path}"
    token = os.environ["GITHUB_TOKEN"]
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # GitHub's API
        return json.load(answer)


if __name__ == "__main__":
    main()
