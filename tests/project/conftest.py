"""The wheel of this tree, built and installed once, for all workers."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.installed import Installed, build


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """Make a folder in the first worker that needs it, while the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def make(name: str, fill: Callable[[Path], object]) -> Path:
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                folder.mkdir()
                fill(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def distributions(once: Callable[..., Path]) -> tuple[Path, Path]:
    """The wheel and the source distribution."""
    dist = once("distributions", build) / "dist"
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="session")
def installed(distributions: tuple[Path, Path], once: Callable[..., Path]) -> Installed:
    """A Python with the wheel."""
    wheel, _ = distributions
    folder = once("installed", lambda folder: Installed.make(folder / "venv", wheel))
    return Installed(folder / "venv", wheel)
