"""Fifteen mistakes at once: the same in a log, on a terminal and as JSON."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from cdktf_apprunner.environments import EnvironmentsError, _findings, load
from tests.support.environments import DEV
from tests.support.project import copy_app, read, run

pytestmark = pytest.mark.slow

MISTAKES = read("tests/cdktf_apprunner/environments/mistakes.py")
EXPECTED = {
    ("days", 26),
    ("domain_name", 25),
    ("environment", 14),
    ("environment['DATABASE_URL']", 16),
    ("memory", 21),
    ("min_size", 22),
    ("path", 23),
    ("port", 12),
    ("region", 8),
    ("repository", 11),
    ("secrets['API_KEY']", 19),
    ("start_command", 13),
    ("subnet_ids", 24),
    ("tags", 27),
    ("waive['log-retention']", 30),
}
SECRETS = ("hunter2", "hunter3")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the app whose prod has the mistakes."""
    folder = tmp_path_factory.mktemp("project")
    copy_app(folder)
    (folder / "environments/prod.py").write_text(MISTAKES, encoding="utf-8")
    return folder


def on_a_terminal(project, **variables):
    """Return what a terminal shows, and the exit code."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "main.py"],
        cwd=project,
        env={
            **{k: v for k, v in os.environ.items() if k not in ("CI", "NO_COLOR")},
            "COLUMNS": "200",
            **variables,
        },
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # how Linux reports a closed terminal
            break
        if not part:
            break
        shown += part
    os.close(leader)
    return shown.decode(), process.wait()


def found(text: str) -> set[tuple[str, int]]:
    """Return field and line of each entry, in either layout."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    entries = re.findall(r"^  prod\.py:(\d+): ([^:]+): got", plain, re.MULTILINE)
    entries += [
        (line, name) for name, line in re.findall(r"^  (\S+)\s+prod\.py:(\d+)\s*$", plain, re.MULTILINE)
    ]
    return {(name, int(line)) for line, name in entries}


@pytest.mark.parametrize("lean", ["on", pytest.param("off", marks=pytest.mark.slow)])
def test_fifteen_mistakes_are_found_in_one_run(project, lean):
    done = run("main.py", folder=project, CDKTF_LEAN=lean)
    assert done.returncode == 1
    assert found(done.stderr) == EXPECTED
    assert done.stdout == ""
    assert "15 problems; nothing was written." in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert not (project / "cdktf.out").exists()
    assert not [secret for secret in SECRETS if secret in done.stderr]


@pytest.mark.slow
def test_a_terminal_shows_the_same(project):
    shown, code = on_a_terminal(project, TERM="xterm-256color")
    assert code == 1
    assert found(shown) == EXPECTED
    assert "\x1b[1;31m" in shown
    assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["NO_COLOR", "CI"])
def test_plain_text_on_request(project, variable):
    shown, code = on_a_terminal(project, **{variable: "1", "TERM": "xterm"})
    assert code == 1
    assert "\x1b" not in shown
    assert found(shown.replace("\r\n", "\n")) == EXPECTED


def test_json(project):
    done = run("main.py", "--format", "json", folder=project)
    assert done.returncode == 1
    assert done.stderr == ""
    problems = json.loads(done.stdout)["problems"]
    assert {(item["field"], item["line"]) for item in problems} == EXPECTED
    assert {item["environment"] for item in problems} == {"prod"}
    assert {item["file"] for item in problems} == {"prod.py"}
    assert all(item["allowed"] and item["given"] for item in problems)
    assert [(item["line"], item["field"]) for item in problems] == sorted(
        (item["line"], item["field"]) for item in problems
    )
    assert not [secret for secret in SECRETS if secret in done.stdout]


def test_json_lists_the_stacks(tmp_path):
    copy_app(tmp_path)
    done = run("main.py", "--format", "json", folder=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"problems": [], "stacks": ["registry", "dev", "prod", "staging"]}


def test_an_unknown_format_exits_with_2():
    assert run("main.py", "--format", "xml").returncode == 2


def test_the_heading_counts_the_problems(capsys, folder):
    (folder / "dev.py").write_text(DEV.replace("days=7", "days=8"), encoding="utf-8")
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    _findings.show(error.value)
    assert capsys.readouterr().err.startswith("1 problem; nothing was written.\n\ndev\n  dev.py:")
