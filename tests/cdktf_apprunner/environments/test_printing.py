"""Output for any reader: another encoding, a pipe that closes, no reader at all."""

import io
import json
import os
import subprocess
import sys

import pytest

from cdktf_apprunner.environments import EnvironmentsError, load
from cdktf_apprunner.environments._printing import print_problems, printing
from tests.support.environments import DEV
from tests.support.project import copy_app, run

pytestmark = pytest.mark.slow
ASCII = {
    "by Python's variable": {"PYTHONIOENCODING": "ascii"},
    "by the locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""},
}
UNREAD = {
    "the summary": ("main.py", "stdout"),
    "the summary as JSON": ("main.py --format json", "stdout"),
    "warnings": ("main.py", "stderr"),
}


@pytest.mark.parametrize("variables", ASCII.values(), ids=ASCII)
def test_the_summary_in_ascii(tmp_path, variables):
    copy_app(tmp_path)
    done = run("main.py", folder=tmp_path, **variables)
    assert done.returncode == 0, done.stderr
    assert " x 100, each " in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("variables", ASCII.values(), ids=ASCII)
@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_problems_in_ascii(tmp_path, variables, options):
    copy_app(tmp_path)
    text = DEV.replace('region="eu-west-1"', 'region="→é"').replace("days=7", "days='×'")
    (tmp_path / "environments/dev.py").write_text(text, encoding="utf-8")
    done = run("main.py", *options, folder=tmp_path, **variables)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    if options:
        given = {each["field"]: each["given"] for each in json.loads(done.stdout)["problems"]}
        assert given == {"region": "'→é'", "days": "'×'"}
    else:
        assert r"region: got '\u2192\xe9'" in done.stderr
        assert "days: got 'x'" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_character_in_any_encoding(monkeypatch, encoding):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    with printing():
        print("×…\N{GRINNING FACE}\udc80")
    shown = written.getvalue().decode(encoding)
    expected = {
        "ascii": "x...\\U0001f600\\udc80\n",
        "latin-1": "×...\\U0001f600\\udc80\n",
        "utf-8": "×…😀\\udc80\n",
    }
    assert shown == expected[encoding]


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(("command", "unread"), UNREAD.values(), ids=UNREAD)
def test_a_closed_pipe_is_no_error(tmp_path, command, unread, unbuffered):
    copy_app(tmp_path)
    changed = DEV.replace('EcrImage("shop"', 'EcrImage("other"')  # which prints a warning
    (tmp_path / "environments/dev.py").write_text(changed, encoding="utf-8")
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    variables = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(
        [sys.executable, *command.split()], cwd=tmp_path, env=variables, text=True, **streams
    ) as process:
        getattr(process, unread).close()
        other = process.stderr if unread == "stdout" else process.stdout
        text = other.read()
    assert process.returncode == 0
    assert "Traceback" not in text
    assert "BrokenPipe" not in text
    assert ("warning: image" if unread == "stdout" else "Monthly cost") in text


def test_problems_that_nobody_reads(folder, monkeypatch):
    (folder / "dev.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", None)  # as Python has it where the stream is closed
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    for as_json in (False, True):
        print_problems(error.value, as_json=as_json)
