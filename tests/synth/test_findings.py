"""Fifteen mistakes at once, for people and for programs, everywhere the same."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import PROJECT

MISTAKES = (PROJECT / "tests/synth/mistakes.py").read_text(encoding="utf-8")
EXPECTED = {
    ("days", 28),
    ("domain_name", 27),
    ("environment", 16),
    ("environment['DATABASE_URL']", 18),
    ("memory", 23),
    ("min_size", 24),
    ("path", 25),
    ("port", 14),
    ("region", 10),
    ("repository", 13),
    ("secrets['API_KEY']", 21),
    ("start_command", 15),
    ("subnet_ids", 26),
    ("tags", 29),
    ("waive['log-retention']", 32),
}
SECRETS = ("hunter2", "hunter3")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the app whose prod has the mistakes."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("main.py", "environments", "constructs"):
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    (folder / "environments/prod.py").write_text(MISTAKES, encoding="utf-8")
    return folder


def on_a_pipe(project, *arguments, **variables):
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=project,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def on_a_terminal(project, **variables):
    """What a terminal shows, and the exit code."""
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
        except OSError:  # Linux's end of a terminal
            break
        if not part:
            break
        shown += part
    os.close(leader)
    return shown.decode(), process.wait()


def found(text: str) -> set[tuple[str, int]]:
    """Field and line of each entry, however it is written."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    entries = re.findall(r"^  prod\.py:(\d+): ([^:]+): got", plain, re.MULTILINE)
    entries += [
        (line, name) for name, line in re.findall(r"^  (\S+)\s+prod\.py:(\d+)\s*$", plain, re.MULTILINE)
    ]
    return {(name, int(line)) for line, name in entries}


@pytest.mark.parametrize("lean", ["on", "off"])
def test_fifteen_mistakes_are_found_in_one_run(project, lean):
    done = on_a_pipe(project, CDKTF_LEAN=lean)
    assert done.returncode == 1
    assert found(done.stderr) == EXPECTED
    assert done.stdout == ""
    assert "15 problems; nothing was written." in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert not (project / "cdktf.out").exists()
    assert not [secret for secret in SECRETS if secret in done.stderr]


def test_on_a_terminal_it_is_the_same(project):
    shown, code = on_a_terminal(project, TERM="xterm-256color")
    assert code == 1
    assert found(shown) == EXPECTED
    assert "\x1b[1;31m" in shown
    assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("variable", ["NO_COLOR", "CI"])
def test_plain_where_asked_for(project, variable):
    shown, code = on_a_terminal(project, **{variable: "1", "TERM": "xterm"})
    assert code == 1
    assert "\x1b" not in shown
    assert found(shown.replace("\r\n", "\n")) == EXPECTED


def test_json(project):
    done = on_a_pipe(project, "--format", "json")
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


def test_json_of_what_was_written(tmp_path):
    done = on_a_pipe(PROJECT, "--format", "json", CDKTF_OUTDIR=str(tmp_path / "cdktf.out"))
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"problems": [], "stacks": ["registry", "dev", "prod", "staging"]}


def test_an_unknown_format_is_a_mistake_of_usage():
    assert on_a_pipe(PROJECT, "--format", "xml").returncode == 2
