"""The Makefile, and its targets run."""

from __future__ import annotations

import os
import re
import subprocess

from tests.support.project import PROJECT, read

MAKEFILE = read("Makefile")


def has_target(name: str) -> bool:
    """Whether the Makefile has a target of this name."""
    return re.search(rf"^{re.escape(name)}:", MAKEFILE, re.MULTILINE) is not None


def make(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a target as people do, but never rebuild the virtual environment."""
    return subprocess.run(
        ["make", "--silent", "--old-file=.venv/.made", *arguments],
        cwd=PROJECT,
        env={**{name: value for name, value in os.environ.items() if name != "ENV"}, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
