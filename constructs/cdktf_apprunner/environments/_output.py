"""Write the stacks: all of them, or none."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner.environments import _elsewhere, _printing, _private, _protection
from cdktf_apprunner.environments._discovery import LOCK, EnvironmentsError, Loaded
from cdktf_apprunner.environments._stacks import RegistryStack, ServiceStack
from cdktf_apprunner.terraform import Annotations, App, JSIIError

STACK, MANIFEST = "cdk.tf.json", "manifest.json"
LEFT_SECONDS = 3600
"""A temporary folder older than this is from a killed synthesis; a synthesis takes seconds."""
CACHE_ERROR = re.compile(r"Cannot use the jsii package cache")
"""How jsii refuses a cache folder that other users may write to."""
NODE_FILE_ERROR = re.compile(r"Error: E[A-Z]+: ")
"""How jsii reports a file system error of Node, such as ENOSPC."""


def write(loaded: Loaded, outdir: Path) -> None:
    """Write the stacks to a folder.

    Raises
    ------
    EnvironmentsError
        When the folder can't be written, or a protected service is lost; the earlier output stays whole.
    """
    try:
        synthesize(loaded, outdir)
    except JSIIError as error:
        if not CACHE_ERROR.match(str(error)):
            raise
        problem = Problem("HOME", os.environ.get("HOME"), str(error).rstrip("."))
        raise EnvironmentsError({"cache": [problem]}) from error
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not NODE_FILE_ERROR.match(str(error)):
            raise
        allowed, advice = "the folder must be writable", "Check its permissions and the free disk space"
        raise EnvironmentsError({"output": [Problem(str(outdir), str(error), allowed, advice)]}) from error


def synthesize(loaded: Loaded, outdir: Path) -> None:
    """Write to a folder beside the output first, so that a failure leaves the earlier output whole."""
    outdir.parent.mkdir(parents=True, exist_ok=True)
    sweep(outdir)
    with tempfile.TemporaryDirectory(dir=outdir.parent, prefix=f".{outdir.name}-") as beside:
        # CDKTF's validation of a cloud backend runs Terraform; required_version in each stack does the same
        # check at plan. Warnings have no stack trace, because it would contain paths of this machine.
        context = {"@cdktf/disable_stack_trace_in_metadata": True}
        app = App(outdir=beside, skip_validation=True, context=context)
        RegistryStack(app, loaded.registry, loaded.environments)
        for environment in loaded.environments:
            made = ServiceStack(app, environment)
            elsewhere = _elsewhere.warnings(loaded.registry, environment)
            for warning in elsewhere + _private.warnings(loaded.environments, environment):
                Annotations.of(made).add_warning(str(warning))
        _printing.prepare()
        app.synth()
        _protection.check(loaded, Path(beside), outdir)
        if loaded.lock.exists():
            for stack in Path(beside, "stacks").iterdir():
                shutil.copyfile(loaded.lock, stack / LOCK)
        replace(Path(beside), outdir)
    warn(outdir)


def warn(outdir: Path) -> None:
    """Print the warnings of every stack, as the ``cdktf`` command does too."""
    manifest = json.loads((outdir / MANIFEST).read_text(encoding="utf-8"))
    with _printing.printing():
        for name, stack in sorted(manifest["stacks"].items()):
            for annotation in stack["annotations"]:
                print(f"{name}: warning: {annotation['message']}", file=sys.stderr)


def replace(new: Path, old: Path) -> None:
    """Move the new stacks over the old ones; keep Terraform's own files, delete removed stacks.

    A project without a lock file keeps those that Terraform wrote.

    The manifest is removed first and written last. If moving is interrupted, the manifest is missing, each
    stack is whole, and the next synthesis completes the folder.
    """
    stacks = old / "stacks"
    stacks.mkdir(parents=True, exist_ok=True)
    (old / MANIFEST).unlink(missing_ok=True)
    names = {path.name for path in (new / "stacks").iterdir()}
    for name in sorted(names):
        if (stacks / name).exists():
            for file in (STACK, LOCK):
                if (made := new / "stacks" / name / file).exists():
                    made.replace(stacks / name / file)
        else:
            (new / "stacks" / name).replace(stacks / name)
    for stack in stacks.iterdir():
        if stack.name not in names and (stack / STACK).exists():
            shutil.rmtree(stack)
    (new / MANIFEST).replace(old / MANIFEST)


def sweep(outdir: Path) -> None:
    """Remove folders that killed syntheses left beside the output."""
    for left in outdir.parent.glob(f".{outdir.name}-*"):
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
