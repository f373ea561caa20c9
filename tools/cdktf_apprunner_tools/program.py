"""The commands of the program; each is imported when it runs."""

from __future__ import annotations

import importlib
from typing import Any

import click

from cdktf_apprunner_tools.errors import PROGRAM, Stopped, Unusable

COMMANDS = {
    "new": ("new.command:new", "Write a new project."),
    "upgrade": ("new.command:upgrade", "Bring a project to the template of this version."),
    "synth": ("synth:synth", "Write the stacks as Terraform JSON and print a summary."),
    "plan": ("pipeline.commands:plan", "Plan STACK and write the plan to plans/."),
    "review": ("pipeline.commands:review", "Print the changes, risks and cost of plans."),
    "deploy": ("pipeline.commands:deploy", "Plan STACK, show the review, ask, and apply that plan."),
    "destroy": ("pipeline.commands:destroy", "Plan to destroy STACK, show the review, ask, and destroy it."),
    "lock": ("lock:lock", "Write the versions and checksums of the providers to .terraform.lock.hcl."),
    "doctor": ("doctor:doctor", "Say what is missing on this machine, and how to get it."),
    "demo": ("demo:demo", "Deploy the project to a local AWS with cdktf, then destroy everything."),
    "sandbox": ("sandbox.commands:sandbox", "Run a local AWS with App Runner."),
    "prove": ("prove.command:prove", "Compare the local AWS with a real account."),
    "workflow": ("pipeline.workflow:workflow", "Commands that the workflows of a pipeline call."),
}
"""Where each command is, and the first line of its help: ``--help`` imports no command."""


class Program(click.Group):
    """A group that imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of a project's life."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; a package that is missing names the extra that brings it."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        try:
            found = getattr(importlib.import_module(f"cdktf_apprunner_tools.{module}"), name)
        except ModuleNotFoundError as missing:
            raise not_installed(cmd_name, missing) from None
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; report a failure of Terraform in one line."""
        from cdktf_apprunner_tools.terraform import TerraformError

        try:
            return super().invoke(ctx)
        except TerraformError as error:
            raise Stopped(str(error)) from None


def not_installed(command: str, missing: ModuleNotFoundError) -> Unusable:
    """Return the error for a package that a command needs; raise it again where the package is ours."""
    package = str(missing.name).partition(".")[0]
    if package.startswith("cdktf_"):
        raise missing
    return Unusable(f"{command} needs {package}; pip install '{PROGRAM}[cli]' installs it")


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name=PROGRAM, message="%(version)s")
def program() -> None:
    """AWS App Runner services from Python.

    A project has main.py, cdktf.json and one short file for each environment. The commands run in the
    project's folder. They print errors in one line, and end with 0 where all is well, with 1 where they
    stopped, and with 2 where they can't run.

    For completion, add to ~/.bashrc: eval "$(_CDKTF_APPRUNNER_COMPLETE=bash_source cdktf-apprunner)";
    zsh and fish have zsh_source and fish_source.
    """
