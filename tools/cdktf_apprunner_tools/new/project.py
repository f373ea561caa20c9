"""A project's folder: write it, and bring it to a newer template."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import frozen

from cdktf_apprunner_tools.errors import PROGRAM, Stopped, Unusable
from cdktf_apprunner_tools.new.answers import Answers
from cdktf_apprunner_tools.new.template import YOURS, render

RECORD = ".cdktf-apprunner.json"
"""The answers, and the text of each file as the template wrote it last: the base of a merge."""


@frozen
class Merged:
    """What an upgrade does with one file."""

    path: str
    text: str
    conflict: bool = False


def write(folder: Path, answers: Answers, wheel: Path | None) -> bool:
    """Write a new project; return whether anything was written. The folder appears whole or not at all."""
    files = render(answers)
    if (folder / RECORD).exists():
        kept = read(folder)["answers"]
        if kept == {**answers.to_json(), "project_id": kept["project_id"]}:
            return False
        raise Stopped(f"{folder} is a project already; cdktf-apprunner upgrade brings it to this version")
    if folder.exists() and (not folder.is_dir() or any(each.name != ".git" for each in folder.iterdir())):
        raise Stopped(f"{folder} exists and isn't empty; nothing was written")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as name:
            made = Path(name, folder.name)
            for path, text in {**files, RECORD: record(answers, files)}.items():
                _write(made / path, text)
            if wheel:
                keep(wheel, made)
            if folder.exists():  # empty, or a new git repository
                for item in made.iterdir():
                    item.rename(folder / item.name)
            else:
                made.rename(folder)
    except OSError as error:
        raise Stopped(f"{folder} can't be written: {error.strerror}; nothing was written") from None
    return True


def keep(wheel: Path, folder: Path) -> None:
    """Copy a wheel into a project, where its Pipfile names it."""
    (folder / "vendor").mkdir(exist_ok=True)
    shutil.copy(wheel, folder / "vendor")


def read(folder: Path) -> dict[str, Any]:
    """Return the record of a project."""
    try:
        found: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {"version": found["version"], "answers": found["answers"], "files": found["files"]}
    except FileNotFoundError:
        raise Unusable(f"there is no {RECORD} here; run it in a folder that {PROGRAM} new wrote") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{RECORD} can't be read: {error}") from None


def record(answers: Answers, files: dict[str, str]) -> str:
    """Return the text of the record."""
    ours = {path: text for path, text in files.items() if not is_yours(path)}
    kept = {"version": version(PROGRAM), "answers": answers.to_json(), "files": ours}
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"


def is_yours(path: str) -> bool:
    """Whether a file belongs to the user once it is written."""
    return path.partition("/")[0] in YOURS


def upgrade(folder: Path, answers: Answers) -> list[Merged]:
    """Merge this version's template into a project, and return what changed.

    A file that the user deleted stays deleted. Nothing is written before every file is merged.
    """
    base, files = read(folder)["files"], render(answers)
    merged = []
    for path, text in files.items():
        if is_yours(path) or base.get(path) == text:
            continue
        here = folder / path
        if here.exists():
            merged.append(_merge(path, here.read_text(encoding="utf-8"), base.get(path, ""), text))
        elif path not in base:
            merged.append(Merged(path, text))
    merged = [each for each in merged if not _same(folder / each.path, each.text)]
    for each in merged:
        _write(folder / each.path, each.text)
    _write(folder / RECORD, record(answers, files))
    return merged


def _merge(path: str, yours: str, base: str, new: str) -> Merged:
    """Merge with git, which leaves both texts where they conflict."""
    if yours in (base, new):
        return Merged(path, new)
    with tempfile.TemporaryDirectory() as name:
        texts = {"yours": yours, "before": base, "template": new}
        for label, text in texts.items():
            _write(Path(name, label), text)
        labels = [part for label in texts for part in ("-L", label)]
        try:
            done = subprocess.run(
                ["git", "merge-file", "-p", *labels, *texts],
                cwd=name,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        except FileNotFoundError:
            raise Unusable("git can't be found; an upgrade merges with it") from None
    return Merged(path, done.stdout, conflict=done.returncode != 0)


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
