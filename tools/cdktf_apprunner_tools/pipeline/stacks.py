"""The synthesized stacks, and Terraform's plans of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from attrs import frozen

from cdktf_apprunner_tools import project, terraform
from cdktf_apprunner_tools.errors import PROGRAM, Stopped, Unusable
from cdktf_apprunner_tools.pipeline.plans import changes, differences, without_secrets
from cdktf_apprunner_tools.pipeline.protection import lost, recorded

LOCK_TIMEOUT = "-lock-timeout=5m"
"""How long a deployment waits for another one that has locked the state."""


@frozen
class Stack:
    """One synthesized stack, and the files of its plan.

    Parameters
    ----------
    name
        ``registry``, or the environment's name.
    outdir
        The output folder of the synthesis. Plans are in ``plans`` beside that folder.
    """

    name: str
    outdir: Path

    @property
    def folder(self) -> Path:
        """Where Terraform runs."""
        return self.outdir / "stacks" / self.name

    @property
    def plan_json(self) -> Path:
        """The plan as ``terraform show -json`` prints it, without sensitive values."""
        return self._plans / f"{self.name}.json"

    @property
    def plan_file(self) -> Path:
        """The plan that Terraform applies. It may hold secrets, so it never leaves the machine."""
        return self._plans / f"{self.name}.tfplan"

    @property
    def facts(self) -> dict[str, Any]:
        """Facts for a workflow: name, account, region, and whether Terraform Cloud makes the plan."""
        (provider,) = self._json["provider"]["aws"]
        return {
            "name": self.name,
            "account_id": provider["allowed_account_ids"][0],
            "region": provider["region"],
            "cloud": "cloud" in self._json["terraform"],
        }

    @property
    def keeps_state_here(self) -> bool:
        """Whether its state is a file on the machine that applies it."""
        return "local" in self._json["terraform"].get("backend", {})

    @property
    def providers(self) -> dict[str, dict[str, str]]:
        """The providers that it requires, by local name."""
        required: dict[str, dict[str, str]] = self._json["terraform"].get("required_providers", {})
        return required

    @property
    def _plans(self) -> Path:
        return self.outdir.parent.resolve() / "plans"

    @property
    def _json(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads((self.folder / "cdk.tf.json").read_text(encoding="utf-8"))
        return made

    def plan(
        self, image_tag: str | None = None, *arguments: str, lock: str = "-lock=false"
    ) -> dict[str, Any]:
        """Make a plan, write both files and return it without sensitive values.

        By default the state isn't locked: a plan changes nothing, it needs no permission to write, and it
        must not block a deployment. A plan that loses a protected service is refused, and isn't kept.
        """
        if image_tag and "image_tag" not in self._json.get("variable", {}):
            raise Unusable(f"{self.name} has no image tag to choose; leave it out")
        chosen = [f"-var=image_tag={image_tag}"] if image_tag else []
        self._plans.mkdir(mode=0o700, exist_ok=True)
        for earlier in (self.plan_json, self.plan_file):
            earlier.unlink(missing_ok=True)
        runner = terraform.Terraform(self.folder)
        runner.init()
        runner.follow("plan", "-input=false", f"-out={self.plan_file}", lock, *chosen, *arguments)
        made = json.loads(runner.run("show", "-json", str(self.plan_file)))
        made["prior_checks"] = recorded(runner.run("state", "pull"))
        if services := lost(made):
            self.plan_file.unlink()
            raise Stopped(_refusal(self.name, services))
        shown = without_secrets(made)
        self.plan_json.write_text(json.dumps(shown), encoding="utf-8")
        return shown

    def check(self, fresh: dict[str, Any], reviewed: Path) -> None:
        """Stop where a plan differs from the reviewed one, which is in a folder."""
        path = reviewed / self.plan_json.name
        if not changes(fresh):
            return
        if not path.exists():
            raise Stopped(f"{self.name}: there is no reviewed plan {path}; nothing was applied")
        try:
            found = differences(json.loads(path.read_text(encoding="utf-8")), fresh)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unusable(f"{path} isn't a plan as terraform show -json prints it") from None
        if found:
            listed = "".join(f"\n  {line}" for line in found)
            raise Stopped(f"{self.name}: not what was reviewed; nothing was applied:{listed}")

    def apply(self) -> None:
        """Apply the latest plan, and delete its files."""
        try:
            terraform.Terraform(self.folder).follow(
                "apply", "-input=false", LOCK_TIMEOUT, str(self.plan_file)
            )
        finally:
            self.plan_file.unlink()
            self.plan_json.unlink()


def _refusal(name: str, services: list[str]) -> str:
    listed = "".join(f"\n  {service}" for service in services)
    return (
        f"{name}: the plan destroys or replaces services that were protected at the last apply:{listed}\n"
        "If you renamed the construct, give it was= with its earlier id. To remove or replace a service, "
        "first set only deletion_protection=False and deploy."
    )


def synthesize(outdir: Path) -> None:
    """Write the stacks: run the app of the project in the current folder."""
    done = subprocess.run(
        project.command(),
        env={**os.environ, "CDKTF_OUTDIR": str(outdir.resolve())},
        stdout=subprocess.PIPE,  # only synth shows the summary
        check=False,
    )
    if done.returncode:
        raise Stopped("the stacks can't be synthesized")


def find(outdir: Path) -> dict[str, Stack]:
    """Return the synthesized stacks by name."""
    found = sorted(path.parent.name for path in (outdir / "stacks").glob("*/cdk.tf.json"))
    if not found:
        raise Unusable(f"there are no stacks in {outdir}; {PROGRAM} synth writes them")
    return {name: Stack(name, outdir) for name in found}
