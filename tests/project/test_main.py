"""The app: always the same bytes, a table at the end, and all problems at once."""

import shutil

import pytest

from cdktf_apprunner.environments import load, write
from tests.support.project import PROJECT, contents, copy_app, run, run_with


def test_same_bytes_again_and_elsewhere(stacks, tmp_path):
    outdir = tmp_path / "other" / "cdktf.out"
    write(load(PROJECT / "environments"), outdir)
    first = contents(outdir)
    write(load(PROJECT / "environments"), outdir)
    assert contents(outdir) == first == contents(stacks)
    assert {path.name for path in outdir.parent.iterdir()} == {"cdktf.out"}


def test_it_needs_neither_terraform_nor_node_on_path(stacks, tmp_path):
    outdir = tmp_path / "cdktf.out"
    variables = {"PATH": "/nowhere", "HOME": str(tmp_path), "CDKTF_OUTDIR": str(outdir)}
    done = run_with(variables, "main.py")
    assert done.returncode == 0, done.stderr
    assert contents(outdir) == contents(stacks)


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
