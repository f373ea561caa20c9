"""``pip install .`` installs the library and the tools, and a program of ten lines works with it."""

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

from cdktf_apprunner_tools.terraform import Terraform
from tests.support.project import PROJECT

PROGRAM = """
from cdktf_apprunner import AppRunnerService, EcrPublicImage, aws
from cdktf import App, TerraformStack

app = App()
stack = TerraformStack(app, "hello")
aws.AwsProvider(stack, "aws", region="eu-west-1")
image = EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest")
AppRunnerService(stack, "web", service_name="hello", source=image, port=8000)
app.synth()
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the library installed; it shares the dependencies of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, source)
    ignored = shutil.ignore_patterns("__pycache__", ".venv")
    for root in ("constructs", "tools"):
        shutil.copytree(PROJECT / root, source / root, ignore=ignored)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", source], check=True)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    packages = {path.name for path in site.iterdir() if (path / "__init__.py").exists()}
    assert {"cdktf_apprunner", "cdktf_lean", "cdktf_apprunner_tools"} <= packages
    assert "scan" not in packages
    assert all((site / name / "py.typed").exists() for name in packages if name.startswith("cdktf_"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


@pytest.mark.terraform
def test_a_program_of_ten_lines(installed, tmp_path):
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


@pytest.mark.parametrize("command", ["review", "pipeline", "sandbox"])
def test_the_tools_are_installed(installed, tmp_path, command):
    done = subprocess.run(
        [installed, "-m", f"cdktf_apprunner_tools.{command}", "--help"],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Usage: python -m" in done.stdout
