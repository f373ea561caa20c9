"""Writing keeps the earlier output whole, on a full disk and when the process is killed."""

import json
import os
import shutil
import signal

import pytest

from cdktf_apprunner.environments import _output, load, write
from tests.support.environments import DEV
from tests.support.project import EXAMPLE, contents, copy_app, run_with

pytestmark = pytest.mark.slow
FULL_DISK = """
import resource, sys
import psutil
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
from pathlib import Path
from cdktf_apprunner.environments import _output
_output.replace(Path(".cdktf.out-new"), Path("cdktf.out"))
"""


@pytest.fixture
def project(tmp_path, stacks):
    """A copy of the app with older output, and with a file of Terraform in it."""
    copy_app(tmp_path)
    shutil.copytree(stacks, tmp_path / "cdktf.out")
    for path in (tmp_path / "cdktf.out").rglob("*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace("111122223333", "999900001111"))
    (tmp_path / "cdktf.out/stacks/dev/.terraform.lock.hcl").write_text("kept", encoding="utf-8")
    gone = tmp_path / "cdktf.out/stacks/gone"
    gone.mkdir()
    (gone / "cdk.tf.json").write_text("{}", encoding="utf-8")
    return tmp_path


def run(project, *command, **variables):
    """Run Python without coverage, which would print a traceback about the full disk."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return run_with({**inherited, **variables}, *command, folder=project)


def beside(project):
    return [path.name for path in project.iterdir() if path.name.startswith(".cdktf.out-")]


def test_a_full_disk_keeps_the_earlier_output(project):
    """Once Python and Node have started, neither can write more than 8 kB to a file."""
    before = contents(project / "cdktf.out")
    done = run(project, "-c", FULL_DISK)
    assert done.returncode == 1
    assert "1 problem; nothing was written." in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(project / "cdktf.out") == before
    assert beside(project) == []


def test_an_unwritable_folder_is_a_problem(project):
    (project / "file").write_text("", encoding="utf-8")
    done = run(project, "main.py", CDKTF_OUTDIR="file/cdktf.out")
    assert done.returncode == 1
    assert "file/cdktf.out: got" in done.stderr
    assert "Traceback" not in done.stderr


def states(made: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return whether files are the earlier or the new ones; fail on any other content."""
    found = set()
    for name, content in made.items():
        assert content in (before.get(name), after.get(name)), name
        if before.get(name) != after.get(name):
            found.add("after" if content == after.get(name) else "before")
    return found


def test_a_kill_leaves_the_earlier_or_the_new_output(project, stacks):
    """Kill with SIGKILL before each change of the output in turn.

    While the stacks are moved, the manifest is missing and each stack is whole. The next run completes it.
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


def test_leftovers_of_a_kill_are_removed_later(tmp_path):
    old, young = tmp_path / ".cdktf.out-old", tmp_path / ".cdktf.out-young"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    _output.sweep(tmp_path / "cdktf.out")
    assert not old.exists()
    assert young.exists()


def test_terraform_files_stay_and_old_stacks_are_removed(tmp_path):
    outdir = tmp_path / "cdktf.out"
    write(load(EXAMPLE / "environments"), outdir)
    kept = outdir / "stacks" / "dev" / ".terraform.lock.hcl"
    kept.write_text("kept", encoding="utf-8")
    gone = outdir / "stacks" / "gone"
    gone.mkdir()
    (gone / "cdk.tf.json").write_text("{}", encoding="utf-8")
    write(load(EXAMPLE / "environments"), outdir)
    assert kept.read_text(encoding="utf-8") == "kept"
    assert not gone.exists()


def test_warnings_are_printed(folder, tmp_path, capsys):
    source = 'CodeRepository("https://github.com/acme/shop", connection="acme-github", runtime="GO_1")'
    text = DEV.replace('EcrImage("shop", tag="dev", rollout=Rollout.ON_PUSH)', source)
    (folder / "dev.py").write_text(text.replace("EcrImage,", "CodeRepository,"), encoding="utf-8")
    loaded = load(folder)
    write(loaded, tmp_path / "out" / "cdktf.out")
    warnings = capsys.readouterr().err
    assert warnings.startswith("dev: warning: shop-dev: App Runner's support of GO_1 ended on 2025-12-01")
    assert warnings.count("\n") == 1
    assert "stacktrace" not in (tmp_path / "out" / "cdktf.out" / "manifest.json").read_text(encoding="utf-8")


def test_local_states_never_clash(folder):
    (folder / "qa.py").write_text(DEV.replace('name="dev"', 'name="qa"'), encoding="utf-8")
    write(load(folder), folder / "cdktf.out")
    paths = {
        json.loads(path.read_text(encoding="utf-8"))["terraform"]["backend"]["local"]["path"]
        for path in (folder / "cdktf.out").rglob("cdk.tf.json")
    }
    assert len(paths) == 3


def test_the_lock_file_of_the_project_is_beside_each_stack(project):
    """It replaces what Terraform wrote; a project without one keeps that."""
    (project / ".terraform.lock.hcl").write_text("locked", encoding="utf-8")
    assert run(project, "main.py").returncode == 0
    found = {path.parent.name: path.read_text() for path in project.glob("cdktf.out/stacks/*/.terraform.*")}
    assert found == dict.fromkeys(("dev", "prod", "registry", "staging"), "locked")
    (project / ".terraform.lock.hcl").unlink()
    (project / "cdktf.out/stacks/dev/.terraform.lock.hcl").write_text("kept", encoding="utf-8")
    assert run(project, "main.py").returncode == 0
    assert (project / "cdktf.out/stacks/dev/.terraform.lock.hcl").read_text(encoding="utf-8") == "kept"
