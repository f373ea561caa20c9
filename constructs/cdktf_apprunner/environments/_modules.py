"""Run a folder's files as the package ``environments``, always from their source.

Python would run stale bytecode if a file changes within a second and keeps its size.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

PACKAGE = "environments"


class _SourceLoader(SourceFileLoader):
    """Compile the source at each load, and write no bytecode."""

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path), self.path)


class _Finder(MetaPathFinder):
    """Find the files of one folder as modules of the package."""

    def __init__(self, folder: Path) -> None:
        self._files = FileFinder(str(folder), (_SourceLoader, [".py"]))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parent = fullname.rpartition(".")[0]
        return self._files.find_spec(fullname) if parent == PACKAGE else None


@contextmanager
def package(folder: Path) -> Iterator[None]:
    """Import the package ``environments`` from this folder; afterwards restore the earlier modules."""
    earlier = _take_modules()
    made = ModuleType(PACKAGE)
    made.__path__ = [str(folder)]
    sys.modules[PACKAGE] = made
    finder = _Finder(folder)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        _take_modules()
        sys.modules.update(earlier)


def run(path: Path) -> ModuleType:
    """Run a file of the folder, unless another file has imported it already."""
    name = f"{PACKAGE}.{path.stem}"
    if name not in sys.modules:
        sys.modules[name] = module = ModuleType(name)
        module.__file__, module.__package__ = str(path), PACKAGE
        try:
            _SourceLoader(name, str(path)).exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    return sys.modules[name]


def _take_modules() -> dict[str, ModuleType]:
    """Remove the package's modules from ``sys.modules``, and return them."""
    names = [name for name in sys.modules if name.partition(".")[0] == PACKAGE]
    return {name: sys.modules.pop(name) for name in names}
