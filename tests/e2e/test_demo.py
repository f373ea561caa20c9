"""The demo: the real ``cdktf deploy`` and ``destroy`` on the local AWS."""

import pytest

from cdktf_apprunner_tools import demo, terraform
from cdktf_apprunner_tools.sandbox import Sandbox, Settings


@pytest.mark.cdktf
def test_the_demo(capsys):
    assert demo.main() == 0, capsys.readouterr().err
    output = capsys.readouterr().out
    assert "shop-dev: RUNNING at https://" in output
    assert output.count("7 days") == 2
    assert "no changes" in output
    assert "nothing left" in output


def test_without_terraform_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(terraform, "missing", lambda: "terraform is not on PATH: install Terraform 1.7")
    assert demo.main() == 2
    assert capsys.readouterr().err == "make demo: terraform is not on PATH: install Terraform 1.7\n"


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
