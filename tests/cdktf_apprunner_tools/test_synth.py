"""``cdktf-apprunner synth`` does what ``python main.py`` does, and runs other apps of ``cdktf.json``."""

import json
import sys

import pytest

from tests.support import project

pytestmark = pytest.mark.slow
SCRIPT = (
    "import os, sys\n"
    "import helper\n"
    "assert __name__ == '__main__'\n"
    "print(helper.NAME, sys.argv[1:], os.path.basename(os.environ['CDKTF_OUTDIR']))\n"
    "sys.exit(3)\n"
)


@pytest.fixture
def synth(tmp_path):
    """Run it in a folder with an app."""

    def run(*arguments, **settings):
        if settings:
            (tmp_path / "cdktf.json").write_text(json.dumps(settings), encoding="utf-8")
        return project.run("-m", "cdktf_apprunner_tools", "synth", *arguments, folder=tmp_path)

    return run


@pytest.mark.parametrize(
    "app", [None, ".venv/bin/python main.py", "python3.11 main.py", f"{sys.executable} main.py"]
)
def test_an_app_in_python_runs_in_this_process(synth, tmp_path, app):
    """With its own folder on the import path, as Python does it."""
    (tmp_path / "main.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "helper.py").write_text("NAME = 'helper'", encoding="utf-8")
    done = synth("--format", "json", "more", **({"app": app} if app else {}))
    assert (done.returncode, done.stdout, done.stderr) == (
        3,
        "helper ['--format', 'json', 'more'] cdktf.out\n",
        "",
    )


@pytest.mark.parametrize(
    ("settings", "arguments", "shown"),
    [
        ({"app": "python apps/main.py --all"}, [], "helper ['--all'] cdktf.out\n"),
        ({"app": "python apps/main.py", "output": "build"}, [], "helper [] build\n"),
        ({"app": "echo made"}, ["a b"], "made a b\n"),
        ({"app": "cd apps && python3 -c 'print(1)'"}, [], "1\n"),
    ],
)
def test_other_apps(synth, tmp_path, settings, arguments, shown):
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "main.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "apps" / "helper.py").write_text("NAME = 'helper'", encoding="utf-8")
    assert synth(*arguments, **settings).stdout == shown


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("{", "cdktf.json can't be read: "),
        ("[]", "cdktf.json can't be read: it must hold an object"),
        ('{"app": "python \'main.py"}', "app of cdktf.json can't be read: No closing quotation"),
        ("{}", "there is no main.py in "),
    ],
)
def test_what_cannot_run_is_one_line(synth, tmp_path, settings, message):
    (tmp_path / "cdktf.json").write_text(settings, encoding="utf-8")
    done = synth()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"cdktf-apprunner: {message}")
    assert len(done.stderr.splitlines()) == 1


def test_the_same_as_main_py(stacks, tmp_path):
    project.copy_app(tmp_path)
    done = project.run("-m", "cdktf_apprunner_tools", "synth", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (stacks.parent / "printed").read_text(encoding="utf-8")
    for made in (stacks / "stacks").rglob("cdk.tf.json"):
        assert (tmp_path / "cdktf.out" / made.relative_to(stacks)).read_bytes() == made.read_bytes()
