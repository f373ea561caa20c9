"""The only module that reaches into jsii's private parts.

Three of them: the types that were registered, the start of Node, and the sending of a request.
``tests/lean/test_jsii.py`` fails when one of them moves.
"""

from __future__ import annotations

import atexit
import inspect
import os
import platform
import re
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsii
from jsii import _reference_map
from jsii._kernel.providers import process
from jsii._kernel.types import LoadRequest
from jsii._runtime import kernel

if TYPE_CHECKING:
    from cdktf_lean.assemblies import Assemblies

KNOWN = ((1, 98), (2, 0))
"""Versions of jsii from the first on, up to but without the second: what CDKTF allows and was tried."""
RUNTIME = Path(__file__).with_name("runtime.js")
LOAD = process.ProcessProvider.load
REGISTERED = ("_types", "_data_types", "_enums", "_interfaces")


def unknown() -> str | None:
    """Return what about the installed jsii isn't known; ``None`` where all is."""
    version = str(jsii.__version__)
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if not KNOWN[0] <= numbers < KNOWN[1]:
        return f"version {version}"
    node = process._NodeProcess
    parts = [
        *(isinstance(getattr(_reference_map, name, None), dict) for name in REGISTERED),
        set(inspect.signature(node.send).parameters) == {"self", "request", "response_type"},
        all(callable(getattr(node, name, None)) for name in ("start", "stop", "handshake", "_jsii_runtime")),
        set(inspect.signature(LoadRequest).parameters) == {"name", "version", "tarball"},
    ]
    return None if all(parts) else f"version {version}, whose inner parts moved"


def install(assemblies: Assemblies) -> None:
    """Hold back the assemblies of lean providers until anything else is asked of Node."""
    send = process._NodeProcess.send

    def send_after_release(self: Any, request: Any, response_type: Any) -> Any:
        if not isinstance(request, LoadRequest):
            assemblies.release()
        return send(self, request, response_type)

    def load_unless_held(self: Any, request: LoadRequest) -> Any:
        if assemblies.hold(request.name, request.version, request.tarball):
            return None
        return LOAD(self, request)

    process.ProcessProvider.load = load_unless_held
    process._NodeProcess.send = send_after_release
    if os.name == "posix" and "JSII_RUNTIME" not in os.environ:
        process._NodeProcess.start = _start


def load(name: str, version: str, tarball: str) -> None:
    """Let Node load an assembly."""
    LOAD(kernel.provider, LoadRequest(name=name, version=version, tarball=tarball))


def namespaces(assembly: str) -> frozenset[str]:
    """Return the namespaces of an assembly whose Python classes were imported."""
    prefix = f"{assembly}."
    return frozenset(
        name.removeprefix(prefix).partition(".")[0]
        for registered in REGISTERED
        for name in getattr(_reference_map, registered)
        if name.startswith(prefix)
    )


def _start(node: Any) -> None:
    """Start Node as ``_NodeProcess.start`` does, but once, with the kernel in it (see ``runtime.js``)."""
    program = Path(node._jsii_runtime()).parents[1] / "lib/program.js"
    node._process = subprocess.Popen(
        [
            os.environ.get("JSII_NODE", "node"),
            "--preserve-symlinks",
            "--max-old-space-size=4069",
            str(RUNTIME),
            str(program),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "JSII_AGENT": f"Python/{platform.python_version()}"},
    )
    node.sink_thread = threading.Thread(target=process.stderr_sink, args=(node._process.stderr,), daemon=True)
    node.sink_thread.start()
    atexit.register(node.stop)
    node.handshake()
