"""The demo: the real ``cdktf deploy`` and ``destroy`` on the local AWS."""

import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools import demo, terraform
from cdktf_apprunner_tools.program import program
from cdktf_apprunner_tools.sandbox import Sandbox, Settings
from tests.support.project import copy_project


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """The example project as the current folder."""
    copy_project(tmp_path)
    monkeypatch.chdir(tmp_path)


@pytest.mark.long
@pytest.mark.cdktf
def test_the_demo():
    done = CliRunner().invoke(program, ["demo"])
    assert done.exit_code == 0, done.output
    assert "shop-dev: RUNNING at https://" in done.output
    assert done.output.count("7 days") == 2
    assert "no changes" in done.output
    assert "nothing left" in done.output


def test_without_terraform_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(terraform, "missing", lambda: "terraform is not on PATH: install Terraform 1.7")
    done = CliRunner().invoke(program, ["demo"])
    assert done.exit_code == 2
    assert done.stderr == "cdktf-apprunner: terraform is not on PATH: install Terraform 1.7\n"


@pytest.mark.cdktf
def test_a_roll_back_fails_cdktf_deploy(tmp_path):
    with Sandbox(Settings(operation_seconds=0.2, rate_seconds=1)) as sandbox:
        cdktf = demo.Cdktf(tmp_path, sandbox)
        cdktf.run("deploy", "registry", "--auto-approve")
        sandbox.push("shop", "dev")
        cdktf.run("deploy", "dev", "--auto-approve")
        sandbox.push("shop", "next")
        sandbox.control(next_operation="roll back")
        with pytest.raises(demo.Failed) as failed:
            cdktf.run("deploy", "dev", "--auto-approve", "--var", "image_tag=next")
    output = " ".join(str(failed.value).split())
    assert "shop-dev is not as configured: rolled back, or changed elsewhere" in output.replace("│ ", "")
