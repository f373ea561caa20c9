"""Every snippet under docs runs, and the recipe of ElastiCache plans."""

import re
from pathlib import Path

import pytest

from cdktf_apprunner.environments import load
from cdktf_apprunner_tools.terraform import Terraform
from tests.support import project
from tests.support.environments import DEV, REGISTRY
from tests.support.pages import blocks
from tests.support.project import PROJECT

DOCS = PROJECT / "docs"
SNIPPETS = [
    pytest.param(snippet, id=f"{page.relative_to(DOCS)}-{number}")
    for page in sorted(DOCS.rglob("*.md"))
    if page.name != "reference.md"  # it has signatures; its examples run with the docstrings
    for number, snippet in enumerate(blocks(page.read_text(encoding="utf-8"), "python"), 1)
]


def run(snippet: str, folder: Path) -> None:
    done = project.run("-c", snippet, folder=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_snippet(snippet, tmp_path):
    run(snippet, tmp_path)


@pytest.mark.terraform
def test_the_elasticache_recipe_plans(tmp_path, moto_server):
    (snippet,) = blocks(project.read("docs/recipes/elasticache.md"), "python")
    run(snippet, tmp_path)
    folder = tmp_path / "cdktf.out/stacks/shop"
    terraform = Terraform(folder, moto_server)
    terraform.init()
    planned = {change["address"] for change in terraform.plan()["resource_changes"]}
    assert "aws_elasticache_replication_group.cache" in planned
    assert "aws_vpc_security_group_ingress_rule.from_the_service" in planned
    assert any(address.startswith("aws_apprunner_service.") for address in planned)


def test_every_page_is_in_the_index():
    linked = re.findall(r"\]\(([\w./-]+\.md)\)", project.read("docs/README.md"))
    pages = {(DOCS / link).resolve() for link in linked} - {PROJECT / "README.md"}
    assert pages == set(DOCS.rglob("*.md")) - {DOCS / "README.md"}


@pytest.mark.parametrize("line", ["from environments._common import REGION", "from ._common import REGION"])
def test_the_recipe_of_shared_values(tmp_path, line):
    page = project.read("docs/recipes/shared-values.md")
    assert line.removesuffix(" REGION") in page.replace("`", "")
    (common,) = blocks(page, "python")
    (tmp_path / "_common.py").write_text(common, encoding="utf-8")
    (tmp_path / "registry.py").write_text(REGISTRY, encoding="utf-8")
    text = f"{line}\n{DEV}".replace('region="eu-west-1"', "region=REGION")
    (tmp_path / "dev.py").write_text(text, encoding="utf-8")
    (loaded,) = load(tmp_path).environments
    assert loaded.region == "eu-west-1"


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("import cdktf", False),
        ("import cdktf_apprunner, cdktf", True),
        ("import cdktf_lean; cdktf_lean.enable(); import cdktf", True),
    ],
)
def test_without_node_on_the_path(program, found):
    """The page quotes the error that importing cdktf first ends in."""
    (quoted, _) = blocks(project.read("docs/lean.md"), "console")
    errors = [
        line for line in quoted.splitlines() if line.startswith(("FileNotFoundError", "AttributeError"))
    ]
    assert len(errors) == 2
    done = project.run_with({"PATH": "/nowhere"}, "-c", program)
    assert [error in done.stderr.splitlines() for error in errors] == [not found] * 2
