"""Read a plan as ``terraform show -json`` prints it; strict where Terraform documents the format.

See https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen

from cdktf_apprunner_tools.review.errors import PlanError
from cdktf_apprunner_tools.review.redact import Secrets, mark
from cdktf_apprunner_tools.review.values import at

FORMAT = 1
"""Major version of the format; a minor version only adds to it."""
GENERIC_NAMES = {"plan", "tfplan", "show", "terraform"}
"""Names of files that name no environment; then the folder's name is the environment's."""
PROVIDER_CREDENTIAL = re.compile(r"secret|token|password|key", re.I)


class Kind(StrEnum):
    """How a resource changes."""

    NEW = "new"
    CHANGED = "changed"
    REPLACED = "replaced"
    DESTROYED = "destroyed"
    ADOPTED = "adopted"
    MOVED = "moved"
    FORGOTTEN = "forgotten"
    UNCHANGED = "unchanged"


KINDS = {
    ("no-op",): Kind.UNCHANGED,
    ("read",): Kind.UNCHANGED,
    ("create",): Kind.NEW,
    ("delete",): Kind.DESTROYED,
    ("delete", "create"): Kind.REPLACED,
    ("create", "delete"): Kind.REPLACED,
    ("forget",): Kind.FORGOTTEN,
    ("create", "forget"): Kind.REPLACED,
}
"""By Terraform's actions; other actions are `Kind.CHANGED`."""


@frozen
class Change:
    """A plan's change of one resource or output; for drift, a change made outside of Terraform."""

    address: str
    type: str
    module: str
    kind: Kind
    before: Any
    after: Any
    first_new: bool = False
    """Whether a replacement creates the new resource before it destroys the old one."""
    deposed: bool = False
    """Whether the resource is left over from an earlier replacement."""


@frozen
class Plan:
    """One environment's plan."""

    name: str
    changes: Sequence[Change]
    drift: Sequence[Change]
    outputs: dict[str, Change]
    variables: dict[str, Any]
    images: Sequence[dict[str, Any]]
    """The values of the data sources that looked up images in ECR."""
    region: str | None
    failed_checks: Sequence[tuple[str, str]]
    """Address and message."""
    errored: bool
    partial: bool
    secrets: Secrets

    def of(self, *types: str) -> list[Change]:
        """Return the changes to resources of some types, without deposed ones."""
        return [change for change in self.changes if change.type in types and not change.deposed]

    @property
    def changed(self) -> list[Change]:
        """The changes except unchanged resources."""
        return [change for change in self.changes if change.kind is not Kind.UNCHANGED]

    @cached_property
    def destroyed_roles(self) -> set[str]:
        """Names of the destroyed roles."""
        names = (at(item.before, "name") for item in self.of("aws_iam_role") if item.kind is Kind.DESTROYED)
        return {name for name in names if isinstance(name, str)}

    @property
    def changed_outputs(self) -> list[Change]:
        """The outputs whose value changes."""
        return [change for change in self.outputs.values() if change.kind is not Kind.UNCHANGED]


def find(paths: Sequence[Path]) -> list[Path]:
    """Return the files, and the JSON files in each folder.

    Raises
    ------
    PlanError
        Where a folder has no JSON file.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise PlanError(
                f"{path}: the folder holds no *.json; run terraform show -json PLAN > {path}/ENV.json"
            )
        found += inside
    return found


def read(path: Path) -> Plan:
    """Read one plan.

    Raises
    ------
    PlanError
        Where the file can't be read, isn't JSON, or isn't a plan of a known format.
    """
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise PlanError(f"{path}: {error.strerror}") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise PlanError(
            f"{path}: not complete JSON ({place}); write it again with terraform show -json"
        ) from None
    except (ValueError, RecursionError):
        raise PlanError(f"{path}: not readable as JSON; write it with terraform show -json") from None
    try:
        return parse(_name(path), content)
    except _Malformed as error:
        raise PlanError(f"{path}: {error}") from None


def _name(path: Path) -> str:
    return path.resolve().parent.name if path.stem in GENERIC_NAMES else path.stem


class _Malformed(Exception):  # noqa: N818  # becomes a PlanError, which knows the file
    """The content doesn't have the format."""


def _checked(content: Any) -> dict[str, Any]:
    if not isinstance(content, dict) or not isinstance(content.get("format_version"), str):
        raise _Malformed("not a plan: it has no format_version; write it with terraform show -json PLAN")
    version = content["format_version"]
    if version.partition(".")[0] != str(FORMAT):
        raise _Malformed(f"format version {version[:20]!r} isn't known; only {FORMAT}.x is")
    if "planned_values" not in content and "resource_changes" not in content:
        raise _Malformed("a state, not a plan; write it with terraform show -json PLAN")
    return content


@frozen
class _Node:
    """A place in the plan's JSON."""

    value: dict[str, Any]
    where: str = field(default="")

    def get(self, name: str, kind: type | tuple[type, ...], default: Any) -> Any:
        """Return a member, or the default where it is missing."""
        value = self.value.get(name)
        if value is None:
            return default
        if not isinstance(value, kind):
            raise _Malformed(f"not a plan: {self.where}.{name} can't be a {type(value).__name__}")
        return value

    def text(self, name: str) -> str:
        return str(self.get(name, str, ""))

    def flag(self, name: str, default: bool = False) -> bool:
        return bool(self.get(name, bool, default))

    def node(self, name: str) -> _Node:
        return _Node(self.get(name, dict, {}), f"{self.where}.{name}")

    def nodes(self, name: str) -> Iterator[_Node]:
        for number, item in enumerate(self.get(name, list, [])):
            if not isinstance(item, dict):
                raise _Malformed(
                    f"not a plan: {self.where}.{name}[{number}] can't be a {type(item).__name__}"
                )
            yield _Node(item, f"{self.where}.{name}[{number}]")

    def named(self, name: str) -> Iterator[tuple[str, _Node]]:
        parent = self.node(name)
        for key in parent.value:
            yield key, parent.node(key)


def parse(name: str, content: Any) -> Plan:
    """Return the plan in the JSON; raise where it isn't a plan of a known format."""
    plan = _Node(_checked(content), "plan")
    secrets = Secrets()
    changes = [_resource(item) for item in plan.nodes("resource_changes") if item.text("mode") != "data"]
    drift = [_resource(item) for item in plan.nodes("resource_drift")]
    outputs = {key: _change(item, key, "output") for key, item in plan.named("output_changes")}
    for change in (*changes, *drift, *outputs.values()):
        secrets.add_marked(change.before)
        secrets.add_marked(change.after)
    _add_states(plan, secrets)
    variables = _variables(plan, secrets)
    region = _provider_region(plan, variables, secrets)
    return Plan(
        name=name,
        changes=changes,
        drift=drift,
        outputs=outputs,
        variables=variables,
        images=[
            {**item.node("values").value, "index": item.value.get("index")}
            for item in _state_resources(plan.node("prior_state").node("values").node("root_module"))
            if item.text("type") == "aws_ecr_image"
        ],
        region=region,
        failed_checks=list(_failed_checks(plan)),
        errored=plan.flag("errored"),
        partial=not plan.flag("complete", default=True),
        secrets=secrets,
    )


def _resource(item: _Node) -> Change:
    moved = item.text("previous_address") not in ("", item.text("address"))
    change = _change(item.node("change"), item.text("address"), item.text("type"))
    kind = Kind.MOVED if moved and change.kind is Kind.UNCHANGED else change.kind
    return Change(
        change.address,
        change.type,
        item.text("module_address"),
        kind,
        change.before,
        change.after,
        first_new=change.first_new,
        deposed=bool(item.text("deposed")),
    )


def _change(change: _Node, address: str, type_name: str) -> Change:
    actions = tuple(map(str, change.get("actions", list, [])))
    kind = KINDS.get(actions, Kind.CHANGED)
    if kind in (Kind.UNCHANGED, Kind.CHANGED) and change.node("importing").value:
        kind = Kind.ADOPTED
    value = change.value
    return Change(
        address,
        type_name,
        "",
        kind,
        mark(value.get("before"), value.get("before_sensitive")),
        mark(value.get("after"), value.get("after_sensitive"), value.get("after_unknown")),
        first_new=actions[:1] == ("create",),
    )


def _state_resources(module: _Node) -> Iterator[_Node]:
    yield from module.nodes("resources")
    for child in module.nodes("child_modules"):
        yield from _state_resources(child)


def _add_states(plan: _Node, secrets: Secrets) -> None:
    """Add the sensitive values of the states before and after."""
    for values in (plan.node("prior_state").node("values"), plan.node("planned_values")):
        for item in _state_resources(values.node("root_module")):
            secrets.add_marked(mark(item.value.get("values"), item.value.get("sensitive_values")))
        for _, output in values.named("outputs"):
            if output.flag("sensitive"):
                secrets.add(output.value.get("value"))


def _variables(plan: _Node, secrets: Secrets) -> dict[str, Any]:
    """Return the variables' values without sensitive ones, which only the configuration marks."""
    declared = plan.node("configuration").node("root_module").node("variables")
    values = {key: item.value.get("value") for key, item in plan.named("variables")}
    for key in declared.value:
        if declared.node(key).flag("sensitive") or declared.node(key).flag("ephemeral"):
            secrets.add(values.pop(key, None))
            secrets.add(declared.node(key).value.get("default"))
    return values


def _provider_region(plan: _Node, variables: dict[str, Any], secrets: Secrets) -> str | None:
    """Return the region of the AWS provider, and add the credentials of every provider to the secrets."""
    region = None
    for key, provider in plan.node("configuration").named("provider_config"):
        expressions = provider.node("expressions")
        for name, expression in expressions.value.items():
            if PROVIDER_CREDENTIAL.search(name):
                secrets.add(expression)
        if key == "aws" and isinstance(written := expressions.value.get("region"), dict):
            references = written.get("references") or []
            given = [variables.get(str(item).removeprefix("var.")) for item in references]
            region = written.get("constant_value") or next(filter(None, given), None)
    return region if isinstance(region, str) else None


def _failed_checks(plan: _Node) -> Iterator[tuple[str, str]]:
    for check in plan.nodes("checks"):
        if check.text("status") in ("fail", "error"):
            problems = [
                problem.text("message")
                for instance in check.nodes("instances")
                for problem in instance.nodes("problems")
            ]
            for message in problems or [""]:
                yield check.node("address").text("to_display"), message
