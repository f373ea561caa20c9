"""Remove the package index from lock files: each machine chooses its index.

Where a lock file names no index, ``pipenv sync`` uses the one that pip is configured for. ``make lock``
runs this after ``pipenv lock``, with the lock files as arguments.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Rewrite the given lock files."""
    for name in sys.argv[1:]:
        unpin(Path(name))


def unpin(path: Path) -> None:
    """Rewrite one lock file."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    lock["_meta"]["sources"] = []
    for section in ("default", "develop"):
        for package in lock[section].values():
            package.pop("index", None)
    path.write_text(json.dumps(lock, indent=4, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
