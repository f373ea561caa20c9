"""The app: the registry's stack and one stack an environment, written as Terraform JSON.

Run it with ``make synth``, or let ``cdktf`` run it through ``cdktf.json``.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "constructs"))

from environments.discovery import EnvironmentsError, Loaded, load
from environments.stacks import RegistryStack, ServiceStack
from environments.summary import print_summary


def main() -> int:
    """Load the environments, write the stacks, print the table; 1 where an environment is wrong."""
    try:
        loaded = load()
    except EnvironmentsError as error:
        show(error)
        return 1
    synthesize(loaded, Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out")))
    print_summary(loaded.environments)
    return 0


def show(error: EnvironmentsError) -> None:
    """Print every problem under its environment."""
    count = len(error.problems)
    print(f"{count} problem{'s' if count > 1 else ''}; nothing was written.", file=sys.stderr)
    for name, problems in error.by_name.items():
        print(f"\n{name}", file=sys.stderr)
        for problem in problems:
            print(f"  {problem}", file=sys.stderr)


def synthesize(loaded: Loaded, outdir: Path) -> None:
    """Write the stacks beside the output folder first, so that a failure leaves the earlier one whole."""
    from cdktf import App  # after the library has chosen the Node it runs on

    outdir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=outdir.parent, prefix=f".{outdir.name}-") as beside:
        # CDKTF's validation of a cloud backend runs Terraform, which synthesis needs no more than this;
        # required_version in each stack tells Terraform itself.
        # Warnings are kept without a stack trace, whose paths are this machine's.
        context = {"@cdktf/disable_stack_trace_in_metadata": True}
        app = App(outdir=beside, skip_validation=True, context=context)
        RegistryStack(app, loaded.registry)
        for environment in loaded.environments:
            ServiceStack(app, environment)
        app.synth()
        replace(Path(beside), outdir)
    warn(outdir)


def warn(outdir: Path) -> None:
    """Print the warnings of every stack, as the ``cdktf`` command does too."""
    manifest = json.loads((outdir / "manifest.json").read_text(encoding="utf-8"))
    for name, stack in sorted(manifest["stacks"].items()):
        for annotation in stack["annotations"]:
            print(f"{name}: warning: {annotation['message']}", file=sys.stderr)


def replace(new: Path, old: Path) -> None:
    """Move the files over; what Terraform put beside them stays, stacks that went are removed."""
    names = {path.name for path in (new / "stacks").iterdir()}
    for path in [*sorted((new / "stacks").rglob("*.json")), new / "manifest.json"]:
        target = old / path.relative_to(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    for stack in (old / "stacks").iterdir():
        if stack.name not in names and (stack / "cdk.tf.json").exists():
            shutil.rmtree(stack)


if __name__ == "__main__":
    sys.exit(main())
