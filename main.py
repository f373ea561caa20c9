"""The app: writes the registry's stack and one stack for each environment as Terraform JSON.

Run it with ``cdktf-apprunner synth``, or let ``cdktf`` run it through ``cdktf.json``.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # older ones can read this file
    sys.exit(f"main.py needs Python 3.11 or newer, not {sys.executable}: run .venv/bin/python main.py")
try:
    import cdktf_lean

    cdktf_lean.enable()  # first: Node starts while the rest is imported
    from cdktf_apprunner.environments import EnvironmentsError, load, print_problems, print_stacks, write
except ModuleNotFoundError as missing:
    sys.exit(f"{sys.executable} lacks {missing.name}: run .venv/bin/python main.py, or pipenv install first")

import argparse
import os
from pathlib import Path

ENVIRONMENTS = Path(__file__).parent / "environments"


def main() -> int:
    """Load the environments, write the stacks, print a summary; return 1 if an environment is wrong."""
    as_json = arguments().format == "json"
    outdir = Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out"))
    try:
        loaded = load(ENVIRONMENTS)
        write(loaded, outdir)
    except EnvironmentsError as error:
        print_problems(error, as_json=as_json)
        return 1
    print_stacks(loaded, as_json=as_json)
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line with argparse: importing click would take a tenth of the synthesis."""
    parser = argparse.ArgumentParser(description="Write the stacks as Terraform JSON.")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="print problems and the summary as text, or as JSON on standard output",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
