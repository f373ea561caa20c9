"""Every snippet of every page under docs runs; the recipe plans."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tools.terraform import Terraform

DOCS = PROJECT / "docs"
SNIPPETS = [
    pytest.param(snippet, id=f"{page.relative_to(DOCS)}-{number}")
    for page in sorted(DOCS.rglob("*.md"))
    if page.name != "reference.md"  # signatures; its examples run with the docstrings
    for number, snippet in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL), 1
    )
]


def run(snippet: str, folder: Path) -> None:
    path = os.pathsep.join((str(PROJECT), str(PROJECT / "constructs")))
    subprocess.run(
        [sys.executable, "-c", snippet], cwd=folder, env={**os.environ, "PYTHONPATH": path}, check=True
    )


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_snippet(snippet, tmp_path):
    run(snippet, tmp_path)


@pytest.mark.terraform
def test_the_elasticache_recipe_plans(tmp_path, moto_server):
    page = (DOCS / "recipes/elasticache.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    run(snippet, tmp_path)
    folder = tmp_path / "cdktf.out/stacks/shop"
    written = (folder / "cdk.tf.json").read_text(encoding="utf-8")
    # The bindings pin the very provider they were generated from; the mirror may hold another.
    (folder / "cdk.tf.json").write_text(re.sub(r'"version": "6[^"]*"', '"version": ">= 5.100"', written))
    terraform = Terraform(folder, moto_server)
    terraform.init()
    planned = {change["address"] for change in terraform.plan()["resource_changes"]}
    assert "aws_elasticache_replication_group.cache" in planned
    assert "aws_vpc_security_group_ingress_rule.from_the_service" in planned
    assert any(address.startswith("aws_apprunner_service.") for address in planned)
