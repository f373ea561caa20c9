"""A protected service can't vanish or be replaced by an edit.

``prevent_destroy`` leaves a configuration together with the service that it protects. So each synthesis is
compared with the last one, and refused if a service is lost that was protected there. Where there is no last
synthesis, as in a pipeline, ``make plan`` and ``make deploy`` compare with the state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import field, frozen

from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.environments._discovery import EnvironmentsError, Loaded

SERVICE = "aws_apprunner_service"
PAGE = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"
REMOVE = "To remove it, first set deletion_protection=False, apply and destroy"
REPLACE = "To replace it, first set only deletion_protection=False and apply"


@frozen
class Service:
    """A service in a synthesized stack, and what would replace it."""

    protected: bool
    service_name: str
    kms_key_arn: str | None


@frozen
class Written:
    """A synthesized stack: where its state is, its services by address, and its moves."""

    name: str
    place: Any
    services: dict[str, Service] = field(factory=dict)
    moves: dict[str, str] = field(factory=dict)

    def now(self, address: str) -> str:
        """Return where a resource is after every move of this stack."""
        for _ in self.moves:
            address = self.moves.get(address, address)
        return address


def check(loaded: Loaded, new: Path, old: Path) -> None:
    """Compare a new synthesis with the last one.

    Raises
    ------
    EnvironmentsError
        With every protected service that is lost.
    """
    renamed = {each.was: each.name for each in loaded.environments if each.was is not None}
    stacks = {stack.name: stack for stack in _stacks(new)}
    problems: dict[str, list[Problem]] = {}
    for before in _stacks(old):
        now = _successor(before, stacks, renamed)
        for address, service in before.services.items():
            if service.protected and (problem := _lost(before, address, service, now, old)):
                problems.setdefault(now.name if now else before.name, []).append(problem)
    if problems:
        raise EnvironmentsError(problems)


def _successor(before: Written, stacks: dict[str, Written], renamed: dict[str, str]) -> Written | None:
    """Find the stack with the same state, or the environment that had the name, or has it."""
    same_state = (stack for stack in stacks.values() if stack.place == before.place)
    return next(same_state, None) or stacks.get(renamed.get(before.name, before.name))


def _lost(before: Written, address: str, service: Service, now: Written | None, old: Path) -> Problem | None:
    """Return the problem if a service has vanished or would be replaced."""
    name = service.service_name
    gone = f"If it is gone already or was never applied, delete {old / 'stacks' / before.name}"
    if now is None:
        allowed = f"no environment has this name, but its service {name} is protected"
        advice = f'If you renamed it, set was="{before.name}". {REMOVE}. {gone}'
        return Problem("name", before.name, allowed, advice, PAGE)
    after = now.services.get(now.now(address))
    if after is None:
        allowed = f"this address of the protected service {name} has vanished"
        advice = f"If you renamed its construct, give it was=…. {REMOVE}. {gone}"
        return Problem("id", address, allowed, advice, PAGE)
    for changed in ("service_name", "kms_key_arn"):
        earlier, given = getattr(service, changed), getattr(after, changed)
        if earlier != given and not is_token(earlier) and not is_token(given):
            renamed = before.name != now.name and changed == "service_name"
            keep = f'set was="{before.name}" or ' if renamed else ""
            allowed = f"another value replaces the protected service {name}"
            advice = f"To keep it, {keep}keep {earlier!r}. {REPLACE}. {gone}"
            return Problem(changed, given, allowed, advice, PAGE)
    return None


def _stacks(outdir: Path) -> Iterator[Written]:
    """Read the stacks of a synthesis. A file that isn't a stack protects nothing."""
    for path in sorted(outdir.glob("stacks/*/cdk.tf.json")):
        try:
            made = json.loads(path.read_text(encoding="utf-8"))
            yield Written(path.parent.name, _place(made), _services(made), _moves(made))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue


def _place(made: dict[str, Any]) -> Any:
    terraform = made["terraform"]
    return terraform.get("backend") or terraform["cloud"]


def _services(made: dict[str, Any]) -> dict[str, Service]:
    return {
        f"{SERVICE}.{name}": Service(
            protected=each.get("lifecycle", {}).get("prevent_destroy", False),
            service_name=each["service_name"],
            kms_key_arn=each.get("encryption_configuration", {}).get("kms_key"),
        )
        for name, each in made.get("resource", {}).get(SERVICE, {}).items()
    }


def _moves(made: dict[str, Any]) -> dict[str, str]:
    return {block["from"]: block["to"] for block in made.get("moved", [])}
