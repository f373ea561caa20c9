"""The errors of the program; each prints one line."""

from __future__ import annotations

from typing import IO, Any

import click

PROGRAM = "cdktf-apprunner"


class Stopped(click.ClickException):
    """The command started and then stopped; exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line."""
        click.echo(f"{PROGRAM}: {self.message}", file=file, err=file is None)


class Unusable(Stopped):
    """The command can't run with these arguments, or in this place; exit code 2."""

    exit_code = 2
