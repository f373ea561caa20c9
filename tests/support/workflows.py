"""The workflows of GitHub Actions, read."""

from __future__ import annotations

import yaml

from tests.support.project import PROJECT

GITHUB = PROJECT / ".github"
FILES = sorted([*GITHUB.glob("workflows/*.yml"), *GITHUB.glob("actions/*/action.yml")])
LOADED = {path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES}
