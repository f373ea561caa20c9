"""``cdktf-apprunner sandbox serve``, ``exec -- COMMAND`` and ``urls``."""

from __future__ import annotations

import math
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import botocore.session
import click

from cdktf_apprunner_tools.errors import PROGRAM, Stopped, Unusable
from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings
from cdktf_apprunner_tools.sandbox.client import TOKEN_VARIABLE, ask, curls
from cdktf_apprunner_tools.sandbox.runs import commands


@click.group()
def sandbox() -> None:
    """Run a local AWS with App Runner."""


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of both commands."""
    click.option(
        "--port", default=0, callback=_checked(_port), help="Port on 127.0.0.1; by default a free one."
    )(command)
    click.option("--region", default="eu-west-1", show_default=True, callback=_checked(_region))(command)
    click.option(
        "--account-id", default=Settings().account_id, show_default=True, callback=_checked(_account_id)
    )(command)
    click.option(
        "--operation-seconds",
        default=2.0,
        show_default=True,
        callback=_checked(_seconds),
        help="Duration of an operation on a service.",
    )(command)
    click.option(
        "--run",
        "runs",
        multiple=True,
        metavar="NAME=COMMAND",
        callback=_commands,
        help="Run COMMAND, or the web process of a Procfile, for an ECR repository, an image or a code "
        "repository; {port} in it is the port to listen on.",
    )(command)
    return command


def _checked(wanted: Callable[[Any], str | None]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Return a callback that refuses a value unless nothing else is wanted."""

    def check(_: click.Context, option: click.Parameter, value: Any) -> Any:
        if expected := wanted(value):
            raise Unusable(f"{option.opts[0]} must be {expected}, not {value}")
        return value

    return check


def _port(value: int) -> str | None:
    return None if 0 <= value <= commands.MAX_PORT else f"a number from 0 to {commands.MAX_PORT}"


def _region(value: str) -> str | None:
    regions = botocore.session.get_session().get_available_regions("apprunner")
    return None if value in regions else f"a region of App Runner ({', '.join(regions)})"


def _account_id(value: str) -> str | None:
    return None if re.fullmatch("[0-9]{12}", value) else "twelve digits"


def _seconds(value: float) -> str | None:
    return None if value >= 0 and math.isfinite(value) else "a number of at least 0"


def _commands(_: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Return the commands of all ``--run``; with mistakes, print one line for each and exit."""
    found, mistakes = commands.read(given, Path())
    if mistakes:
        for line in mistakes[:-1]:
            Unusable(line).show()
        raise Unusable(mistakes[-1])
    return found


def start(port: int, region: str, account_id: str, operation_seconds: float, runs: dict[str, str]) -> Sandbox:
    """Start a sandbox; if that fails, exit with one line that gives the reason."""
    signal.signal(signal.SIGTERM, _interrupt)
    settings = Settings(account_id=account_id, operation_seconds=operation_seconds, runs=runs)
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
def serve(port: int, region: str, account_id: str, operation_seconds: float, runs: dict[str, str]) -> None:
    """Start it, print its variables as export commands, and stop it on Ctrl-C."""
    made = start(port, region, account_id, operation_seconds, runs)
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
    port: int,
    region: str,
    account_id: str,
    operation_seconds: float,
    runs: dict[str, str],
    command: tuple[str, ...],
) -> None:
    """Start it, run COMMAND with the variables that point to it, and stop it."""
    # The AWS CLI is in the folder of this Python, even if the virtual environment isn't active.
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)))
    program = shutil.which(command[0], path=path)
    if program is None:
        raise Stopped(f"{command[0]} can't be found; install it or give its path")
    made = start(port, region, account_id, operation_seconds, runs)
    ended = threading.Event()
    try:
        process = subprocess.Popen(
            command, executable=program, env={**os.environ, "PATH": path, **made.environment}
        )
        made.guard(process.pid)
        threading.Thread(target=_end_with, args=(made, process, ended), daemon=True).start()
        code = process.wait()
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except OSError as error:
        code = 126
        click.echo(f"{PROGRAM}: {command[0]} can't be started: {error.strerror}", err=True)
    finally:
        made.stop()
    if ended.is_set():
        raise Stopped(f"the sandbox ended by itself, so {command[0]} was ended too")
    sys.exit(code)


def _end_with(sandbox: Sandbox, process: subprocess.Popen[bytes], ended: threading.Event) -> None:
    """End a command if the sandbox ends before it."""
    from cdktf_apprunner_tools.sandbox.processes import end  # the extra sandbox brings psutil

    sandbox.wait()
    if process.poll() is None:
        ended.set()
        end(process.pid)


@sandbox.command()
def urls() -> None:
    """Print how to reach the services that run in the sandbox of AWS_ENDPOINT_URL."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    if not endpoint.startswith("http://127.0.0.1:"):
        raise Unusable("AWS_ENDPOINT_URL isn't that of a sandbox; export the lines that sandbox serve prints")
    try:
        found = ask(endpoint, os.environ.get(TOKEN_VARIABLE, ""), "urls", {})
    except SandboxError as error:
        raise Stopped(str(error)) from None
    for one in found:
        click.echo(f"{one['service']}:")
        for command in curls(one):
            click.echo(f"  {command}")
        click.echo(f"  curl {one['url']}/")
    if not found:
        click.echo("No service runs; --run gives its source a command.", err=True)
