"""Find and load the environments' files, gathering every problem of all of them."""

from __future__ import annotations

import difflib
import inspect
import re
import traceback
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

from attrs import field, frozen

from cdktf_apprunner import ConfigurationError, CustomDomain, Problem, collect_problems, limits
from environments import backends
from environments import environment as values
from environments.environment import Environment, Registry
from environments.lines import locate

FOLDER = Path(__file__).parent
OURS = {"__init__", "backends", "discovery", "environment", "findings", "guard", "lines", "stacks", "summary"}
"""Modules of the folder that aren't an environment."""
REGISTRY = "registry"


@frozen
class Loaded:
    """What stood in the folder."""

    registry: Registry
    environments: list[Environment] = field(factory=list)


class EnvironmentsError(ConfigurationError):
    """Problems by file: ``by_name`` holds them by environment."""

    def __init__(self, by_name: dict[str, list[Problem]]) -> None:
        self.by_name = {
            name: sorted(by_name[name], key=lambda problem: problem.order) for name in sorted(by_name)
        }
        super().__init__(problem for problems in by_name.values() for problem in problems)


def load(folder: Path = FOLDER) -> Loaded:
    """Load every environment of a folder.

    Raises
    ------
    EnvironmentsError
        With the problems of all files at once.
    """
    found: dict[str, Environment | Registry | None] = {}
    by_name: dict[str, list[Problem]] = {}
    for path in sorted(folder.glob("*.py")):
        if path.stem not in OURS:
            found[path.stem], problems = _load_file(path)
            if problems:
                by_name[path.stem] = problems
    if REGISTRY not in found:
        by_name[REGISTRY] = [Problem("registry.py", str(folder), "the folder holds a registry.py")]
    environments = [value for value in found.values() if isinstance(value, Environment)]
    registry = found.get(REGISTRY)
    for name, problem in _check_together(environments, registry):
        by_name.setdefault(name, []).append(problem)
    if by_name or not isinstance(registry, Registry):
        raise EnvironmentsError(
            {
                name: [locate(folder / f"{name}.py", problem) for problem in problems]
                for name, problems in by_name.items()
            }
        )
    return Loaded(registry, environments)


def _load_file(path: Path) -> tuple[Environment | Registry | None, list[Problem]]:
    wanted, kind = ("registry", Registry) if path.stem == REGISTRY else ("environment", Environment)
    with collect_problems() as problems:
        try:
            module = _run(path)
        except Exception as error:
            # What follows from a problem already found only confuses.
            return None, problems or [_explain(path, error)]
    value = getattr(module, wanted, None)
    if not isinstance(value, kind):
        allowed = f"{path.name} sets {wanted} to {'an' if kind is Environment else 'a'} {kind.__name__}"
        problems.append(Problem(wanted, value, allowed))
        return None, problems
    if isinstance(value, Environment) and value.name != path.stem:
        problems.append(Problem("name", value.name, f"the file's name says {path.stem}", where=path.name))
    return value, problems


def _run(path: Path) -> ModuleType:
    loader = SourceFileLoader(f"environments.{path.stem}", str(path))
    module = ModuleType(loader.name)
    module.__file__ = str(path)
    loader.exec_module(module)
    return module


def _explain(path: Path, error: Exception) -> Problem:
    """Say in one sentence what stops the file, with a close match for a misspelt field."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    where = f"{path.name}:{line}" if line else path.name
    misspelt = re.search(r"(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'", str(error))
    if not misspelt:
        return Problem(type(error).__name__, str(error), "the file runs as Python", where=where)
    field_name = misspelt[2]
    known = sorted(_fields(path, misspelt[1]))
    close = difflib.get_close_matches(field_name, known, n=1)
    advice = f"Did you mean {close[0]}?" if close else ""
    return Problem(
        field_name, "a field that isn't known", f"allowed are {', '.join(known)}", advice, where=where
    )


def _fields(path: Path, callee: str) -> set[str]:
    """Fields of everything the file may have called; of the one called where Python names it."""
    import cdktf_apprunner

    classes = {
        name: value
        for module in (cdktf_apprunner, backends, values)
        for name, value in vars(module).items()
        if inspect.isclass(value)
    }
    named = [classes[callee]] if callee in classes else [Registry if path.stem == REGISTRY else Environment]
    return {name for made in named for name in inspect.signature(made).parameters}


def _check_together(
    environments: list[Environment], registry: Environment | Registry | None
) -> list[tuple[str, Problem]]:
    """Find what two environments, or one and the registry, may not share."""
    places = [("registry", registry.backend)] if isinstance(registry, Registry) else []
    places += [(item.name, item.backend) for item in environments]
    return [
        *_shared(
            "backend",
            [
                (name, str(backend))
                for name, backend in places
                if not isinstance(backend, backends.LocalState)
            ],
            "{other} keeps its state there",
            "https://developer.hashicorp.com/terraform/language/state",
        ),
        *_shared(
            "service_name",
            [(item.name, f"{item.service_name}, account {item.account_id}") for item in environments],
            "{other} has the same, and its roles the same names, which an account shares in all regions",
            limits.ROLE_NAME.page,
        ),
        *_shared(
            "domains",
            [(item.name, host) for item in environments for host in _hosts(item)],
            "{other} has the same",
            limits.DOMAIN.page,
        ),
    ]


def _hosts(item: Environment) -> list[str]:
    """The names that lead to a service; those given twice there are said there."""
    domains = [domain for domain in item.domains if isinstance(domain, CustomDomain)]
    return sorted({str(host).lower() for domain in domains for host in domain.host_names})


def _shared(
    field_name: str, values: list[tuple[str, str]], allowed: str, page: str
) -> list[tuple[str, Problem]]:
    """Find values that two have; the later one gets the problem."""
    first: dict[str, str] = {}
    problems = []
    for name, value in values:
        other = first.setdefault(value, name)
        if other != name and not limits.is_token(value):
            problem = Problem(field_name, value, allowed.format(other=other), "Change one of them", page)
            problems.append((name, problem))
    return problems
