"""The real ``cdktf`` writes what ``python main.py`` writes."""

import os
import subprocess

import pytest

from tests.conftest import PROJECT


@pytest.mark.cdktf
def test_cdktf_synth(stacks, tmp_path):
    folders = (str(PROJECT / ".venv/bin"), str(PROJECT / "node_modules/.bin"), os.environ["PATH"])
    outdir = tmp_path / "cdktf.out"
    done = subprocess.run(
        ["cdktf", "synth", "--output", str(outdir)],
        cwd=PROJECT,
        env={**os.environ, "PATH": os.pathsep.join(folders), "CHECKPOINT_DISABLE": "1", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for made in (stacks / "stacks").rglob("cdk.tf.json"):
        same = outdir / made.relative_to(stacks)
        assert same.read_bytes() == made.read_bytes()
