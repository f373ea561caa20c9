"""Find Terraform and an AWS provider, and run the one with the other, on any machine.

Terraform's own configuration comes first. Only where that names no provider installation is a
filesystem mirror looked for in the usual places and used, so that no network is needed.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

REGISTRY_FOLDER = "registry.terraform.io"
"""The folder every filesystem mirror of the public registry holds at its top."""


class TerraformError(Exception):
    """Terraform ended with an error; the text is what it printed."""


def executable() -> str | None:
    """The path of ``terraform``, or of ``tofu`` where only OpenTofu is installed."""
    return shutil.which("terraform") or shutil.which("tofu")


def find_mirror() -> Path | None:
    """A filesystem mirror that holds the AWS provider, looked for in the usual places.

    Terraform's implied mirrors come first (its plugin folders in the user's home and the system's
    shared-data folders), then each folder of the system's optional-software folder.
    """
    home = Path.home()
    roots = [
        home / ".terraform.d/plugins",
        home / ".local/share/terraform/plugins",
        Path("/usr/local/share/terraform/plugins"),
        Path("/usr/share/terraform/plugins"),
        *sorted(path for path in Path("/opt").glob("*") if path.is_dir()),
        *sorted(path for path in Path("/opt").glob("*/*") if path.is_dir()),
    ]
    return next((root for root in roots if (root / REGISTRY_FOLDER / "hashicorp/aws").is_dir()), None)


def configured() -> bool:
    """Whether Terraform's own configuration says where providers come from."""
    named = os.environ.get("TF_CLI_CONFIG_FILE") or os.environ.get("TERRAFORM_CONFIG")
    path = Path(named) if named else Path.home() / ".terraformrc"
    return path.is_file() and "provider_installation" in path.read_text(encoding="utf-8")


@functools.cache
def environment() -> dict[str, str]:
    """The variables that Terraform needs beside the process's own: empty where nothing is missing."""
    variables = {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    mirror = None if configured() else find_mirror()
    if mirror is None:
        return variables
    folder = tempfile.mkdtemp(prefix="terraform-cli-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    config = Path(folder) / "terraform.rc"
    config.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n',
        encoding="utf-8",
    )
    return {**variables, "TF_CLI_CONFIG_FILE": str(config)}


@functools.cache
def missing() -> str | None:
    """Why Terraform can't be run with the AWS provider here, in one sentence; ``None`` when it can."""
    if executable() is None:
        return "terraform is not on PATH: install Terraform 1.7 or newer, or OpenTofu"
    with tempfile.TemporaryDirectory() as folder:
        provider = {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}
        Path(folder, "main.tf.json").write_text(
            json.dumps({"terraform": {"required_providers": {"aws": provider}}}), encoding="utf-8"
        )
        try:
            Terraform(Path(folder)).init()
        except TerraformError as error:
            return f"no AWS provider can be had: {str(error).strip().splitlines()[-1]}"
    return None


class Terraform:
    """Terraform in one folder, with the variables of :func:`environment` and those given.

    Parameters
    ----------
    folder
        Where the configuration stands, as ``main.tf.json`` or ``cdk.tf.json``.
    variables
        Further environment variables, such as those of a local AWS.
    """

    def __init__(self, folder: Path, variables: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.variables = {**os.environ, **environment(), **(variables or {})}

    def run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """Run one command and return what it printed; raise `TerraformError` on any other exit code."""
        return self._call(arguments, codes).stdout

    def _call(self, arguments: tuple[str, ...], codes: tuple[int, ...]) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [executable() or "terraform", *arguments],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in codes:
            raise TerraformError(f"terraform {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done

    def follow(self, command: str, *arguments: str) -> None:
        """Run one command with its output where this process's goes; raise `TerraformError` on failure."""
        plain = [] if sys.stdout.isatty() else ["-no-color"]
        done = subprocess.run(
            [executable() or "terraform", command, *plain, *arguments],
            cwd=self.folder,
            env=self.variables,
            check=False,
        )
        if done.returncode:
            raise TerraformError(f"terraform {command} failed")

    def init(self, *arguments: str) -> str:
        """Install the providers the configuration asks for."""
        return self.run("init", "-input=false", "-no-color", *arguments)

    def validate(self) -> dict[str, Any]:
        """What ``terraform validate -json`` found."""
        found: dict[str, Any] = json.loads(self.run("validate", "-json", codes=(0, 1)))
        return found

    def plan(self, *arguments: str) -> dict[str, Any]:
        """Make a plan and return it as ``terraform show -json`` gives it."""
        name = "made.tfplan"
        self.run("plan", "-input=false", "-no-color", f"-out={name}", *arguments)
        shown: dict[str, Any] = json.loads(self.run("show", "-json", name))
        return shown

    def apply(self, *arguments: str) -> str:
        """Apply the configuration without asking."""
        return self.run("apply", "-input=false", "-no-color", "-auto-approve", *arguments)

    def destroy(self, *arguments: str) -> str:
        """Destroy everything in the state without asking."""
        return self.run("destroy", "-input=false", "-no-color", "-auto-approve", *arguments)

    def changes(self) -> list[str]:
        """The addresses a new plan would change or read anew, with the action: empty when settled."""
        name = "changes.tfplan"
        arguments = ("plan", "-input=false", "-no-color", "-detailed-exitcode", f"-out={name}")
        if self._call(arguments, (0, 2)).returncode == 0:
            return []
        plan = json.loads(self.run("show", "-json", name))
        return [
            f"{change['address']}: {'+'.join(change['change']['actions'])}"
            for change in plan.get("resource_changes", [])
            if change["change"]["actions"] not in (["no-op"], ["read"])
        ] + [
            f"output {name}: {'+'.join(change['actions'])}"
            for name, change in plan.get("output_changes", {}).items()
            if change["actions"] != ["no-op"]
        ]
