"""The page on observability: its snippets run, its table holds the defaults, its message is the one sent."""

import json
import os
import re
import subprocess
import sys

import pytest

from cdktf_apprunner import Alarms, AlarmTopic
from cdktf_apprunner.failures import _text
from tests.conftest import PROJECT

PAGE = (PROJECT / "docs" / "observability.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_snippets(snippet, tmp_path):
    variables = {**os.environ, "PYTHONPATH": str(PROJECT / "constructs")}
    subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, env=variables, check=True)


def test_table():
    rows = re.findall(r"^\| `(\w+)` \| .* \| (\d+) minutes \| (\S*) ?\| (\S*) ?\|$", PAGE, flags=re.MULTILINE)
    alarms = Alarms(topic=AlarmTopic())
    assert len(rows) == 7
    for name, minutes, *values in rows:
        threshold = getattr(alarms, name)
        assert threshold.minutes == int(minutes)
        given = dict(zip(("warning", "critical"), values, strict=True))
        assert threshold.severities == {key: float(value) for key, value in given.items() if value}


def test_message():
    (shown,) = re.findall(r"```text\n(.*?)\n```", PAGE, flags=re.DOTALL)
    parts = re.split(r"(?:<\w+>)+", _text("shop"))
    assert re.fullmatch(".+".join(map(re.escape, parts)), json.loads(shown))
