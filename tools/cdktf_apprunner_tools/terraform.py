"""Find Terraform and an AWS provider on any machine, and run them.

Terraform's own configuration has priority. Where it configures no provider installation, a filesystem
mirror in one of the usual places is used, so that no network is needed.
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
"""The top folder of every filesystem mirror of the public registry."""


NOT_FOUND = "terraform is not on PATH: install Terraform 1.7 or newer, or OpenTofu"


class TerraformError(Exception):
    """Terraform ended with an error; the text is its output."""


def executable() -> str | None:
    """Return the path of ``terraform``, or of ``tofu`` where only OpenTofu is installed."""
    return shutil.which("terraform") or shutil.which("tofu")


def find_mirror() -> Path | None:
    """Return a filesystem mirror that has the AWS provider, from the usual places.

    Terraform's implied mirrors come first (its plugin folders in the user's home and the system's
    shared-data folders), then the folders in ``/opt``.
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
    """Return the environment variables that Terraform needs besides the process's own."""
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
    """Return in one sentence why Terraform can't run with the AWS provider here; ``None`` where it can."""
    if executable() is None:
        return NOT_FOUND
    with tempfile.TemporaryDirectory() as folder:
        provider = {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}
        Path(folder, "main.tf.json").write_text(
            json.dumps({"terraform": {"required_providers": {"aws": provider}}}), encoding="utf-8"
        )
        try:
            Terraform(Path(folder)).init()
        except TerraformError as error:
            return f"Terraform finds no AWS provider: {str(error).strip().splitlines()[-1]}"
    return None


class Terraform:
    """Terraform in one folder, with the variables of `environment` and further ones.

    Parameters
    ----------
    folder
        The folder of the configuration, ``main.tf.json`` or ``cdk.tf.json``.
    variables
        Further environment variables, such as those of a local AWS.
    """

    def __init__(self, folder: Path, variables: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.variables = {**os.environ, **environment(), **(variables or {})}

    def run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """Run one command and return its output; raise `TerraformError` on an exit code not in ``codes``."""
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
        """Run one command that prints to this process's output; raise `TerraformError` on failure."""
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
        """Install the providers that the configuration requires."""
        return self.run("init", "-input=false", "-no-color", *arguments)

    def validate(self) -> dict[str, Any]:
        """Return the result of ``terraform validate -json``."""
        found: dict[str, Any] = json.loads(self.run("validate", "-json", codes=(0, 1)))
        return found

    def plan(self, *arguments: str) -> dict[str, Any]:
        """Make a plan and return it as ``terraform show -json`` prints it."""
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
        """Return the addresses that a new plan would change, with the action; empty without changes."""
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
