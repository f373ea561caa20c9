"""The commands that stand for images and code repositories: ``--run NAME=COMMAND``."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdktf_apprunner_tools.sandbox.apprunner.records import Record

PORT = re.compile(r"(?<!\$)\{(port|\d+)\}")
"""A port in a command: that of the service, or one that the image always listens on."""
WEB = re.compile(r"^web:\s*(.+)$", re.MULTILINE)
"""The line of a Procfile that App Runner's equivalent is; other processes have no port."""
MAX_PORT = 65535


def read(given: Iterable[str], folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the commands by name, and one line for each mistake.

    Parameters
    ----------
    given
        Each ``NAME=COMMAND``, or ``NAME=PATH`` of a file whose name is ``Procfile``.
    folder
        Where relative paths start.
    """
    commands: dict[str, str] = {}
    mistakes: list[str] = []
    for one in given:
        name, _, text = (part.strip() for part in one.partition("="))
        command, reason = _command(text, folder)
        if not name or not text:
            reason = "must have the form NAME=COMMAND"
        elif name in commands:
            reason = "is given twice"
        if reason:
            mistakes.append(f"--run {shlex.quote(one)}: {name or one} {reason}")
        commands[name] = command
    return commands, mistakes


def _command(text: str, folder: Path) -> tuple[str, str]:
    """Return a command and, if it can't be used, the reason."""
    path = folder / text
    if path.name == "Procfile":
        if not path.is_file():
            return "", f"has no file {text}"
        found = WEB.search(path.read_text())
        if found is None:
            return "", f"has no web process in {text}"
        text = f"cd {shlex.quote(str(path.absolute().parent))} && {found[1].strip()}"
    try:
        shlex.split(text)
    except ValueError:
        return "", "has a quote that isn't closed"
    for port in PORT.findall(text):
        if port != "port" and not 1 <= int(port) <= MAX_PORT:
            return "", f"has a port {port}; the highest is {MAX_PORT}"
    return text, ""


def with_ports(command: str, port: int, local: Callable[[int], int]) -> str:
    """Return a command with local ports instead of those in a container."""
    return PORT.sub(lambda found: str(local(port if found[1] == "port" else int(found[1]))), command)


def chosen(commands: Mapping[str, str], source: Record) -> str | None:
    """Return the command for the source of a service; the most exact name wins."""
    return next((commands[name] for name in _names(source) if name in commands), None)


def _names(source: Record) -> list[str]:
    if code := source.get("CodeRepository"):
        return [code["RepositoryUrl"], code["RepositoryUrl"].removesuffix(".git")]
    identifier = source["ImageRepository"]["ImageIdentifier"]
    repository = re.sub(r"(@.*|:[^/]*)$", "", identifier)
    return [identifier, repository, repository.partition("/")[2]]
