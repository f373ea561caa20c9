"""Postconditions of a service: it must run what the stack configures, and it must not be paused.

Trap 9: after a failed update App Runner rolls back, and the service is RUNNING again. The provider takes
that for success (aws/apprunner-roadmap#209). A postcondition makes that apply fail, and the next plan shows
the difference again. A setting that somebody changed elsewhere looks the same, so the message names both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from cdktf_apprunner.checks.templates import quote
from cdktf_apprunner.terraform import Postcondition

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
    """Whether the API may leave it out of its answer; that is no difference."""

    @property
    def same(self) -> str:
        """Terraform's expression for whether the service runs what is configured."""
        if not isinstance(self.configured, str):
            # Maps are compared as JSON, which sorts keys.
            return f"jsonencode({self._map}) == jsonencode({self._configured})"
        if self.may_be_missing:
            return f"coalesce({self._value}, {self._configured}) == {self._configured}"
        return f"{self._value} == {self._configured}"

    @property
    def difference(self) -> str:
        """Terraform's expression for a text that names the difference; without one the text is empty."""
        if isinstance(self.configured, str):
            text = f'"{self.name}: asked for %s, runs %s"'
            return f'{self.same} ? "" : format({text}, {self._configured}, coalesce({self._value}, "none"))'
        # The names of variables are never secret, though Terraform takes them for that beside a secret value.
        names = f"[for each in [{self._different_names}] : try(nonsensitive(each), each)]"
        return f'join("", [for names in {names} : format("{self.name}: %s", names) if names != ""])'

    @property
    def _configured(self) -> str:
        if isinstance(self.configured, str):
            return quote(self.configured)
        # Not {name = value}, because CDKTF takes any "}" for the end of the expression.
        names = ", ".join(map(quote, self.configured))
        values = ", ".join(map(quote, self.configured.values()))
        return f"zipmap([{names}], [{values}])"

    @property
    def _value(self) -> str:
        return f"try({self._attribute}, null)"

    @property
    def _map(self) -> str:
        return f"merge(zipmap([], []), {self._value})"  # merge() ignores null

    @property
    def _different_names(self) -> str:
        different = "lookup(asked, name, null) != lookup(running, name, null)"
        return (
            f'join(", ", flatten([for asked in [{self._configured}] : [for running in [{self._map}] : '
            f"[for name in setunion(keys(asked), keys(running)) : name if {different}]]]))"
        )

    @property
    def _attribute(self) -> str:
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"self{''.join(steps)}"


def as_configured(service_name: str, settings: Iterable[Setting]) -> Postcondition:
    """Compare the running settings with the configured ones; the message names every difference."""
    compared = list(settings)
    same = ", ".join(setting.same for setting in compared)
    differences = ", ".join(setting.difference for setting in compared)
    return Postcondition(
        condition=f"${{alltrue([{same}])}}",
        error_message=(
            f"{service_name} is not as configured: rolled back, or changed elsewhere "
            f'(${{join("; ", compact([{differences}]))}}). Log group '
            f"/aws/apprunner/{service_name}/${{self.service_id}}/service has the reason of a roll-back."
        ),
    )


def not_paused(service_name: str) -> Postcondition:
    """Stop the plan if the service is paused.

    Trap 21: App Runner can't update a paused service; the provider waits and then fails half way. The plan
    has the status that Terraform read last.
    """
    return Postcondition(
        condition='${self.status != "PAUSED"}',
        error_message=(
            f"{service_name} is paused, and App Runner doesn't update a paused service. "
            "Resume it first: aws apprunner resume-service --service-arn ${self.arn}"
        ),
    )
