"""Importing a provider's submodule imports that submodule only."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import sys
from collections.abc import Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cdktf_lean.assemblies import Assemblies

PROVIDERS = "cdktf_cdktf_provider_"
"""The prefix of the prebuilt providers' names."""


class Finder(MetaPathFinder):
    """Find providers and their submodules; without assemblies, only explain missing modules."""

    def __init__(self, assemblies: Assemblies | None) -> None:
        self._assemblies = assemblies

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find the module as Python would, and load it lean."""
        if not fullname.startswith(PROVIDERS):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        package, _, submodule = fullname.partition(".")
        if spec is None and _called_by("_find_and_load_unlocked", depth=3):
            raise ModuleNotFoundError(_not_found(fullname, path), name=fullname)
        if spec is None or spec.origin is None or self._assemblies is None:
            return spec
        if not submodule and _imports_its_submodules(spec.origin):
            self._assemblies.packages.add(package)
            spec.loader = PackageLoader(fullname, spec.origin)
        elif submodule not in ("", "_jsii") and package in self._assemblies.packages:
            spec.loader = SubmoduleLoader(fullname, spec.origin, self._assemblies)
        return spec


class PackageLoader(SourceFileLoader):
    """Load a provider package without its submodules; each is imported when it is first used."""

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its submodules by name, on demand."""
        module.__path__ = pkgutil.extend_path(module.__path__, module.__name__)

        def find(name: str) -> Any:
            if name == "__all__":
                return _submodules(module.__path__)
            if not name.startswith("_") and name in _submodules(module.__path__):
                return importlib.import_module(f"{module.__name__}.{name}")
            raise _no_attribute(module.__name__, name, _submodules(module.__path__))

        def names() -> list[str]:
            return sorted({*vars(module), *_submodules(module.__path__)})

        vars(module).update(__getattr__=find, __dir__=names)


class SubmoduleLoader(SourceFileLoader):
    """Load one submodule, under another assembly's name when Node already has the package's."""

    def __init__(self, fullname: str, path: str, assemblies: Assemblies) -> None:
        super().__init__(fullname, path)
        self._assemblies = assemblies

    def get_code(self, fullname: str) -> CodeType | None:
        """Compile the module as Python would, or with the names of its types changed."""
        source = self._assemblies.renamed(fullname, self.path)
        return super().get_code(fullname) if source is None else self.source_to_code(source, self.path)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module; the error for a misspelt class names close matches."""
        super().exec_module(module)
        published = sys.modules[module.__name__]  # the bindings replace the module

        def find(name: str) -> Any:
            raise _no_attribute(module.__name__, name, getattr(published, "__all__", ()))

        vars(published)["__getattr__"] = find


def _imports_its_submodules(origin: str) -> bool:
    """Whether a package only imports its submodules; a package with its own types stays stock."""
    source = Path(origin).read_bytes()
    return b"\nfrom . import " in source and b"jsii_type=" not in source


def _submodules(path: Iterable[str]) -> list[str]:
    return sorted(found.name for found in pkgutil.iter_modules(path) if not found.name.startswith("_"))


def _no_attribute(module: str, name: str, known: Iterable[str]) -> Exception:
    """Make the error for a missing name; in an import statement, it names close matches.

    An import statement drops the module's own error for a missing name, except an ImportError. Python itself
    adds a close match to an AttributeError.
    """
    if _called_by("_handle_fromlist", depth=3) and not name.startswith("__"):
        return ImportError(f"cannot import name {name!r} from {module!r}{_close(name, known)}", name=module)
    return AttributeError(f"module {module!r} has no attribute {name!r}", name=name, obj=sys.modules[module])


def _not_found(fullname: str, path: Sequence[str] | None) -> str:
    name = fullname.rpartition(".")[2]
    if path is not None:
        return f"No module named {fullname!r}{_close(name, _submodules(path))}"
    provider = fullname.removeprefix(PROVIDERS)
    installed = (found.name.partition(PROVIDERS)[2] for found in pkgutil.iter_modules())
    matches = _close(provider, filter(None, installed))
    return f"No module named {fullname!r}{matches}"


def _close(name: str, known: Iterable[str]) -> str:
    matches = difflib.get_close_matches(name, list(known), cutoff=0.75)
    return f"; close matches: {', '.join(matches)}" if matches else ""


def _called_by(function: str, depth: int) -> bool:
    """Whether the frame ``depth`` levels up runs ``function`` of Python's import machinery."""
    frame = sys._getframe(depth)
    return frame.f_code.co_name == function and "importlib" in frame.f_code.co_filename
