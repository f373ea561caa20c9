"""The lock file of the providers, made with the real Terraform."""

import json

import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools import terraform
from cdktf_apprunner_tools.program import program


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose app is there already: two stacks that require providers."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdktf.json").write_text('{"app": "true"}', encoding="utf-8")

    def write(**stacks):
        for name, providers in stacks.items():
            folder = tmp_path / "cdktf.out" / "stacks" / name
            folder.mkdir(parents=True, exist_ok=True)
            made = {"terraform": {"required_providers": providers}}
            (folder / "cdk.tf.json").write_text(json.dumps(made), encoding="utf-8")

    return write


def lock(*arguments):
    return CliRunner().invoke(program, ["lock", *arguments])


@pytest.mark.terraform
def test_the_constraints_of_all_stacks_hold(project, tmp_path):
    project(
        dev={"aws": {"source": "aws", "version": ">= 5.100.0, < 7.0.0"}},
        prod={"cloud": {"source": "hashicorp/aws", "version": "~> 5.100"}},
    )
    done = lock()
    assert done.exit_code == 0, done.output
    name, version = done.stdout.splitlines()[0].split()
    assert name == "hashicorp/aws"
    assert version.startswith("5.")
    text = (tmp_path / ".terraform.lock.hcl").read_text(encoding="utf-8")
    assert f'version     = "{version}"' in text
    assert 'constraints = ">= 5.100.0, ~> 5.100, < 7.0.0"' in text
    assert "h1:" in text
    # It's used where it is, and a wrong checksum stops Terraform.
    assert lock().exit_code == 0
    assert (tmp_path / ".terraform.lock.hcl").read_text(encoding="utf-8") == text
    wrong = text.replace("h1:", "h1:AAAA")
    (tmp_path / ".terraform.lock.hcl").write_text(wrong, encoding="utf-8")
    done = lock()
    assert done.exit_code == 1
    assert "checksums" in done.stderr
    assert (tmp_path / ".terraform.lock.hcl").read_text(encoding="utf-8") == wrong


@pytest.mark.terraform
def test_constraints_that_no_version_fulfils(project, tmp_path):
    project(
        dev={"aws": {"source": "aws", "version": "< 5.0"}},
        prod={"aws": {"source": "aws", "version": "> 5.0"}},
    )
    done = lock()
    assert done.exit_code == 1
    assert not (tmp_path / ".terraform.lock.hcl").exists()


def test_without_terraform(project, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    done = lock()
    assert (done.exit_code, done.stderr) == (2, f"cdktf-apprunner: {terraform.NOT_FOUND}\n")
