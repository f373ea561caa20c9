"""The wheel of this tree, in a Python of its own with nothing of the repository on its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from tests.support.project import PROJECT

SOURCES = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
IGNORED = shutil.ignore_patterns("__pycache__", ".venv")


def build(folder: Path) -> tuple[Path, Path]:
    """Build a copy of the tree; return the wheel and the source distribution."""
    source = folder / "source"
    source.mkdir()
    for name in SOURCES:
        shutil.copy(PROJECT / name, source)
    for root in ("constructs", "tools"):
        shutil.copytree(PROJECT / root, source / root, ignore=IGNORED)
    return build_from(source, folder / "dist")


def build_from(source: Path, into: Path) -> tuple[Path, Path]:
    """Build a source tree; return the wheel and the source distribution."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (wheel,), (sdist,) = into.glob("*.whl"), into.glob("*.tar.gz")
    return wheel, sdist


@frozen
class Installed:
    """A Python with a wheel; it shares the dependencies of the tests."""

    folder: Path
    wheel: Path

    @classmethod
    def make(cls, folder: Path, wheel: Path) -> Installed:
        """Install a wheel into a new virtual environment."""
        venv.create(folder, with_pip=True)
        pip = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel]
        subprocess.run(pip, check=True)
        made = cls(folder, wheel)
        (made.site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        return made

    @property
    def site(self) -> Path:
        """The folder of the installed packages."""
        (found,) = (self.folder / "lib").glob("python*/site-packages")
        return found

    def run(
        self, *arguments: object, folder: Path, path: str = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of this Python in a folder, with its programs and these on PATH."""
        return subprocess.run(
            [str(item) for item in (self.folder / "bin" / str(arguments[0]), *arguments[1:])],
            cwd=folder,
            env={**self._variables(path), **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def _variables(self, path: str) -> Mapping[str, str]:
        left_out = ("PYTHONPATH", "JSII_NODE", "COLUMNS", "PYTEST_ADDOPTS")
        inherited = {name: value for name, value in os.environ.items() if name not in left_out}
        folders = filter(None, (str(self.folder / "bin"), path))
        return {**inherited, "PATH": os.pathsep.join(folders)}
