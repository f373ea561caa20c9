"""Render the template."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2

from cdktf_apprunner_tools.errors import PROGRAM
from cdktf_apprunner_tools.new.answers import Answers

FOLDER = Path(__file__).parent / "template"
PIPENV = "2026.10.3"
FILES = {
    "main.py": "main.py",
    "cdktf.json": "cdktf.json",
    "Pipfile": "Pipfile",
    "package.json": "package.json",
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "environments/registry.py": "registry.py",
    "tests/test_project.py": "test_project.py",
}
WORKFLOWS = {
    ".github/actions/setup/action.yml": "workflows/setup.yml",
    ".github/workflows/ci.yml": "workflows/ci.yml",
    ".github/workflows/plan.yml": "workflows/plan.yml",
    ".github/workflows/deploy.yml": "workflows/deploy.yml",
    ".github/workflows/stack.yml": "workflows/stack.yml",
}
YOURS = {"README.md", "environments"}
"""What ``upgrade`` leaves alone, by the first part of the path."""
_JINJA = jinja2.Environment(
    loader=jinja2.FileSystemLoader(FOLDER),
    block_start_string="<%",
    block_end_string="%>",
    variable_start_string="<<",
    variable_end_string=">>",
    comment_start_string="<#",
    comment_end_string="#>",
    line_comment_prefix=None,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=jinja2.StrictUndefined,
    autoescape=False,  # noqa: S701  # it writes no HTML
)


def render(answers: Answers) -> dict[str, str]:
    """Return the text of each file by its path."""
    files = {path: _render(name, answers) for path, name in FILES.items()}
    for name, kind in answers.kinds.items():
        files[f"environments/{name}.py"] = _render("environment.py", answers, environment=name, kind=kind)
    if answers.workflows:
        files |= {path: _render(name, answers) for path, name in WORKFLOWS.items()}
    return dict(sorted(files.items()))


def _render(name: str, answers: Answers, **others: str) -> str:
    template = _JINJA.get_template(f"{name}.jinja")
    library = answers.library or {"version": f"=={version(PROGRAM)}"}
    return template.render(answers=answers, pipenv=PIPENV, library={**library, "extras": ["cli"]}, **others)


def _toml(value: Any) -> str:
    """Write a value of Pipfile in one line; a JSON string is a TOML string too."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


_JINJA.filters["toml"] = _toml
