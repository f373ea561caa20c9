"""Python's own errors in a file of the folder: each with its line, and with what to write.

This module is imported only where a file is wrong.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import enum
import importlib
import inspect
import re
import sys
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

from attrs import evolve

import cdktf_apprunner
from cdktf_apprunner import environments
from cdktf_apprunner.checks.credentials import has_credential_form
from cdktf_apprunner.checks.errors import Hidden, Problem
from cdktf_apprunner.environments import _modules
from cdktf_apprunner.environments._lines import locate

UNKNOWN_NAME, UNKNOWN_FIELD, TWO_VALUES = "an unknown name", "an unknown field", "two values"
PUBLIC = {name: module.__name__ for module in (cdktf_apprunner, environments) for name in module.__all__}
"""The module of each name that a file can import from the library."""
ELSEWHERE = {"null": "None", "nil": "None"}
"""Other languages' words for Python's."""
MOST_LISTED = 40
"""A longer list of names doesn't help to find the right one."""
NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
CALL = re.compile(
    r"(?P<callee>[\w.<>]+?)(?:\.__init__)?\(\) (?:"
    r"got an unexpected keyword argument '(?P<unknown>\w+)'"
    r"|missing \d+ required [\w-]+ arguments?: (?P<missing>.+)"
    r"|takes .+ (?P<many>were|was) given"
    r"|got multiple values for argument '(?P<twice>\w+)')"
)
IMPORT = re.compile(r"cannot import name '(\w+)' from (partially initialized module )?'([\w.]+)'")


def explain(path: Path, error: BaseException) -> Problem:
    """Explain why a file fails, with a close match for a misspelt name."""
    frames = [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if Path(frame.f_code.co_filename).parent == path.parent
    ]
    # The last line of the folder's files that led to the error, which may be in a shared file.
    where = f"{Path(frames[-1][0].f_code.co_filename).name}:{frames[-1][1]}" if frames else path.name
    names = {**frames[-1][0].f_globals, **frames[-1][0].f_locals} if frames else {}
    problem = _unreadable(path, error) or _explain(path, error, names) or _unknown(error)
    placed = problem if problem.where else evolve(problem, where=where)
    return locate(path, placed) if placed.given in (UNKNOWN_FIELD, TWO_VALUES) else placed


def _explain(path: Path, error: BaseException, names: Mapping[str, object]) -> Problem | None:
    match error:
        case SyntaxError():
            return _syntax(path, error)
        case NameError(name=str(name)):
            return _name(name, names)
        case AttributeError(name=str(name)):
            return _attribute(error.obj, name)
        case ImportError():
            return _import(path, error)
        case TypeError():
            return _call(str(error), names)
    return None


def _unknown(error: BaseException) -> Problem:
    given = error.code if isinstance(error, SystemExit) else str(error)
    advice = "Remove the call that ends the program" if isinstance(error, SystemExit) else ""
    return Problem(type(error).__name__, _shown(given), "the file must run to its end", advice)


def _shown(value: object) -> object:
    """Hide a credential: an error's text may quote a value."""
    return Hidden("a text with a credential") if has_credential_form(str(value)) else value


def _syntax(path: Path, error: SyntaxError) -> Problem:
    file = Path(error.filename or "")
    where = f"{file.name}:{error.lineno or 1}" if file.parent == path.parent else ""
    return Problem(type(error).__name__, error.msg, "the file must be valid Python", where=where)


def _unreadable(path: Path, error: BaseException) -> Problem | None:
    """Find the byte that isn't text. Python names neither the file of a null byte nor its line."""
    if not isinstance(error, SyntaxError | ValueError) or not re.search("codec|null byte", str(error)):
        return None
    for file in (path, *sorted(path.parent.glob("*.py"))):
        content = file.read_bytes()
        try:
            content.decode()
            at = content.find(0)
        except UnicodeDecodeError as wrong:
            at = wrong.start
        if at >= 0:
            line, given = content.count(b"\n", 0, at) + 1, f"the byte 0x{content[at]:02x}"
            allowed, advice = "the file must be text in UTF-8", "Save it as UTF-8"
            return Problem("encoding", given, allowed, advice, where=f"{file.name}:{line}")
    return None


def _name(name: str, names: Mapping[str, object]) -> Problem:
    advice = _correction(name, {*names, *dir(builtins), *PUBLIC}, names)
    return Problem(name, UNKNOWN_NAME, "a name must be imported, or set above", advice)


def _attribute(owner: object, name: str) -> Problem:
    of = owner.__name__ if isinstance(owner, type | ModuleType) else type(owner).__name__
    known = _members(owner)
    close = _close(name, known)
    advice = f"Did you mean {of}.{close}?" if close else ""
    return Problem(f"{of}.{name}", UNKNOWN_NAME, _allowed(known, f"{of} has no such name"), advice)


def _members(owner: object) -> list[str]:
    """Return what a file would use of an object: of a class, the methods that make one."""
    if isinstance(owner, enum.EnumMeta):
        return list(owner.__members__)
    public = [name for name in getattr(owner, "__all__", dir(owner)) if not name.startswith("_")]
    if not isinstance(owner, type):
        return public
    makers = (classmethod, staticmethod)
    return [name for name in public if isinstance(inspect.getattr_static(owner, name), makers)] or public


def _module(path: Path, name: str) -> Problem:
    files = [f"{_modules.PACKAGE}.{file.stem}" for file in sorted(path.parent.glob("*.py"))]
    close = _close(name, [*PUBLIC.values(), _modules.PACKAGE, *files])
    advice = f"Did you mean {close}?" if close else "Install the package that has it"
    if (own := f"{_modules.PACKAGE}.{name}") in files:
        advice = f"Import it from {own}"
    return Problem(name, "an unknown module", "a module must be installed, or a file of this folder", advice)


def _import(path: Path, error: ImportError) -> Problem | None:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _module(path, error.name)
    if not (found := IMPORT.match(str(error))):
        return None
    name, partial, module = found.groups()
    if partial:
        allowed, advice = f"{module} imports this file too", "Move it to a file that both import"
        return Problem(name, "a name that isn't set yet", allowed, advice)
    known = _members(sys.modules.get(module))
    ours = PUBLIC if module in PUBLIC.values() else ()
    advice = _correction(name, {*known, *ours}, known)
    return Problem(name, UNKNOWN_NAME, f"{module} has no such name", advice)


def _call(text: str, names: Mapping[str, object]) -> Problem | None:
    if not (found := CALL.match(text)):
        return None
    callee = found["callee"]
    parameters = _parameters(callee, names)
    if unknown := found["unknown"]:
        close = _close(unknown, parameters)
        advice = f"Did you mean {close}?" if close else ""
        allowed = _allowed(sorted(parameters), f"{callee} has no such field")
        return Problem(unknown, UNKNOWN_FIELD, allowed, advice)
    if twice := found["twice"]:
        return Problem(twice, TWO_VALUES, "a field takes one value", f"The other one has no {twice}=")
    if found["many"]:
        return _too_many(callee, parameters)
    missing = re.findall(r"'(\w+)'", found["missing"])
    advice = f"Add {' and '.join(f'{name}=…' for name in missing)}"
    return Problem(", ".join(missing), "nothing", f"{callee} needs a value", advice)


def _too_many(callee: str, parameters: Mapping[str, inspect.Parameter]) -> Problem:
    named = [each for each in parameters.values() if each.kind is each.KEYWORD_ONLY]
    first = min(named, key=lambda each: each.default is not each.empty, default=None)
    unnamed = [each.name for each in parameters.values() if each.kind is each.POSITIONAL_OR_KEYWORD]
    allowed = f"the only fields without a name are {', '.join(unnamed)}" if unnamed else "each needs its name"
    advice = f"Write each with its name, such as {first.name}=…" if first else "Remove the others"
    return Problem(callee, "too many values without a name", allowed, advice)


def _parameters(callee: str, names: Mapping[str, object]) -> Mapping[str, inspect.Parameter]:
    """Return the parameters of a class or function that the file or the library has."""
    first, *others = callee.split(".")
    found = getattr(importlib.import_module(PUBLIC[first]), first) if first in PUBLIC else names.get(first)
    for name in others:
        found = getattr(found, name, None)
    try:
        found_parameters = inspect.signature(found).parameters.values()  # type: ignore[arg-type]
    except (TypeError, ValueError):  # not callable, or written in C
        return {}
    return {each.name: each for each in found_parameters if each.kind in NAMED}


def _allowed(known: list[str], otherwise: str) -> str:
    return f"allowed are {', '.join(known)}" if 0 < len(known) <= MOST_LISTED else otherwise


def _close(word: str, known: Iterable[str]) -> str:
    """Return the known name that is most like the word, whatever its case; empty if none is."""
    lower = {name.lower(): name for name in sorted(known)}
    found = difflib.get_close_matches(word.lower(), lower, n=1)
    return lower[found[0]] if found else ""


def _correction(word: str, known: Iterable[str], here: Iterable[str]) -> str:
    """Say which name was meant, and how to import it where it isn't here."""
    close = word if word in PUBLIC else ELSEWHERE.get(word) or _close(word, known)
    meant = [f"Did you mean {close}?"] if close and close != word else []
    if close in PUBLIC and close not in here:
        meant.append(f"Add: from {PUBLIC[close]} import {close}")
    return " ".join(meant)


def check_sets(path: Path, values: Mapping[str, object], wanted: str, kind: type) -> list[Problem]:
    """Check that a file sets what it must, and makes no other that nothing uses."""
    if isinstance(values.get(wanted), kind):
        return _others(path, wanted, kind)
    return [_not_set(path, values, wanted, kind)]


def _not_set(path: Path, values: Mapping[str, object], wanted: str, kind: type) -> Problem:
    """Say what the file sets instead: another name, another kind, or nothing at all."""
    a_kind = f"{'an' if kind.__name__[0] in 'AEIOU' else 'a'} {kind.__name__}"
    allowed = f"{path.name} must set {wanted} to {a_kind}"
    others = [name for name, value in values.items() if isinstance(value, kind)]
    if wanted in values:
        value = values[wanted]
        known = value is None or isinstance(value, bool | int | float)
        given = value if known else f"a value of the kind {type(value).__name__}"
        comma = isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], kind)
        advice = "Remove the comma after it" if comma else f"Write {wanted} = {kind.__name__}(…)"
        return Problem(wanted, given, allowed, advice, where=_place(path, wanted))
    if others:
        advice = f"Write {wanted} instead of {others[0]}"
        return Problem(wanted, ", ".join(others), allowed, advice, where=_place(path, others[0]))
    advice = f"Write {wanted} = {kind.__name__}(…)"
    if wanted == "environment":
        advice += f", or name a file with shared values _{path.name}"
    return Problem(wanted, "nothing", allowed, advice, where=f"{path.name}:1")


def _others(path: Path, wanted: str, kind: type) -> list[Problem]:
    """Find environments, or registries, that a file makes besides its own, and doesn't use."""
    tree = ast.parse(path.read_bytes())
    read = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    used = {node.id for node in read}
    made = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith(f"{kind.__name__}(")
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    own = next((target for target in made if target.id == wanted), None)
    given, allowed = f"a second {kind.__name__}", f"{path.name} sets one"
    advice = "Move it to a file of its own" if wanted == "environment" else "Keep one"
    return [
        Problem(target.id, given, allowed, advice, where=f"{path.name}:{target.lineno}")
        for target in made
        if target is not own and target.id not in used
    ]


def _place(path: Path, name: str) -> str:
    """Return the line that sets or imports a name last."""
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_bytes()))
        if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name)
        or (isinstance(node, ast.alias) and (node.asname or node.name) == name)
    ]
    return f"{path.name}:{max(lines)}" if lines else path.name
