"""``pip install .`` gives the library, and a program of ten lines works with it."""

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tools.terraform import Terraform

PROGRAM = """
from cdktf_apprunner import AppRunnerService, EcrPublicImage, aws
from cdktf import App, TerraformStack

app = App()
stack = TerraformStack(app, "hello")
aws.AwsProvider(stack, "aws", region="eu-west-1")
stack.add_override("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0")
image = EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest")
AppRunnerService(stack, "web", service_name="hello", source=image, port=8000)
app.synth()
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A Python with the library installed; its dependencies are those of the tests."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, source)
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(PROJECT / "constructs", source / "constructs", ignore=ignored)
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", source], check=True)
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    assert (site / "cdktf_apprunner" / "py.typed").exists()
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


@pytest.mark.terraform
def test_ten_lines(installed, tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    variables = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "JSII_NODE")}
    variables["PATH"] = "/nowhere"  # Node comes from PyPI
    done = subprocess.run(
        [installed, "program.py"], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    terraform = Terraform(tmp_path / "cdktf.out" / "stacks" / "hello")
    terraform.init("-backend=false")
    assert terraform.validate()["valid"]
