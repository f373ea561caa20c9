"""The README: its table is the printed one, its snippets run, its targets exist."""

import re

import pytest

from cdktf_apprunner.environments import load
from tests.support.makefile import has_target
from tests.support.pages import blocks
from tests.support.project import read, run

README = read("README.md")


def test_table_is_what_make_synth_prints(printed):
    (table,) = blocks(README, "text")
    assert [line.rstrip() for line in printed.splitlines()] == table.splitlines()


def test_environment_snippet(tmp_path):
    (snippet,) = (block for block in blocks(README, "python") if "Environment(" in block)
    (tmp_path / "registry.py").write_text(read("environments/registry.py"), encoding="utf-8")
    (tmp_path / "qa.py").write_text(snippet, encoding="utf-8")
    assert [environment.service_name for environment in load(tmp_path).environments] == ["shop-qa"]


def test_library_snippet(tmp_path):
    (snippet,) = (block for block in blocks(README, "python") if "app.synth()" in block)
    done = run("-c", snippet, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cdktf.out" / "stacks" / "hello" / "cdk.tf.json").exists()


@pytest.mark.parametrize("command", re.findall(r"make (\w+)", README))
def test_make_targets_exist(command):
    assert has_target(command)
