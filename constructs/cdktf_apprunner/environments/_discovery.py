"""Find and load the environments' files, and collect the problems of all of them.

Each ``*.py`` of the folder is an environment, except files whose name begins with ``_`` or ``.`` and tests
(``test_*.py``, ``*_test.py``, ``conftest.py``). Files can import one another: ``from environments._common
import REGION``.
"""

from __future__ import annotations

import re
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
LOCK = ".terraform.lock.hcl"
"""Terraform's file of the versions and checksums of providers."""
NOT_AN_ENVIRONMENT = re.compile(r"[_.].*|test_.*|.*_test|conftest")
MADE = re.compile(rb"^\w+ *= *(?:Environment|Registry)\(", re.MULTILINE)


@frozen
class Loaded:
    """The registry and the environments of a folder."""

    registry: Registry
    environments: list[Environment] = field(factory=list)
    lock: Path = Path(LOCK)
    """The file beside the folder that locks the versions of the providers; it may be missing."""


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
    folder = folder.absolute()
    if not folder.is_dir():
        advice = "Make it, with registry.py and a file for each environment"
        problem = Problem("environments", str(folder), "there is no such folder", advice)
        raise EnvironmentsError({"environments": [problem]})
    found: dict[str, Environment | Registry | None] = {}
    by_name: dict[str, list[Problem]] = {}
    with _modules.package(folder):
        for path in sorted(folder.glob("*.py")):
            if not NOT_AN_ENVIRONMENT.fullmatch(path.stem):
                found[path.stem], by_name[path.stem] = _load_file(path)
    if REGISTRY not in found:
        allowed, advice = "the folder must contain a registry.py", "Add it, with registry = Registry(…)"
        by_name[REGISTRY] = [Problem("registry.py", str(folder), allowed, advice, where="registry.py")]
    environments = [value for value in found.values() if isinstance(value, Environment)]
    registry = found.get(REGISTRY)
    for name, problem in _check_together(environments, registry):
        by_name.setdefault(name, []).append(locate(folder / f"{name}.py", problem))
    wrong = {name: problems for name, problems in by_name.items() if problems}
    if wrong or not isinstance(registry, Registry):
        raise EnvironmentsError(wrong)
    return Loaded(registry, environments, folder.parent / LOCK)


def _load_file(path: Path) -> tuple[Environment | Registry | None, list[Problem]]:
    wanted, kind = (REGISTRY, Registry) if path.stem == REGISTRY else ("environment", Environment)
    with collect_problems() as collected:
        try:
            module = _modules.run(path)
        except (Exception, SystemExit) as error:
            from cdktf_apprunner.environments import _mistakes

            # An earlier problem may have caused the error; then only that problem is reported.
            return None, [locate(path, each) for each in collected] or [_mistakes.explain(path, error)]
    problems = [locate(path, problem) for problem in collected]
    value = getattr(module, wanted, None)
    if not isinstance(value, kind) or len(MADE.findall(path.read_bytes())) > 1:
        from cdktf_apprunner.environments import _mistakes

        if found := _mistakes.check_sets(path, vars(module), wanted, kind):
            return value if isinstance(value, kind) else None, problems + found
    if isinstance(value, Environment) and value.name != path.stem:
        allowed = f"it must be the file's name, {path.stem}"
        problems.append(locate(path, Problem("name", value.name, allowed)))
    return value, problems


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
