"""``cdktf-apprunner lock``: the versions and checksums of the providers, for every machine."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import click

from cdktf_apprunner_tools import project, terraform
from cdktf_apprunner_tools.errors import Unusable
from cdktf_apprunner_tools.pipeline.stacks import find, synthesize


@click.command()
@click.option("--upgrade", is_flag=True, help="Lock the newest versions that the stacks allow.")
def lock(upgrade: bool) -> None:
    """Write the versions and checksums of the providers to .terraform.lock.hcl.

    Commit the file. A synthesis copies it beside the JSON of each stack; Terraform then installs these
    versions on every machine, and stops where a checksum differs.
    See https://developer.hashicorp.com/terraform/language/files/dependency-lock
    """
    if terraform.executable() is None:
        raise Unusable(terraform.NOT_FOUND)
    synthesize(project.outdir())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        required = {"terraform": {"required_providers": _providers(project.outdir())}}
        (folder / "main.tf.json").write_text(json.dumps(required), encoding="utf-8")
        if project.LOCK.exists():
            shutil.copy(project.LOCK, folder)
        terraform.Terraform(folder).init(*(["-upgrade"] if upgrade else []))
        text = (folder / project.LOCK).read_text(encoding="utf-8")
    project.LOCK.write_text(text, encoding="utf-8")
    for source, version in re.findall(
        r'^provider "([^"]+)" \{\n  version +=\s+"([^"]+)"', text, re.MULTILINE
    ):
        click.echo(f"{source.partition('/')[2]} {version}")
    click.echo(f"{project.LOCK} is written; commit it")


def _providers(outdir: Path) -> dict[str, Any]:
    """Return the providers that the stacks require; the constraints of all stacks must hold."""
    found: dict[str, list[str]] = {}
    for stack in find(outdir).values():
        for name, provider in stack.providers.items():
            source = provider.get("source", name)
            constraints = found.setdefault(source if "/" in source else f"hashicorp/{source}", [])
            if (version := provider.get("version")) and version not in constraints:
                constraints.append(version)
    return {
        f"provider-{number}": {"source": source, **({"version": ", ".join(parts)} if parts else {})}
        for number, (source, parts) in enumerate(sorted(found.items()))
    }
