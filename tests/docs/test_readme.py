"""The README's table is the one printed, its snippets run."""

import os
import re
import subprocess
import sys

import pytest

from environments.discovery import load
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", README, flags=re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


def test_table_is_what_make_synth_prints(stacks):
    (table,) = blocks("text")
    printed = (stacks / "printed").read_text(encoding="utf-8")
    assert [line.rstrip() for line in printed.splitlines()] == table.splitlines()


def test_environment_snippet(tmp_path):
    (snippet,) = (block for block in blocks("python") if "Environment(" in block)
    registry = (PROJECT / "environments" / "registry.py").read_text(encoding="utf-8")
    (tmp_path / "registry.py").write_text(registry, encoding="utf-8")
    (tmp_path / "qa.py").write_text(snippet, encoding="utf-8")
    assert [environment.service_name for environment in load(tmp_path).environments] == ["shop-qa"]


def test_library_snippet(tmp_path):
    (snippet,) = (block for block in blocks("python") if "app.synth()" in block)
    variables = {**os.environ, "PYTHONPATH": str(PROJECT / "constructs")}
    subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, env=variables, check=True)
    assert (tmp_path / "cdktf.out" / "stacks" / "hello" / "cdk.tf.json").exists()


@pytest.mark.parametrize("command", re.findall(r"make (\w+)", README))
def test_make_targets_exist(command):
    assert re.search(rf"^{command}:", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", ["checks", "lean", "sandbox"])
def test_snippets_of_the_other_pages(name, tmp_path):
    page = (PROJECT / f"docs/{name}.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    path = os.pathsep.join((str(PROJECT), str(PROJECT / "constructs")))
    subprocess.run(
        [sys.executable, "-c", snippet], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, check=True
    )
