"""The folder of cut-down assemblies, which only its owner may write to.

An entry's file name ends with the digest of its content. So a damaged entry is noticed and replaced, and
processes that start at the same time write the same file under the same name.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from attrs import define, field

MAX_ENTRIES = 64
MAX_BYTES = 128 * 1024 * 1024


def default_folder() -> Path:
    """``CDKTF_LEAN_CACHE``, or ``cdktf-lean`` in the user's cache folder."""
    if named := os.environ.get("CDKTF_LEAN_CACHE"):
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/cdktf-lean"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "cdktf-lean"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cdktf-lean"


@define
class Cache:
    """Files by key; missing, damaged and untrusted ones are made again."""

    folder: Path = field(factory=default_folder)

    def get(self, key: str, make: Callable[[], bytes]) -> Path:
        """Return the file of a key, and make it if there is no sound one."""
        usable = _open_folder(self.folder)
        if usable and (found := self._find(key)):
            return found
        content = make()
        name = f"{key}-{hashlib.sha256(content).hexdigest()}.tgz"
        if usable:
            with contextlib.suppress(OSError):
                _write(self.folder / name, content)
                self._prune(keep=name)
                return self.folder / name
        return _write(_private_folder() / name, content)

    def _find(self, key: str) -> Path | None:
        for path in sorted(self.folder.glob(f"{key}-*.tgz")):
            if _is_ours(path, stat.S_ISREG) and _is_sound(path):
                with contextlib.suppress(OSError):
                    os.utime(path)  # the least recently used entries are removed first
                return path
            with contextlib.suppress(OSError):
                path.unlink()
        return None

    def _prune(self, keep: str) -> None:
        """Remove the least recently used entries beyond the bounds."""
        entries = sorted(
            ((path.stat().st_mtime, path.stat().st_size, path) for path in self.folder.glob("*.tgz")),
            reverse=True,
        )
        total = 0
        for number, (_, size, path) in enumerate(entries, 1):
            total += size
            if (number > MAX_ENTRIES or total > MAX_BYTES) and path.name != keep:
                path.unlink(missing_ok=True)


def _open_folder(folder: Path) -> bool:
    """Make the folder if it is missing; return whether it can be trusted."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return _is_ours(folder, stat.S_ISDIR)


def _is_ours(path: Path, kind: Callable[[int], bool]) -> bool:
    """Whether it is of that kind, not a link, ours, and writable by its owner only."""
    try:
        found = path.lstat()
    except OSError:
        return False
    if not kind(found.st_mode):
        return False
    return os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _is_sound(path: Path) -> bool:
    try:
        return path.stem.rpartition("-")[2] == hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return False


def _write(path: Path, content: bytes) -> Path:
    """Write to a temporary file, then rename it, so that no process sees half a file."""
    number, beside = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(number, "wb") as opened:
            opened.write(content)
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    return path


def _private_folder() -> Path:
    """Make a folder for this process only, which is removed when the process ends."""
    folder = tempfile.mkdtemp(prefix="cdktf-lean-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
