"""The app: always the same bytes, a table at the end, and all problems at once."""

import ast
import shutil
import subprocess
import sys
import venv

import pytest

from cdktf_apprunner.environments import load, write
from tests.support.project import EXAMPLE, contents, copy_app, read, run, run_with

OLD = "sys.version_info = (3, 8)\n"


def test_same_bytes_again_and_elsewhere(stacks, tmp_path):
    outdir = tmp_path / "other" / "cdktf.out"
    write(load(EXAMPLE / "environments"), outdir)
    first = contents(outdir)
    write(load(EXAMPLE / "environments"), outdir)
    assert contents(outdir) == first == contents(stacks)
    assert {path.name for path in outdir.parent.iterdir()} == {"cdktf.out"}


@pytest.mark.slow
def test_it_needs_neither_terraform_nor_node_on_path(stacks, copy):
    done = run_with({"PATH": "/nowhere", "HOME": str(copy)}, "main.py", folder=copy)
    assert done.returncode == 0, done.stderr
    assert contents(copy / "cdktf.out") == contents(stacks)


def test_table(printed):
    for text in (
        *("dev", "staging", "prod", "shop:dev", "shop:v1.4.2", "on push", "on apply", "0.25 vCPU, 0.5 GB"),
        *("2 to 20 × 80", "www.shop.example.com", "365 days", "local file", "s3://acme-terraform-state"),
    ):
        assert text in printed


@pytest.fixture
def copy(tmp_path):
    """A copy of the app, for mistakes."""
    copy_app(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_bad_input_leaves_earlier_output_untouched(copy, stacks):
    shutil.copytree(stacks, copy / "cdktf.out")
    before = contents(copy / "cdktf.out")
    for name, mistakes in (
        ("dev", {"min_size=1": "min_size=0", "days=7": "days=8"}),
        ("prod", {"scaling=": "scalling="}),
    ):
        path = copy / "environments" / f"{name}.py"
        text = path.read_text(encoding="utf-8")
        for right, wrong in mistakes.items():
            text = text.replace(right, wrong)
        path.write_text(text, encoding="utf-8")
    done = run("main.py", folder=copy)
    assert done.returncode == 1
    assert "3 problems; nothing was written." in done.stderr
    for text in (
        "\ndev\n",
        "min_size: got 0",
        "days: got 8",
        "\nprod\n",
        "scalling",
        "Did you mean scaling?",
    ):
        assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert contents(copy / "cdktf.out") == before
    assert not [path for path in copy.iterdir() if path.name.startswith(".cdktf.out")]


def test_a_python_without_the_library_says_what_to_do(copy):
    """In a virtual environment without packages."""
    venv.create(copy / "empty", symlinks=True)
    python = copy / "empty/bin/python"
    done = subprocess.run([python, "main.py"], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    expected = f"{python} lacks cdktf_lean: run .venv/bin/python main.py, or pipenv install first\n"
    assert done.stderr == expected


def test_a_library_without_its_packages_names_the_missing_one(copy):
    (copy / "cdktf_lean.py").write_text("import absent", encoding="utf-8")
    done = run("main.py", folder=copy)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{sys.executable} lacks absent: run ")
    assert done.stderr.count("\n") == 1


def test_an_older_python_says_what_to_do(copy):
    """Python 3.8 can read the file; the version is checked before anything else is imported."""
    text = read("main.py")
    ast.parse(text, feature_version=(3, 8))
    (copy / "main.py").write_text(text.replace("import sys\n", f"import sys\n{OLD}", 1), encoding="utf-8")
    done = run("main.py", folder=copy)
    assert done.returncode == 1
    assert done.stderr.startswith(f"main.py needs Python 3.11 or newer, not {sys.executable}: run ")
    assert done.stderr.count("\n") == 1


def test_a_registry_alone(copy):
    for path in (copy / "environments").glob("*.py"):
        if path.stem != "registry":
            path.unlink()
    done = run("main.py", folder=copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("There is no environment yet.")
    assert [path.name for path in (copy / "cdktf.out/stacks").iterdir()] == ["registry"]
