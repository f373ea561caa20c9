"""Roll-backs made visible: what Terraform reads back must be what was asked for.

Trap 9: after a failed update App Runner rolls back and is RUNNING again, which the provider takes for
success (aws/apprunner-roadmap#209). A postcondition makes that apply fail, and the next plan shows the
difference again.

Expressions on ``self`` read the same for every service, so each is made once: making one takes several
calls into Node.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from attrs import frozen
from cdktf import Fn, Op, Postcondition, TerraformSelf, Token

from cdktf_apprunner.templates import escaped, quoted

Path = tuple[str | int, ...]


@frozen
class Setting:
    """One setting of a service to compare after an apply."""

    name: str
    """What it is called in a sentence."""
    path: Path
    """Where the provider reads it back."""
    asked: str | Mapping[str, str]
    """What was asked for; the values of a map are never printed."""
    may_be_missing: bool = False
    """Whether the API may not return it at all, which then proves nothing."""


def rolled_back(service_name: str, settings: Iterable[Setting]) -> list[Postcondition]:
    """Compare what runs with what was asked for."""
    return [_same(service_name, setting) for setting in settings]


def not_paused(service_name: str) -> Postcondition:
    """Stop the plan where the service is paused.

    Trap 21: App Runner takes no update of a paused service; the provider then waits and fails half way.
    The status in the plan is the one last read.
    """
    return Postcondition(
        condition=Op.neq(_own("status"), "PAUSED"),
        error_message=(
            f"{service_name} is paused, and App Runner takes no update of a paused service. "
            f"Resume it first: aws apprunner resume-service --service-arn {_own('arn')}"
        ),
    )


def _same(service_name: str, setting: Setting) -> Postcondition:
    name, path, asked = setting.name, setting.path, setting.asked
    if not isinstance(asked, str):
        # Maps are compared as JSON, which sorts keys.
        same = Op.eq(_read_map(path), Fn.jsonencode(quoted(asked)))
        told = f": its {name} are not those asked for"
    elif setting.may_be_missing:
        same = Fn.contains([escaped(asked), ""], _read_returned(path))
        told = f". Asked for was {name} {asked}, it runs {_read_returned(path)}"
    else:
        same = Op.eq(_read(path), escaped(asked))
        told = f". Asked for was {name} {asked}, it runs {_read_text(path)}"
    return Postcondition(
        condition=same,
        error_message=f"App Runner rolled {service_name} back{told}. {_where(service_name)}",
    )


@functools.cache
def _read(path: Path) -> object:
    """Refer to one of the service's own attributes."""
    attribute, *rest = path
    return Fn.lookup_nested(TerraformSelf.get_any(str(attribute)), rest)


@functools.cache
def _read_text(path: Path) -> str:
    return Token.as_string(_read(path))


@functools.cache
def _read_returned(path: Path) -> str:
    """Refer to what may be null, as text."""
    return Fn.join("", Fn.compact([_read_text(path)]))


@functools.cache
def _read_map(path: Path) -> str:
    """Refer to a map as JSON; merge() takes null for nothing."""
    return Fn.jsonencode(Fn.merge([{}, _read(path)]))


@functools.cache
def _own(name: str) -> str:
    return TerraformSelf.get_string(name)


def _where(service_name: str) -> str:
    return f"The reason stands in log group /aws/apprunner/{service_name}/{_own('service_id')}/service."
