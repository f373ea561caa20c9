"""The app: the registry's stack and one stack an environment, written as Terraform JSON.

Run it with ``make synth``, or let ``cdktf`` run it through ``cdktf.json``.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "constructs"))

import cdktf_lean

cdktf_lean.enable()  # first of all: Node starts while the rest is imported

import argparse
import importlib
import json
import os
import re
import shutil
import tempfile
import threading
import time

from cdktf_apprunner import Problem
from environments.discovery import EnvironmentsError, Loaded, load
from environments.stacks import RegistryStack, ServiceStack

STACK, MANIFEST = "cdk.tf.json", "manifest.json"
LEFT_SECONDS = 3600
REFUSED_TO_NODE = re.compile(r"Error: E[A-Z]+: ")
"""What jsii tells of an error of the file system that Node met, such as ENOSPC."""


def main() -> int:
    """Load the environments, write the stacks, print a table; 1 where an environment is wrong.

    What prints is imported when it is needed: rich takes a thirtieth of the whole synthesis.
    """
    style = arguments().format
    outdir = Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out"))
    try:
        loaded = load()
        write(loaded, outdir)
    except EnvironmentsError as error:
        from environments import findings

        if style == "json":
            print(findings.as_json(error.by_name, stacks=[]))
        else:
            findings.show(error)
        return 1
    if style == "json":
        from environments import findings

        stacks = ["registry", *(environment.name for environment in loaded.environments)]
        print(findings.as_json({}, stacks=stacks))
    else:
        from environments.summary import print_summary

        print_summary(loaded.environments)
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line; by argparse, since importing click takes a tenth of the whole synthesis."""
    parser = argparse.ArgumentParser(description="Write the stacks as Terraform JSON.")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="how problems and what was written are printed: for people, or as JSON on standard output",
    )
    return parser.parse_args()


def write(loaded: Loaded, outdir: Path) -> None:
    """Write the stacks; where the disk refuses, say so as of any other problem."""
    try:
        synthesize(loaded, outdir)
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not REFUSED_TO_NODE.match(str(error)):
            raise
        allowed, advice = "it can be written", "Make room there, or see who may write"
        raise EnvironmentsError({"output": [Problem(str(outdir), str(error), allowed, advice)]}) from error


def synthesize(loaded: Loaded, outdir: Path) -> None:
    """Write the stacks beside the output folder first, so that a failure leaves the earlier one whole."""
    from cdktf import App  # after the library has chosen the Node it runs on

    outdir.parent.mkdir(parents=True, exist_ok=True)
    sweep(outdir)
    with tempfile.TemporaryDirectory(dir=outdir.parent, prefix=f".{outdir.name}-") as beside:
        # CDKTF's validation of a cloud backend runs Terraform, which synthesis needs no more than this;
        # required_version in each stack tells Terraform itself.
        # Warnings are kept without a stack trace, whose paths are this machine's.
        context = {"@cdktf/disable_stack_trace_in_metadata": True}
        app = App(outdir=beside, skip_validation=True, context=context)
        RegistryStack(app, loaded.registry)
        for environment in loaded.environments:
            ServiceStack(app, environment)
        threading.Thread(target=importlib.import_module, args=["environments.summary"]).start()
        app.synth()  # in Node; what prints is imported meanwhile
        replace(Path(beside), outdir)
    warn(outdir)


def warn(outdir: Path) -> None:
    """Print the warnings of every stack, as the ``cdktf`` command does too."""
    manifest = json.loads((outdir / "manifest.json").read_text(encoding="utf-8"))
    for name, stack in sorted(manifest["stacks"].items()):
        for annotation in stack["annotations"]:
            print(f"{name}: warning: {annotation['message']}", file=sys.stderr)


def replace(new: Path, old: Path) -> None:
    """Move the stacks over; what Terraform put beside them stays, stacks that went are removed.

    The manifest goes first and comes last: where moving was cut short there is none, each stack is whole,
    and the next synthesis mends it.
    """
    stacks = old / "stacks"
    stacks.mkdir(parents=True, exist_ok=True)
    (old / MANIFEST).unlink(missing_ok=True)
    names = {path.name for path in (new / "stacks").iterdir()}
    for name in sorted(names):
        if (stacks / name).exists():
            (new / "stacks" / name / STACK).replace(stacks / name / STACK)
        else:
            (new / "stacks" / name).replace(stacks / name)
    for stack in stacks.iterdir():
        if stack.name not in names and (stack / STACK).exists():
            shutil.rmtree(stack)
    (new / MANIFEST).replace(old / MANIFEST)


def sweep(outdir: Path) -> None:
    """Remove what a synthesis that was killed left beside the output; one takes seconds."""
    for left in outdir.parent.glob(f".{outdir.name}-*"):
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
