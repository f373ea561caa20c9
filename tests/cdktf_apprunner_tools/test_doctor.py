"""What the doctor says on machines where something is missing."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.support import project

pytestmark = pytest.mark.slow
VARIABLES = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("AWS_", "JSII")) and name not in ("PATH", "HOME")
}


@pytest.fixture
def doctor(tmp_path):
    """Run the doctor with only some programs on PATH, in an empty home folder."""
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(*arguments, folder=project.PROJECT, scripts=(), **variables):
        for name, text in dict(scripts).items():
            (programs / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
            (programs / name).chmod(0o755)
        quiet = {"AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path), "PATH": str(programs)}
        return project.run_with(
            {**VARIABLES, **quiet, **variables}, "-m", "cdktf_apprunner_tools", "doctor", *arguments,
            folder=folder,
        )  # fmt: skip

    return run


def findings(done):
    return {each["name"]: each for each in json.loads(done.stdout)}


def test_a_machine_with_nothing_else(doctor, tmp_path):
    """Synthesis works there, so the exit code is 0: Node comes with the library."""
    done = doctor(folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == [
        "ok       Python",
        "ok       Node",
        "missing  Terraform",
        "missing  AWS credentials",
        "missing  cdktf",
        "ok       moto",
        "missing  git",
        "missing  Project",
    ]
    assert "missing  Terraform: needed for plan, deploy, destroy, lock and demo; not for synth" in lines
    assert any(line.endswith("OpenTofu: https://developer.hashicorp.com/terraform/install") for line in lines)


@pytest.mark.parametrize(
    ("version", "ok"),
    [
        ("Terraform v1.6.6", False),
        ("Terraform v1.7.0", True),
        ("Terraform v1.11.4", True),
        ("Terraform v2.0.0", True),
        ("OpenTofu v1.9.0", True),
        ("nothing that is known", False),
    ],
)
def test_versions_of_terraform(doctor, version, ok):
    done = doctor("--format", "json", scripts={"terraform": f"echo {version}; echo on linux"})
    found = findings(done)["Terraform"]
    assert (found["found"] is not None) is ok
    assert ok or "is too old" in found["advice"]


def test_credentials_are_not_shown(doctor):
    done = doctor("--format", "json", AWS_ACCESS_KEY_ID="AKIAHIDDEN", AWS_SECRET_ACCESS_KEY="hunter2")
    assert findings(done)["AWS credentials"]["found"] == "from env"
    assert "hunter2" not in done.stdout
    assert "AKIAHIDDEN" not in done.stdout


def test_a_profile_that_does_not_exist(doctor):
    found = findings(doctor("--format", "json", AWS_PROFILE="none"))["AWS credentials"]
    assert found["found"] is None
    assert found["advice"].startswith("The config profile (none) could not be found; ")


def test_without_node_the_exit_code_is_1(doctor):
    done = doctor("--format", "json", JSII_NODE="/nowhere/node")
    assert done.returncode == 1
    node = findings(done)["Node"]
    assert (node["found"], node["required"]) == (None, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"app": "python main.py"}', "runs python main.py"),
        ('{"app": "make -C synth"}', "runs make -C synth"),
        ('{"app": "python other.py"}', None),
        ("{", None),
    ],
)
def test_the_project(doctor, tmp_path, text, found):
    (tmp_path / "main.py").touch()
    (tmp_path / "cdktf.json").write_text(text, encoding="utf-8")
    shown = findings(doctor("--format", "json", folder=tmp_path))["Project"]["found"]
    assert (shown is None) if found is None else shown.endswith(found)


def test_the_python_is_named(doctor):
    assert Path(sys.executable).name in findings(doctor("--format", "json"))["Python"]["found"]
