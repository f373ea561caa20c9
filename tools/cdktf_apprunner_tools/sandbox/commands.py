"""``cdktf-apprunner sandbox serve`` and ``exec -- COMMAND``."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from cdktf_apprunner_tools.errors import PROGRAM, Stopped
from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings


@click.group()
def sandbox() -> None:
    """Run a local AWS with App Runner."""


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of both commands."""
    click.option("--port", default=0, help="Port on 127.0.0.1; by default a free one.")(command)
    click.option("--region", default="eu-west-1", show_default=True)(command)
    click.option("--account-id", default=Settings().account_id, show_default=True)(command)
    click.option(
        "--operation-seconds", default=2.0, show_default=True, help="Duration of an operation on a service."
    )(command)
    return command


def start(port: int, region: str, account_id: str, operation_seconds: float) -> Sandbox:
    """Start a sandbox; if that fails, exit with one line that gives the reason."""
    signal.signal(signal.SIGTERM, _interrupt)
    settings = Settings(account_id=account_id, operation_seconds=operation_seconds)
    made = Sandbox(settings, port=port, region=region)
    try:
        made.start()
    except SandboxError as error:
        raise Stopped(str(error)) from None
    return made


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@sandbox.command()
@options
def serve(port: int, region: str, account_id: str, operation_seconds: float) -> None:
    """Start it, print its variables as export commands, and stop it on Ctrl-C."""
    made = start(port, region, account_id, operation_seconds)
    try:
        for name, value in made.environment.items():
            print(f"export {name}={shlex.quote(value)}")
        sys.stdout.flush()
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        made.stop()


@sandbox.command(context_settings={"ignore_unknown_options": True})
@options
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def exec(  # noqa: A001  # the name of the command
    port: int, region: str, account_id: str, operation_seconds: float, command: tuple[str, ...]
) -> None:
    """Start it, run COMMAND with the variables that point to it, and stop it."""
    # The AWS CLI is in the folder of this Python, even if the virtual environment isn't active.
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)))
    program = shutil.which(command[0], path=path)
    if program is None:
        raise Stopped(f"{command[0]} can't be found; install it or give its path")
    made = start(port, region, account_id, operation_seconds)
    try:
        process = subprocess.Popen(
            command, executable=program, env={**os.environ, "PATH": path, **made.environment}
        )
        made.guard(process.pid)
        code = process.wait()
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except OSError as error:
        code = 126
        click.echo(f"{PROGRAM}: {command[0]} can't be started: {error.strerror}", err=True)
    finally:
        made.stop()
    sys.exit(code)
