"""Earlier output stays as it was while a new one is written: the disk full, the process killed anywhere."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import main
from tests.conftest import PROJECT

FULL_DISK = """
import os, resource, sys
import psutil
sys.path.insert(0, os.getcwd())
sys.argv = ["main.py"]
import main
for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (8192, 8192))
sys.exit(main.main())
"""
KILLER = """
import os, signal, sys

left = int(os.environ["KILL_AT"])
WATCHED = {"os.remove", "os.mkdir", "os.rename", "os.rmdir", "shutil.rmtree"}

def watch(event, arguments):
    global left
    if event in WATCHED and any("cdktf.out" in str(argument) for argument in arguments):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
sys.path.insert(0, os.getcwd())
from pathlib import Path
import main
main.replace(Path(".cdktf.out-new"), Path("cdktf.out"))
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "printed"
    }


@pytest.fixture
def project(tmp_path, stacks):
    """A copy of the app with output that differs from what it would write, and what Terraform left."""
    for name in ("main.py", "environments", "constructs"):
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    shutil.copytree(stacks, tmp_path / "cdktf.out")
    for path in (tmp_path / "cdktf.out").rglob("*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace("111122223333", "999900001111"))
    (tmp_path / "cdktf.out/stacks/dev/.terraform.lock.hcl").write_text("kept", encoding="utf-8")
    gone = tmp_path / "cdktf.out/stacks/gone"
    gone.mkdir()
    (gone / "cdk.tf.json").write_text("{}", encoding="utf-8")
    return tmp_path


def without_coverage():
    """Coverage of the process would meet the full disk too, and say so with a traceback."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def run(project, *command, **variables):
    return subprocess.run(
        [sys.executable, *command],
        cwd=project,
        env={**without_coverage(), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def beside(project):
    return [path.name for path in project.iterdir() if path.name.startswith(".cdktf.out-")]


def test_a_full_disk_leaves_it_as_it_was(project):
    """No file may grow beyond 8 kB, neither Python's nor Node's, once both have started."""
    before = contents(project / "cdktf.out")
    done = run(project, "-c", FULL_DISK)
    assert done.returncode == 1
    assert "1 problem; nothing was written." in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(project / "cdktf.out") == before
    assert beside(project) == []


def test_a_folder_that_may_not_be_written_is_a_problem(project):
    (project / "file").write_text("", encoding="utf-8")
    done = run(project, "main.py", CDKTF_OUTDIR="file/cdktf.out")
    assert done.returncode == 1
    assert "file/cdktf.out: got" in done.stderr
    assert "Traceback" not in done.stderr


def states(made: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Whether each file is the earlier one or the new one; any other fails."""
    found = set()
    for name, content in made.items():
        assert content in (before.get(name), after.get(name)), name
        if before.get(name) != after.get(name):
            found.add("after" if content == after.get(name) else "before")
    return found


def test_killed_anywhere_it_is_the_earlier_one_or_the_new_one(project, stacks):
    """Killed with SIGKILL before each change of the output in turn.

    While the stacks are moved over there is no manifest, each stack is whole, and the next run mends it.
    """
    outdir, new, saved = project / "cdktf.out", project / ".cdktf.out-new", project / "saved"
    shutil.copytree(outdir, saved)
    before = contents(outdir)
    after = {**contents(stacks), "stacks/dev/.terraform.lock.hcl": b"kept"}
    seen, ended = set(), None
    for at in range(50):
        shutil.rmtree(outdir)
        shutil.copytree(saved, outdir)
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(stacks, new)
        done = run(project, "-c", KILLER, KILL_AT=str(at))
        made = contents(outdir)
        whole, found = "manifest.json" in made, states(made, before, after)
        assert not whole or found == {"before"} or made == after, at
        seen.add((whole, frozenset(found)))
        if done.returncode == 0:
            ended = at
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        halfway = project / "halfway"
        if len(found) == 2:
            shutil.rmtree(halfway, ignore_errors=True)
            shutil.copytree(outdir, halfway)
    assert ended is not None
    assert ended >= len(("manifest", "registry", "dev", "staging", "prod", "gone", "manifest"))
    assert {(True, frozenset({"before"})), (False, frozenset({"before", "after"}))} <= seen
    assert run(project, "main.py", CDKTF_OUTDIR="halfway").returncode == 0
    assert contents(halfway) == after


def test_what_a_killed_one_left_is_removed_in_time(tmp_path):
    old, young = tmp_path / ".cdktf.out-old", tmp_path / ".cdktf.out-young"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    main.sweep(tmp_path / "cdktf.out")
    assert not old.exists()
    assert young.exists()
