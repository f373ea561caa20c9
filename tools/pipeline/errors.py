"""Why a command stops, in one line."""

from __future__ import annotations

from typing import IO, Any

import click


class Stopped(click.ClickException):
    """What was asked for was tried, and stopped; exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line."""
        click.echo(f"pipeline: {self.message}", file=file, err=file is None)


class Unusable(Stopped):
    """What was asked for can't be; exit code 2."""

    exit_code = 2
