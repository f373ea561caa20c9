"""The switch that programs use."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING

from cdktf_lean import node
from cdktf_lean.finder import Finder

if TYPE_CHECKING:
    from cdktf_lean.assemblies import Assemblies


def enable() -> None:
    """Load only what is imported from prebuilt providers, from here on in this process.

    Call it before the first provider is imported; one that already is stays as it is. Calling it again
    does nothing.

    Environment variables: ``CDKTF_LEAN=off`` turns it off; ``CDKTF_LEAN_CACHE`` names the folder for the
    cut-down assemblies (default: ``cdktf-lean`` in the user's cache folder).

    Warns
    -----
    RuntimeWarning
        Once, when the installed jsii isn't one this package knows: everything stays stock then.

    Examples
    --------
    >>> import cdktf_lean
    >>> cdktf_lean.enable()
    """
    node.use_wheel()
    if os.environ.get("CDKTF_LEAN", "").lower() == "off" or _enabled():
        return
    sys.meta_path.insert(0, Finder(_assemblies()))


def _assemblies() -> Assemblies | None:
    try:
        from cdktf_lean import _jsii
        from cdktf_lean.assemblies import Assemblies

        unknown = _jsii.unknown()
    except (ImportError, AttributeError) as error:
        unknown = str(error)
    if unknown:
        warnings.warn(
            f"cdktf_lean doesn't know this jsii ({unknown}): providers are loaded whole, which is slow",
            RuntimeWarning,
            stacklevel=3,
        )
        return None
    assemblies = Assemblies()
    _jsii.install(assemblies)
    return assemblies


def _enabled() -> bool:
    return any(isinstance(finder, Finder) for finder in sys.meta_path)
