"""The switch that programs use."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import warnings
from typing import TYPE_CHECKING

from cdktf_lean import kernel, node

if TYPE_CHECKING:
    from cdktf_lean.assemblies import Assemblies

OBJECTS = 100_000
"""New objects before Python looks for cycles; Python's default of 700 suits long-running programs."""


def enable() -> None:
    """Load only the imported submodules of prebuilt providers, for the rest of this process.

    Call it before the first import of a provider; a provider that is already imported stays stock. Calling
    it again does nothing.

    Environment variables: ``CDKTF_LEAN=off`` turns it off; ``CDKTF_LEAN_CACHE`` names the folder for the
    cut-down assemblies (default: ``cdktf-lean`` in the user's cache folder).

    Warns
    -----
    RuntimeWarning
        Once, when this package doesn't know the installed jsii; everything then stays stock.

    Examples
    --------
    >>> import cdktf_lean
    >>> cdktf_lean.enable()
    """
    node.use_wheel()
    node.spare_package_cache()
    if os.environ.get("CDKTF_LEAN", "").lower() == "off" or _enabled():
        return
    assemblies = _assemblies()
    from cdktf_lean.finder import Finder  # only now: Node starts meanwhile

    sys.meta_path.insert(0, Finder(assemblies))


def _assemblies() -> Assemblies | None:
    started = None if "jsii" in sys.modules else kernel.start()
    try:
        from cdktf_lean import _jsii
        from cdktf_lean.assemblies import Assemblies

        unknown = _jsii.unknown()
    except (ImportError, AttributeError) as error:
        unknown = str(error)
    if unknown:
        if started:
            started.stop()
        warnings.warn(
            f"cdktf_lean doesn't know this jsii ({unknown}): providers are loaded whole, which is slow",
            RuntimeWarning,
            stacklevel=3,
        )
        return None
    assemblies = Assemblies()
    _jsii.install(assemblies, started)
    _collect_less()
    return assemblies


def _collect_less() -> None:
    """Make Python look for cycles less often, and not at its exit: the imported objects stay anyway."""
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


def _enabled() -> bool:
    return any(type(finder).__module__ == "cdktf_lean.finder" for finder in sys.meta_path)
