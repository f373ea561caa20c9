"""``python tools/scan/scan.py``: runs checkov on every stack of the app, as a part of ``make lint``.

checkov can't read ``required_version`` and import blocks in Terraform JSON, so it gets only the blocks in
``SCANNED`` of each stack. ``checkov.yaml`` lists the accepted findings, with reasons.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
SCANNED = ("provider", "data", "resource")


def main() -> int:
    """Synthesize, scan, and return checkov's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        outdir, scanned = Path(folder) / "cdktf.out", Path(folder) / "scanned"
        subprocess.run(
            [sys.executable, "main.py"],
            cwd=PROJECT,
            env={**os.environ, "CDKTF_OUTDIR": str(outdir)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        for stack in sorted(outdir.glob("stacks/*/cdk.tf.json")):
            copy_resources(stack, scanned / stack.parent.name / stack.name)
        return scan(scanned)


def copy_resources(stack: Path, copy: Path) -> None:
    """Write the scanned blocks of a stack."""
    configuration = json.loads(stack.read_text(encoding="utf-8"))
    copy.parent.mkdir(parents=True)
    kept = {block: configuration[block] for block in SCANNED if block in configuration}
    copy.write_text(json.dumps(kept, indent=2), encoding="utf-8")


def scan(folder: Path) -> int:
    """Run checkov on a folder, without downloads from its vendor."""
    program, configuration = str(HERE / ".venv/bin/checkov"), str(HERE / "checkov.yaml")
    options = ["--framework", "terraform_json", "--quiet", "--compact", "--skip-download"]
    command = [program, "--config-file", configuration, *options, "-d", str(folder)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
