"""The only module that uses private parts of jsii.

It uses three: the registered types, the start of Node, and the sending of a request.
``tests/cdktf_lean/test_jsii.py`` fails when one of them moves.
"""

from __future__ import annotations

import atexit
import functools
import inspect
import json
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsii
from jsii import _reference_map
from jsii._kernel.providers import process
from jsii._kernel.types import LoadRequest
from jsii._runtime import kernel as jsii_kernel
from jsii.errors import JavaScriptError, JSIIError

from cdktf_lean import kernel

if TYPE_CHECKING:
    from cdktf_lean.assemblies import Assemblies
    from cdktf_lean.kernel import Kernel

KNOWN = ((1, 98), (2, 0))
"""From the first version up to, but not including, the second; CDKTF allows these, and they were tried."""
REGISTERED = ("_types", "_data_types", "_enums", "_interfaces")


def unknown() -> str | None:
    """Return the version and difference of an unknown jsii; ``None`` if the installed one is known."""
    version = str(jsii.__version__)
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if not KNOWN[0] <= numbers < KNOWN[1]:
        return f"version {version}"
    node = process._NodeProcess
    parts = [
        *(isinstance(getattr(_reference_map, name, None), dict) for name in REGISTERED),
        set(inspect.signature(node.send).parameters) == {"self", "request", "response_type"},
        all(callable(getattr(node, name, None)) for name in ("start", "stop", "handshake", "_next_message")),
        set(inspect.signature(LoadRequest).parameters) == {"name", "version", "tarball"},
    ]
    return None if all(parts) else f"version {version}, whose inner parts moved"


def install(assemblies: Assemblies, started: Kernel | None) -> None:
    """Hold back the assemblies of lean providers until Node gets another request; use the started Node."""
    node_process: Any = process._NodeProcess
    send = node_process.send

    @functools.wraps(send)
    def send_when_ready(node: Any, request: Any, response_type: Any) -> Any:
        if not isinstance(request, LoadRequest):
            assemblies.release()
            _settle(node)
            return send(node, request, response_type)
        if not assemblies.hold(request.name, request.version, request.tarball):
            _send_load(node, request)
            if Path(request.tarball).parent.name != "_jsii":
                _settle(node)  # it isn't in an installed package, so the file may be deleted soon
        return None

    node_process.send = send_when_ready
    node_process.start = _start(node_process.start, started)


def load(name: str, version: str, tarball: str) -> None:
    """Let Node load an assembly."""
    request = LoadRequest(name=name, version=version, tarball=tarball)
    provider: Any = jsii_kernel.provider
    _send_load(provider._process, request)


def namespaces(assembly: str) -> frozenset[str]:
    """Return the namespaces of an assembly whose Python classes were imported."""
    prefix = f"{assembly}."
    return frozenset(
        name.removeprefix(prefix).partition(".")[0]
        for registered in REGISTERED
        for name in getattr(_reference_map, registered)
        if name.startswith(prefix)
    )


def _start(stock: Callable[[Any], None], started: Kernel | None) -> Callable[[Any], None]:
    """Return a function that starts Node: it takes the running process, a new one, or jsii's own two."""
    waiting = [started] if started else []

    def start(node: Any) -> None:
        found = waiting.pop() if waiting else kernel.start()
        if found is None:
            stock(node)
            return
        node._process = found.process
        node.sink_thread = threading.Thread(
            target=process.stderr_sink, args=(node._process.stderr,), daemon=True
        )
        node.sink_thread.start()
        atexit.register(node.stop)
        _owed(node).append(node.handshake)

    return start


def _send_load(node: Any, request: LoadRequest) -> None:
    """Ask Node to load an assembly; Python goes on importing meanwhile."""
    message = {
        "api": "load",
        "name": request.name,
        "version": request.version,
        "tarball": request.tarball,
    }
    node._process.stdin.write(json.dumps(message).encode() + b"\n")
    node._process.stdin.flush()
    _owed(node).append(functools.partial(_receive_load, node))


def _receive_load(node: Any) -> None:
    answer = node._next_message()
    if "error" in answer:
        raise JSIIError(answer["error"]) from JavaScriptError(answer.get("stack", ""))  # type: ignore[no-untyped-call]


def _owed(node: Any) -> list[Callable[[], None]]:
    """Return the pending reads from Node, oldest first."""
    owed: list[Callable[[], None]] = vars(node).setdefault("_cdktf_lean_owed", [])
    return owed


def _settle(node: Any) -> None:
    """Do the pending reads."""
    owed = _owed(node)
    while owed:
        owed.pop(0)()
