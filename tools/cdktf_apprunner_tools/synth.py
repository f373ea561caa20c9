"""``cdktf-apprunner synth``: run the app of ``cdktf.json``, in this process where it is a Python file."""

from __future__ import annotations

import os
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import click

from cdktf_apprunner_tools import project
from cdktf_apprunner_tools.errors import Unusable


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--format", "form", type=click.Choice(["text", "json"]), help="Format of problems and summary.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def synth(form: str | None, arguments: tuple[str, ...]) -> None:
    """Write the stacks as Terraform JSON and print a summary.

    Runs the app of cdktf.json with ARGUMENTS. The exit code is 1 where an environment is wrong; then
    nothing is written.
    """
    given = [*(["--format", form] if form else []), *arguments]
    os.environ["CDKTF_OUTDIR"] = str(project.outdir())
    found = project.script()
    if found is None:
        line = " ".join([project.app(), *map(shlex.quote, given)])
        sys.exit(subprocess.run(["sh", "-c", line], check=False).returncode)
    if not Path(found[0]).is_file():
        raise Unusable(f"there is no {found[0]} in {Path.cwd()}; run it in a project's folder")
    # As Python does with a file that it runs.
    sys.argv = [*found, *given]
    sys.path[0] = str(Path(found[0]).parent.absolute())
    runpy.run_path(found[0], run_name="__main__")
