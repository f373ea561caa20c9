"""The page on observability: its snippets run, its table has the defaults, its message is the real one."""

import json
import re

from cdktf_apprunner import Alarms, AlarmTopic
from cdktf_apprunner.alarms._failures import _message
from tests.support.pages import blocks
from tests.support.project import read, run

PAGE = read("docs/observability.md")


def test_snippets(tmp_path):
    done = run("-c", "\n".join(blocks(PAGE, "python")), folder=tmp_path)
    assert done.returncode == 0, done.stderr
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
    (shown,) = blocks(PAGE, "text")
    parts = re.split(r"(?:<\w+>)+", _message("shop"))
    assert re.fullmatch(".+".join(map(re.escape, parts)), json.loads(shown))
