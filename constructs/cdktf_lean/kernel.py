"""Start Node with jsii's kernel before jsii is imported, since both take equally long."""

from __future__ import annotations

import atexit
import importlib.util
import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

RUNTIME = Path(__file__).with_name("runtime.js")
PROGRAM = Path("lib/program.js")
EMBEDDED = Path("_embedded/jsii")
"""The folder of jsii's programs; ``__`` in their names replaces ``/``."""


class Kernel(NamedTuple):
    """A process, and the folder it runs from."""

    process: subprocess.Popen[bytes]
    folder: tempfile.TemporaryDirectory[str]

    def stop(self) -> None:
        """End the process if it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.communicate()
        self.folder.cleanup()


def start() -> Kernel | None:
    """Start one Node process with the kernel in it, where jsii would start two (see ``runtime.js``).

    Return ``None`` on Windows, if ``JSII_RUNTIME`` names another kernel, if jsii keeps its programs in
    another folder, and without Node: jsii then reports the missing Node when it needs it.
    """
    found = importlib.util.find_spec("jsii")
    if os.name != "posix" or "JSII_RUNTIME" in os.environ or found is None or found.origin is None:
        return None
    folder = tempfile.TemporaryDirectory(prefix="cdktf-lean-")
    for program in (Path(found.origin).parent / EMBEDDED).glob("*.js"):
        copy = Path(folder.name, *program.name.split("__"))
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(program.read_bytes())
    process = _run(Path(folder.name) / PROGRAM)
    if process is None:
        folder.cleanup()
        return None
    kernel = Kernel(process, folder)
    atexit.register(kernel.stop)
    return kernel


def _run(program: Path) -> subprocess.Popen[bytes] | None:
    node = shutil.which(os.environ.get("JSII_NODE", "node"))
    if node is None or not program.exists():
        return None
    return subprocess.Popen(
        [node, "--preserve-symlinks", "--max-old-space-size=4069", str(RUNTIME), str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "JSII_AGENT": f"Python/{platform.python_version()}"},
    )
