"""Take the package index out of lock files: which index to ask is the machine's business.

``pipenv sync`` installs from whatever pip is configured to use when the lock names no source.
Run by ``make lock`` after ``pipenv lock``, with the lock files to rewrite.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Rewrite the lock files named."""
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
