"""Find and load the environments' files, and collect the problems of all of them.

Each ``*.py`` of the folder is an environment, except files whose name begins with ``_`` or ``.`` and tests
(``test_*.py``, ``*_test.py``, ``conftest.py``). Files can import one another: ``from environments._common
import REGION``.
"""

from __future__ import annotations

import difflib
import inspect
import re
import traceback
from pathlib import Path

from attrs import field, frozen

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import ConfigurationError, Problem, collect_problems
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.domains import CustomDomain
from cdktf_apprunner.environments import _images, _modules, backends
from cdktf_apprunner.environments._lines import locate
from cdktf_apprunner.environments.environment import Environment
from cdktf_apprunner.environments.registry import Registry

REGISTRY = "registry"
NOT_AN_ENVIRONMENT = re.compile(r"[_.].*|test_.*|.*_test|conftest")


@frozen
class Loaded:
    """The registry and the environments of a folder."""

    registry: Registry
    environments: list[Environment] = field(factory=list)


class EnvironmentsError(ConfigurationError):
    """The problems of all files; ``by_name`` holds them by environment."""

    def __init__(self, by_name: dict[str, list[Problem]]) -> None:
        self.by_name = {
            name: sorted(by_name[name], key=lambda problem: problem.order) for name in sorted(by_name)
        }
        super().__init__(problem for problems in by_name.values() for problem in problems)


def load(folder: Path) -> Loaded:
    """Load every environment of a folder.

    Raises
    ------
    EnvironmentsError
        With the problems of all files at once.
    """
    found: dict[str, Environment | Registry | None] = {}
    by_name: dict[str, list[Problem]] = {}
    with _modules.package(folder):
        for path in sorted(folder.glob("*.py")):
            if not NOT_AN_ENVIRONMENT.fullmatch(path.stem):
                found[path.stem], problems = _load_file(path)
                if problems:
                    by_name[path.stem] = problems
    if REGISTRY not in found:
        by_name[REGISTRY] = [Problem("registry.py", str(folder), "the folder must contain a registry.py")]
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
            module = _modules.run(path)
        except Exception as error:
            # An earlier problem may have caused the error; then only that problem is reported.
            return None, problems or [_explain(path, error)]
    value = getattr(module, wanted, None)
    if not isinstance(value, kind):
        allowed = f"{path.name} must set {wanted} to {'an' if kind is Environment else 'a'} {kind.__name__}"
        problems.append(Problem(wanted, value, allowed))
        return None, problems
    if isinstance(value, Environment) and value.name != path.stem:
        problems.append(
            Problem("name", value.name, f"it must be the file's name, {path.stem}", where=path.name)
        )
    return value, problems


def _explain(path: Path, error: Exception) -> Problem:
    """Explain in one sentence why the file fails, with a close match for a misspelt field."""
    where = _where(path, error)
    misspelt = re.search(r"(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'", str(error))
    if not misspelt:
        return Problem(type(error).__name__, str(error), "the file must run without an error", where=where)
    field_name = misspelt[2]
    known = sorted(_fields(path, misspelt[1]))
    close = difflib.get_close_matches(field_name, known, n=1)
    advice = f"Did you mean {close[0]}?" if close else ""
    return Problem(field_name, "an unknown field", f"allowed are {', '.join(known)}", advice, where=where)


def _where(path: Path, error: Exception) -> str:
    """The last line of the folder's files that led to the error, which may be in a shared file."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    places = [(Path(frame.filename), frame.lineno) for frame in frames]
    inside = [f"{file.name}:{line}" for file, line in places if file.parent == path.parent]
    return inside[-1] if inside else path.name


def _fields(path: Path, callee: str) -> set[str]:
    """Return the fields of the called class, if Python names it, else of the class that the file sets."""
    import cdktf_apprunner
    from cdktf_apprunner import environments

    classes = {
        name: value
        for module in (cdktf_apprunner, environments)
        for name, value in vars(module).items()
        if inspect.isclass(value)
    }
    named = [classes[callee]] if callee in classes else [Registry if path.stem == REGISTRY else Environment]
    return {name for made in named for name in inspect.signature(made).parameters}


def _check_together(
    environments: list[Environment], registry: Environment | Registry | None
) -> list[tuple[str, Problem]]:
    """Find values that two environments, or an environment and the registry, may not share."""
    places = [(REGISTRY, registry.backend)] if isinstance(registry, Registry) else []
    places += [(item.name, item.backend) for item in environments]
    expiring = _images.check(registry, environments) if isinstance(registry, Registry) else []
    return [
        *((REGISTRY, problem) for problem in expiring),
        *_shared(
            "backend",
            [
                (name, str(backend))
                for name, backend in places
                if not isinstance(backend, backends.LocalState)
            ],
            "{other} keeps its state in the same place",
            "https://developer.hashicorp.com/terraform/language/state",
        ),
        *_shared(
            "service_name",
            [(item.name, f"{item.service_name}, account {item.account_id}") for item in environments],
            "{other} has the same name, and so the same role names, which must be unique in an account",
            limits.ROLE_NAME.page,
        ),
        *_shared(
            "was",
            [
                (REGISTRY, REGISTRY),
                *((item.name, str(item.name)) for item in environments),
                *((item.name, str(item.was)) for item in environments if item.was is not None),
            ],
            "{other} has this name, or had it first",
            limits.ENVIRONMENT_NAME.page,
        ),
        *_shared(
            "domains",
            [(item.name, host) for item in environments for host in _hosts(item)],
            "{other} has the same domain",
            limits.DOMAIN.page,
        ),
    ]


def _hosts(item: Environment) -> list[str]:
    """The host names of a service; duplicates within one environment are reported there."""
    domains = [domain for domain in item.domains if isinstance(domain, CustomDomain)]
    return sorted({str(host).lower() for domain in domains for host in domain.host_names})


def _shared(
    field_name: str, values: list[tuple[str, str]], allowed: str, page: str
) -> list[tuple[str, Problem]]:
    """Find values that two stacks share; the later one gets the problem."""
    first: dict[str, str] = {}
    problems = []
    for name, value in values:
        other = first.setdefault(value, name)
        if other != name and not is_token(value):
            problem = Problem(field_name, value, allowed.format(other=other), "Change one of them", page)
            problems.append((name, problem))
    return problems
