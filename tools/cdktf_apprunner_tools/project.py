"""The project in the current folder, as ``cdktf.json`` describes it."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Any

from cdktf_apprunner_tools.errors import Unusable

SETTINGS = Path("cdktf.json")
LOCK = Path(".terraform.lock.hcl")
CDKTF_NOT_FOUND = (
    "cdktf can't be found: npm install in this folder installs it, or npm install --global cdktf-cli@0.21"
)


def settings() -> dict[str, Any]:
    """Return the settings of ``cdktf.json``; none where the file is missing."""
    try:
        found = json.loads(SETTINGS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Unusable(f"{SETTINGS} can't be read: {error}") from None
    if not isinstance(found, dict):
        raise Unusable(f"{SETTINGS} can't be read: it must hold an object")
    return found


def outdir() -> Path:
    """Return the folder of the synthesis, as ``cdktf`` chooses it."""
    return Path(os.environ.get("CDKTF_OUTDIR") or str(settings().get("output", "cdktf.out")))


def app() -> str:
    """Return the command that synthesizes."""
    return str(settings().get("app", "python main.py"))


def script() -> list[str] | None:
    """Return the Python file that the app runs, with its arguments; ``None`` where it is another command."""
    try:
        words = shlex.split(app())
    except ValueError as error:
        raise Unusable(f"app of {SETTINGS} can't be read: {error}") from None
    if len(words) > 1 and Path(words[0]).name.startswith("python") and words[1].endswith(".py"):
        return words[1:]
    return None


def command() -> list[str]:
    """Return the command that synthesizes, for a process of its own: a Python file runs with this Python."""
    found = script()
    return [sys.executable, *found] if found else ["sh", "-c", app()]
