"""The addresses that resources have in Terraform's state: the path of construct ids, without CDKTF's hash.

They are final. Users' states have them, so a changed address needs an ``earlier`` path where the resource
is made, and a test: ``tests/upgrades``. Version 0.1.0 had CDKTF's own addresses, with a hash, and numbers
in some of them; ``moved`` blocks lead from there.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import jsii
from attrs import define, field
from constructs import Construct, IConstruct

from cdktf_apprunner.checks.errors import Problem, report
from cdktf_apprunner.terraform import (
    Aspects,
    IAspect,
    TerraformDataSource,
    TerraformElement,
    TerraformResource,
    TerraformStack,
)

Element = TypeVar("Element", bound=TerraformElement)


class Part(Construct):
    """A construct of this library, which knows its place in the stack without asking Node.

    Parameters
    ----------
    scope, id
        Where it is made, as for every construct.
    was
        The id that it had before; its resources are moved from there.
    earlier
        Its id in version 0.1.0, if that was another one.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        was: str | None = None,
        earlier: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        _scopes[self] = _scope(scope).child(_node_id(id), was and _node_id(was), earlier)


def make(
    kind: Callable[..., Element],
    scope: Construct,
    id: str,  # noqa: A002  # the name constructs give it
    /,  # an argument can be named id too
    *,
    earlier: str | None = None,
    **arguments: Any,
) -> Element:
    """Make a resource or a data source with its final address.

    Parameters
    ----------
    kind
        Its class; a function that makes a resource also works.
    scope, id
        Where it is made, as for every construct; the address consists of the ids.
    earlier
        Its path of ids below the scope in version 0.1.0, if that was another one; with an index if it was
        one of a count.
    arguments
        Its arguments.
    """
    place = _scope(scope)
    element = kind(scope, id, **arguments)
    ids = [*place.ids, _node_id(id)]
    logical = _joined(ids)
    if logical != of_cdktf(ids):
        element.override_logical_id(logical)
    name = f"{_terraform_type(element)}.{logical}"
    _addresses[element] = f"data.{name}" if isinstance(element, TerraformDataSource) else name
    place.stack.claim(_addresses[element], ids)
    if isinstance(element, TerraformResource):
        place.stack.move(element, place.moves(_node_id(id), earlier))
    return element


def released(scope: Construct, terraform_type: str, id: str) -> list[str]:  # noqa: A002  # the name constructs give it
    """Return every address that a state may have of a resource that is made no more; ``id`` is its path."""
    place = _scope(scope)
    path = id.split("/")
    names = [_joined([*place.ids, *path]), _joined([*place.were, *path]), place.in_first_version(id)]
    return [f"{terraform_type}.{name}" for name in dict.fromkeys(names)]


def address(element: TerraformElement) -> str:
    """Return the address of what `make` made, such as ``aws_iam_role.web_instance_role``."""
    return _addresses[element]


@define
class _Stack:
    """The addresses in a stack, and the moves to them."""

    owners: dict[str, list[str]] = field(factory=dict)
    moves: dict[TerraformElement, list[tuple[str, str]]] = field(factory=dict)

    def claim(self, name: str, ids: list[str]) -> None:
        """Refuse a second resource of the same address: CDKTF would merge the two."""
        other = self.owners.setdefault(name, ids)
        if other is not ids:
            advice = "Give one of the two constructs another id"
            report([Problem("id", "/".join(ids), f"{'/'.join(other)} has the address {name}", advice)])

    def move(self, resource: TerraformResource, places: list[tuple[str, str]]) -> None:
        """Move a resource, unless the user moves it from elsewhere: Terraform allows one move."""
        kind = _terraform_type(resource)
        moves = [(f"{kind}.{old}", f"{kind}.{new}") for old, new in places if old != new]
        if not moves:
            return
        self.moves[resource] = moves
        method = resource.move_from_id

        def move_from_id(id: str) -> None:  # noqa: A002  # the name CDKTF gives it
            method(id)
            self.moves.pop(resource, None)

        resource.move_from_id = move_from_id  # type: ignore[method-assign]


@define
class _Scope:
    """A construct's ids below its stack, and the ids it had before it was renamed."""

    stack: _Stack
    ids: list[str]
    were: list[str]
    """Its ids before the last ``was``."""
    first: list[str]
    """Its ids in version 0.1.0."""

    def child(self, id: str, was: str | None, earlier: str | None) -> _Scope:  # noqa: A002  # the name constructs give it
        """Return the place of a construct in this one."""
        return _Scope(
            self.stack,
            [*self.ids, id],
            [*self.were, was or id],
            [*self.first, earlier or was or id],
        )

    def moves(self, id: str, earlier: str | None) -> list[tuple[str, str]]:  # noqa: A002  # the name constructs give it
        """Return the moves to a resource in this scope, each from an address to an address."""
        were, now = _joined([*self.were, id]), _joined([*self.ids, id])
        return [(self.in_first_version(earlier or id), were), (were, now)]

    def in_first_version(self, path: str) -> str:
        """Return the address of a resource in version 0.1.0, without its type."""
        path, bracket, index = path.partition("[")
        return of_cdktf([*self.first, *path.split("/")]) + bracket + index


_stacks: WeakKeyDictionary[Construct, _Stack] = WeakKeyDictionary()
_scopes: WeakKeyDictionary[Construct, _Scope] = WeakKeyDictionary()
_addresses: WeakKeyDictionary[TerraformElement, str] = WeakKeyDictionary()


@jsii.implements(IAspect)
class _WriteMoves:
    """Writes a stack's moves when CDKTF synthesizes it: then the user's own moves are known.

    CDKTF's ``move_from_id`` allows one move of a resource, which is the user's. Hence the override.
    """

    def __init__(self, stack: TerraformStack, kept: _Stack) -> None:
        self._stack, self._kept = stack, kept

    def visit(self, node: IConstruct) -> None:
        """Write them once."""
        blocks = [{"from": old, "to": new} for moves in self._kept.moves.values() for old, new in moves]
        if blocks:
            self._stack.add_override("moved", blocks)


def _scope(construct: Construct) -> _Scope:
    if construct not in _scopes:
        stack = TerraformStack.of(construct)
        below = construct.node.path[len(stack.node.path) :].strip("/")
        ids = below.split("/") if below else []
        _scopes[construct] = _Scope(_kept(stack), ids, ids, ids)
    return _scopes[construct]


def _kept(stack: TerraformStack) -> _Stack:
    if stack not in _stacks:
        _stacks[stack] = _Stack()
        Aspects.of(Construct(stack, "moves")).add(_WriteMoves(stack, _stacks[stack]))
    return _stacks[stack]


def _terraform_type(element: TerraformElement) -> str:
    """Return ``aws_iam_role`` for an ``IamRole``, without asking Node."""
    if type(element) in (TerraformResource, TerraformDataSource):
        return str(element.terraform_resource_type)  # type: ignore[attr-defined]
    return _named(type(element).__name__)


@functools.cache
def _named(class_name: str) -> str:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", class_name.removeprefix("DataAws")).lower()
    return f"aws_{name}"


def _node_id(id: str) -> str:  # noqa: A002  # the name constructs give it
    """Return the id of a construct's node, in which CDKTF replaces ``/``."""
    return id.replace("/", "--")


def _joined(ids: list[str]) -> str:
    """Join ids; an id that the id before ends with says nothing new."""
    parts: list[str] = []
    for each in ids:
        part = re.sub(r"[^A-Za-z0-9_-]+", "_", each)
        if not parts or (parts[-1] != part and not parts[-1].endswith(f"_{part}")):
            parts.append(part)
    joined = "_".join(parts)
    return joined if re.match(r"[A-Za-z_]", joined) else f"_{joined}"


def of_cdktf(ids: list[str]) -> str:
    """Return the address that CDKTF gives by itself, with a hash below a construct."""
    ids = [each for each in ids if each != "Default"]
    parts: list[str] = []
    for each in ids:
        if not parts or not parts[-1].endswith(each):
            parts.append(each)
    human = "_".join(re.sub(r"[^A-Za-z0-9_-]", "", each) for each in parts if each != "Resource")
    if len(ids) == 1:
        return human
    mark = hashlib.md5("/".join(ids).encode(), usedforsecurity=False).hexdigest()[:8].upper()
    return f"{human[:240]}_{mark}"
