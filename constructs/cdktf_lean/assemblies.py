"""The assemblies that Node gets, and when.

A provider's assembly is held back until the program first uses Node. By then it has usually imported all
the submodules it needs, and the assembly is cut down to those. A submodule imported later gets its own
assembly with its own name, because jsii accepts an assembly's name only once.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from attrs import define, field

from cdktf_lean import _jsii, cut
from cdktf_lean.cache import Cache


@define
class Assembly:
    """A provider's assembly, as the bindings ask jsii for it."""

    name: str
    version: str
    tarball: Path
    loaded: frozenset[str] | None = None
    """Namespaces that Node has under that name; ``None`` while it is held back."""
    whole: bool = False
    """Whether Node has all of it, because it couldn't be cut."""


@define
class Assemblies:
    """The assemblies of the providers this process imported."""

    packages: set[str] = field(factory=set)
    """Python packages that are loaded lean."""
    _by_package: dict[str, Assembly] = field(factory=dict)
    _held: list[Assembly] = field(factory=list)
    _cache: Cache = field(factory=Cache)

    def hold(self, name: str, version: str, tarball: str) -> bool:
        """Hold back an assembly of a lean provider; return whether it is one."""
        path = Path(tarball)
        package = path.parent.parent.name
        if package not in self.packages:
            return False
        assembly = Assembly(name, version, path)
        self._by_package[package] = assembly
        self._held.append(assembly)
        return True

    def release(self) -> None:
        """Load the held-back assemblies into Node, cut down to the namespaces imported so far."""
        held, self._held = self._held, []
        for assembly in held:
            assembly.loaded = _jsii.namespaces(assembly.name)
            self._load(assembly, assembly.name, assembly.loaded)

    def renamed(self, module: str, path: str) -> str | None:
        """Return a late submodule's source with its types renamed; ``None`` for other modules."""
        package = module.partition(".")[0]
        assembly = self._by_package.get(package)
        if assembly is None or assembly.loaded is None or assembly.whole:
            return None
        source = Path(path).read_text(encoding="utf-8")
        found = re.search(rf'jsii_type="{re.escape(assembly.name)}\.([^".]+)\.', source)
        if found is None or found[1] in assembly.loaded:
            return None
        name = f"{assembly.name}--{found[1].lower()}"
        self._load(assembly, name, frozenset([found[1]]))
        return None if assembly.whole else source.replace(f'"{assembly.name}.', f'"{name}.')

    def _load(self, assembly: Assembly, name: str, namespaces: frozenset[str]) -> None:
        tarball = assembly.tarball
        try:
            tarball = self._cache.get(
                cut.key(assembly.tarball, name, assembly.version, namespaces),
                lambda: cut.cut(assembly.tarball, assembly.name, name, namespaces),
            )
        except cut.UnknownFormatError as unknown:
            if name != assembly.name:
                raise ImportError(
                    f"{assembly.tarball.name}: {unknown}; import it before the first construct is made"
                ) from unknown
            print(f"cdktf_lean: {assembly.tarball.name} is loaded whole: {unknown}", file=sys.stderr)
            assembly.whole = True
        _jsii.load(name, assembly.version, str(tarball))
