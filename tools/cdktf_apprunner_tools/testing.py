"""What a project's own tests call: ``tests/test_project.py`` of the template.

Examples
--------
>>> project = Project(Path(__file__).parents[1])
>>> project.assert_valid("dev")
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from cdktf_apprunner.environments import Environment, load
from cdktf_apprunner_tools import terraform
from cdktf_apprunner_tools.new.answers import PRODUCTION


class Project:
    """A project, synthesized once for its tests into a folder of its own.

    Parameters
    ----------
    folder
        The project's folder, which has ``cdktf.json`` and ``environments``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def stacks(self) -> list[str]:
        """Names of the stacks."""
        return sorted(path.name for path in (self.outdir / "stacks").iterdir())

    @property
    def production(self) -> list[str]:
        """Names of the production environments, which need a guard: ``prod``, ``prod-eu``, ``live``."""
        return [name for name in self.environments if PRODUCTION.fullmatch(name)]

    @cached_property
    def environments(self) -> dict[str, Environment]:
        """The environments by name."""
        return {item.name: item for item in load(self.folder / "environments").environments}

    @cached_property
    def outdir(self) -> Path:
        """Synthesize, and return the output folder; the test fails with the problems."""
        top = tempfile.mkdtemp(prefix="synth-")
        atexit.register(shutil.rmtree, top, ignore_errors=True)
        outdir = Path(top, "cdktf.out")
        done = subprocess.run(
            [sys.executable, "-m", "cdktf_apprunner_tools", "synth"],
            cwd=self.folder,
            env={**os.environ, "CDKTF_OUTDIR": str(outdir)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(done.stderr, pytrace=False)
        return outdir

    def json(self, stack: str) -> Any:
        """Return a stack's Terraform JSON."""
        path = self.outdir / "stacks" / stack / "cdk.tf.json"
        return json.loads(path.read_text(encoding="utf-8"))

    def assert_accepted(self, stack: str, snapshot: SnapshotAssertion) -> None:
        """Compare a stack with the accepted one; before the first ``pytest --snapshot-update``, skip."""
        accepting = snapshot.session.update_snapshots
        folder = Path(snapshot.test_location.filepath).parent / "__snapshots__"
        if not accepting and not folder.exists():
            pytest.skip("no stack was accepted yet; pytest --snapshot-update accepts all of them")
        same = self.json(stack) == snapshot(extension_class=JSONSnapshotExtension)
        if not same:
            differences = "\n".join(snapshot.get_assert_diff())
            pytest.fail(
                f"{differences}\n{stack} isn't the accepted stack. If you meant the change: "
                "pytest --snapshot-update, then review and commit it.",
                pytrace=False,
            )

    def assert_valid(self, stack: str) -> None:
        """Check a stack with ``terraform validate``; without Terraform and its provider, skip."""
        if reason := terraform.missing():
            pytest.skip(reason)
        runner = terraform.Terraform(self.outdir / "stacks" / stack)
        runner.init("-backend=false")
        problems = [each["summary"] for each in runner.validate()["diagnostics"]]
        assert problems == []

    def assert_guarded(self, environment: str) -> None:
        """Check that an environment has a guard; the synthesis has checked its rules."""
        assert self.environments[environment].guard is not None, f"{environment} needs guard=Production()"
