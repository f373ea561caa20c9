"""Postconditions that make a roll-back visible: the service must run what the stack configures.

Trap 9: after a failed update App Runner rolls back, and the service is RUNNING again. The provider takes
that for success (aws/apprunner-roadmap#209). A postcondition makes that apply fail, and the next plan shows
the difference again.

Expressions on ``self`` are the same for every service, so each is made once: making one takes several calls
into Node.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from attrs import frozen

from cdktf_apprunner.checks.templates import escaped, quoted
from cdktf_apprunner.terraform import Fn, Op, Postcondition, TerraformSelf, Token

Path = tuple[str | int, ...]


@frozen
class Setting:
    """One setting of a service to compare after an apply."""

    name: str
    """Its name in an error message."""
    path: Path
    """The attribute of the service that holds it."""
    configured: str | Mapping[str, str]
    """The value in the stack; the values of a map are never printed."""
    may_be_missing: bool = False
    """Whether the API may leave it out of its answer; that is not a roll-back."""


def rolled_back(service_name: str, settings: Iterable[Setting]) -> list[Postcondition]:
    """Compare the running settings with the configured ones."""
    return [_compare(service_name, setting) for setting in settings]


def not_paused(service_name: str) -> Postcondition:
    """Stop the plan if the service is paused.

    Trap 21: App Runner can't update a paused service; the provider waits and then fails half way. The plan
    has the status that Terraform read last.
    """
    return Postcondition(
        condition=Op.neq(_attribute("status"), "PAUSED"),
        error_message=(
            f"{service_name} is paused, and App Runner doesn't update a paused service. "
            f"Resume it first: aws apprunner resume-service --service-arn {_attribute('arn')}"
        ),
    )


def _compare(service_name: str, setting: Setting) -> Postcondition:
    name, path, configured = setting.name, setting.path, setting.configured
    if not isinstance(configured, str):
        # Maps are compared as JSON, which sorts keys.
        same = Op.eq(_read_map(path), Fn.jsonencode(quoted(configured)))
        difference = f"its {name} are not those that the stack sets"
    elif setting.may_be_missing:
        same = Fn.contains([escaped(configured), ""], _read_returned(path))
        difference = f"the stack sets {name} {configured}, but the service runs {_read_returned(path)}"
    else:
        same = Op.eq(_read(path), escaped(configured))
        difference = f"the stack sets {name} {configured}, but the service runs {_read_text(path)}"
    return Postcondition(
        condition=same,
        error_message=f"App Runner rolled {service_name} back: {difference}. {_log_group(service_name)}",
    )


@functools.cache
def _read(path: Path) -> object:
    """Refer to an attribute of the service."""
    attribute, *rest = path
    return Fn.lookup_nested(TerraformSelf.get_any(str(attribute)), rest)


@functools.cache
def _read_text(path: Path) -> str:
    return Token.as_string(_read(path))


@functools.cache
def _read_returned(path: Path) -> str:
    """Refer to an attribute that may be null, as text."""
    return Fn.join("", Fn.compact([_read_text(path)]))


@functools.cache
def _read_map(path: Path) -> str:
    """Refer to a map as JSON; merge() ignores null."""
    return Fn.jsonencode(Fn.merge([{}, _read(path)]))


@functools.cache
def _attribute(name: str) -> str:
    return TerraformSelf.get_string(name)


def _log_group(service_name: str) -> str:
    return f"Log group /aws/apprunner/{service_name}/{_attribute('service_id')}/service has the reason."
