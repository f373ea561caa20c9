"""The record of a run: a line before each creation, so that everything can be found after ``kill -9``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from attrs import define, field

NAME = "record.jsonl"
TAG = "cdktf-apprunner-prove"
"""Key of the tag of everything that a run makes; its value is the run's id."""


class RecordError(Exception):
    """The record of a run can't be used; the text gives the reason in one line."""


@define
class Making:
    """One thing that a run made, or was about to make.

    Parameters
    ----------
    kind, name
        What it is, and its name, which holds the run's id.
    id
        Its ARN, URL or other id; ``None`` if the run ended before it was known.
    deleted
        Whether it is gone.
    """

    kind: str
    name: str
    id: str | None = None
    deleted: bool = False


@define
class RunRecord:
    """What one run made, in memory and in its file."""

    path: Path
    run: str
    account_id: str
    region: str
    makings: list[Making] = field(factory=list)

    @classmethod
    def begin(cls, folder: Path, run: str, account_id: str, region: str) -> RunRecord:
        """Write the first line of a new record, which only its owner can read."""
        folder.mkdir(parents=True, exist_ok=True)
        record = cls(folder / NAME, run, account_id, region)
        try:
            os.close(os.open(record.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            raise RecordError(f"{record.path} exists; choose another folder, or --clean it") from None
        record._write({"run": run, "account_id": account_id, "region": region})
        return record

    @classmethod
    def load(cls, folder: Path) -> RunRecord:
        """Read the record in a folder; a last line that was cut off says nothing."""
        path = folder / NAME
        try:
            text = path.read_text().rpartition("\n")[0]
            lines = [json.loads(line) for line in text.splitlines()]
            record = cls(path, **lines[0])
            for line in lines[1:]:
                record._apply(**line)
        except (OSError, ValueError, TypeError, LookupError):
            raise RecordError(f"{path} isn't the record of a run") from None
        return record

    @property
    def left(self) -> list[Making]:
        """What isn't known to be gone, in the order of its creation."""
        return [making for making in self.makings if not making.deleted]

    def named(self, label: str) -> str:
        """Return the name of a thing of this run."""
        return f"prove-{self.run}-{label}"

    def before(self, kind: str, name: str) -> Making:
        """Write down what will be made."""
        self._say("making", len(self.makings), kind=kind, name=name)
        return self.makings[-1]

    def made(self, making: Making, identifier: str) -> None:
        """Write down the id of what was made."""
        self._say("made", self._number(making), id=identifier)

    def deleted(self, making: Making) -> None:
        """Write down that a thing is gone."""
        self._say("deleted", self._number(making))

    def _number(self, making: Making) -> int:
        return next(number for number, each in enumerate(self.makings) if each is making)

    def _say(self, event: str, number: int, **fields: str) -> None:
        self._write({"event": event, "number": number, **fields})
        self._apply(event, number, **fields)

    def _write(self, line: dict[str, Any]) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _apply(self, event: str, number: int, **fields: str) -> None:
        if event == "making":
            self.makings.append(Making(fields["kind"], fields["name"]))
        elif event == "made":
            self.makings[number].id = fields["id"]
        else:
            self.makings[number].deleted = True
