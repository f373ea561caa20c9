"""The program itself: its help, its commands, and what it says where a package is missing."""

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools.program import COMMANDS, program
from cdktf_apprunner_tools.terraform import TerraformError
from tests.support import project

pytestmark = pytest.mark.slow

IMPORTED = (
    "import sys; from cdktf_apprunner_tools.program import program; program(standalone_mode=False);"
    "print(*sys.modules)"
)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_listed_line_is_the_first_of_the_command_s_help(name):
    command = program.get_command(click.Context(program), name)
    assert command.help.splitlines()[0] == COMMANDS[name][1]
    assert CliRunner().invoke(program, [name, "--help"]).exit_code == 0


def test_help_imports_no_command():
    done = project.run("-c", IMPORTED, "--help")
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    loaded = set(done.stdout.splitlines()[-1].split())
    modules = {f"cdktf_apprunner_tools.{where.partition(':')[0]}" for where, _ in COMMANDS.values()}
    assert loaded & {*modules, "cdktf", "boto3", "requests", "jinja2", "rich"} == set()


def test_both_ways_to_call_it():
    installed = subprocess.run(
        [os.path.join(os.path.dirname(sys.executable), "cdktf-apprunner"), "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert project.run("-m", "cdktf_apprunner_tools", "--version").stdout == installed.stdout


@pytest.mark.parametrize(
    ("package", "command", "message"),
    [
        ("click", ["synth"], "click isn't installed; pip install 'cdktf-apprunner[cli]' installs it"),
        ("requests", ["workflow", "stacks"], "workflow needs requests; pip install 'cdktf-apprunner[cli]' "),
        ("jinja2", ["new", "shop"], "new needs jinja2; pip install 'cdktf-apprunner[cli]' installs it"),
    ],
)
def test_a_missing_package_is_one_line(package, command, message):
    run = "from cdktf_apprunner_tools.__main__ import main; main()"
    done = project.run("-c", f"import sys; sys.modules[{package!r}] = None; {run}", *command)
    assert done.returncode in (1, 2)
    assert done.stderr.startswith(f"cdktf-apprunner: {message}")
    assert len(done.stderr.splitlines()) == 1


def test_without_moto_the_sandbox_names_its_extra(monkeypatch):
    monkeypatch.setattr("cdktf_apprunner_tools.sandbox.client.find_spec", lambda name: None)
    done = CliRunner().invoke(program, ["sandbox", "exec", "--", "true"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "cdktf-apprunner: moto isn't installed; pip install 'cdktf-apprunner[sandbox]' installs it\n"
    )


def test_a_module_of_ours_that_is_missing_is_a_fault(monkeypatch):
    monkeypatch.setitem(sys.modules, "cdktf_apprunner_tools.doctor", None)
    with pytest.raises(ModuleNotFoundError):
        CliRunner().invoke(program, ["doctor"], catch_exceptions=False)


def test_a_failure_of_terraform_is_one_line(monkeypatch):
    def fail(*_):
        raise TerraformError("terraform plan failed")

    monkeypatch.setattr("cdktf_apprunner_tools.pipeline.commands.choose", fail)
    done = CliRunner().invoke(program, ["plan", "dev"])
    assert (done.exit_code, done.stderr) == (1, "cdktf-apprunner: terraform plan failed\n")


def test_an_unknown_command():
    done = CliRunner().invoke(program, ["sinth"])
    assert done.exit_code == 2
    assert "No such command 'sinth'" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell):
    words = {"COMP_WORDS": "cdktf-apprunner sy", "COMP_CWORD": "sy" if shell == "fish" else "1"}
    done = project.run(
        "-c",
        "from cdktf_apprunner_tools.program import program; program(prog_name='cdktf-apprunner')",
        _CDKTF_APPRUNNER_COMPLETE=f"{shell}_complete",
        **words,
    )
    assert "synth" in done.stdout
    assert "plan" not in done.stdout
