"""The wheel of this tree, built and installed once."""

from pathlib import Path

import pytest

from tests.support.installed import Installed, build


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the source distribution."""
    return build(tmp_path_factory.mktemp("distributions"))


@pytest.fixture(scope="session")
def installed(distributions: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A Python with the wheel."""
    return Installed.make(tmp_path_factory.mktemp("installed") / "venv", distributions[0])
