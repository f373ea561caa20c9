"""This repository, its example project, and programs that run in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "tests/example"
"""What a user writes; the tests don't read the repository's own environments, which users change."""


def read(name: str) -> str:
    """Return the text of a file of this repository."""
    return (PROJECT / name).read_text(encoding="utf-8")


def run(
    *arguments: object, folder: Path = PROJECT, text: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with these variables beside this process's own."""
    return run_with({**os.environ, **variables}, *arguments, folder=folder, text=text)


def run_with(
    environment: dict[str, str], *arguments: object, folder: Path = PROJECT, text: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with these variables and no others."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def copy_app(folder: Path) -> None:
    """Copy the app and the example's environments."""
    shutil.copy(PROJECT / "main.py", folder)
    shutil.copytree(
        EXAMPLE / "environments", folder / "environments", ignore=shutil.ignore_patterns("__pycache__")
    )


def copy_project(folder: Path) -> None:
    """Copy the app as cdktf runs it: with ``cdktf.json``, and links to what is installed."""
    copy_app(folder)
    shutil.copy(PROJECT / "cdktf.json", folder)
    for name in (".venv", "node_modules"):
        (folder / name).symlink_to(PROJECT / name)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their paths in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
