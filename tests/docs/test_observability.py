"""The page on observability: its snippets run, its table holds the defaults, its message is the one sent."""

import json
import os
import re
import subprocess
import sys

from cdktf_apprunner import Alarms, AlarmTopic
from cdktf_apprunner.failures import _text
from tests.conftest import PROJECT

PAGE = (PROJECT / "docs" / "observability.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def test_snippets(tmp_path):
    variables = {**os.environ, "PYTHONPATH": str(PROJECT / "constructs")}
    subprocess.run([sys.executable, "-c", "\n".join(SNIPPETS)], cwd=tmp_path, env=variables, check=True)
    made = json.loads((tmp_path / "cdktf.out/stacks/hello/cdk.tf.json").read_text(encoding="utf-8"))
    assert len(made["resource"]["aws_cloudwatch_metric_alarm"]) == 11


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
