"""Policies as single grants, so that two policies can be compared."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen

from cdktf_apprunner_tools.review.phrase import Phrase, say
from cdktf_apprunner_tools.review.plan import Change, Kind, Plan
from cdktf_apprunner_tools.review.redact import Sensitive
from cdktf_apprunner_tools.review.values import at, known

DOCUMENTS = ("policy", "assume_role_policy", "access_policy", "resource_policy")
"""Attributes that hold a policy, in every type of resource."""
ATTACHMENTS = {
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
}
UNBOUNDED = ("AdministratorAccess", "PowerUserAccess", "FullAccess")
"""Ends of the names of AWS's policies that allow every action of a service, or of AWS."""
ANYBODY = "*"


@frozen(order=True)
class Grant:
    """One action on one resource, allowed or denied."""

    effect: str
    principal: str
    action: str
    resource: str
    condition: str = ""

    def covers(self, other: Grant) -> bool:
        """Whether this grant includes another one."""
        return (
            self.effect == other.effect
            and self.condition in ("", other.condition)
            and _matches(other.principal, self.principal)
            and _matches(other.action.lower(), self.action.lower())
            and _matches(other.resource, self.resource)
        )

    @property
    def is_unbounded(self) -> bool:
        """Whether it allows every action of a service, or of AWS."""
        wide = self.action == "*" or self.action.endswith((":*", *UNBOUNDED))
        return self.effect == "Allow" and wide

    @property
    def is_for_anybody(self) -> bool:
        """Whether it allows something to everybody."""
        return self.effect == "Allow" and self.principal == ANYBODY and not self.condition


def _matches(text: str, pattern: str) -> bool:
    """Whether a pattern of IAM matches a text; its only wildcards are * and ?."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))


@frozen
class PolicyChange:
    """The permissions before and after a change."""

    before: frozenset[Grant]
    after: frozenset[Grant]
    is_readable: bool = True
    """Whether both sides can be read; if not, we know only that something changes."""

    @property
    def added(self) -> frozenset[Grant]:
        """The new grants."""
        return self.after - self.before

    @property
    def removed(self) -> frozenset[Grant]:
        """The removed grants."""
        return self.before - self.after

    @property
    def widening(self) -> list[Grant]:
        """Grants that allow more: new permissions, and removed denials."""
        return sorted(
            [*_beyond(self.added, self.before, "Allow"), *_beyond(self.removed, self.after, "Deny")]
        )

    @property
    def narrowing(self) -> list[Grant]:
        """Permissions that are removed."""
        return sorted(_beyond(self.removed, self.after, "Allow"))


def _beyond(grants: Iterable[Grant], others: Iterable[Grant], effect: str) -> Iterator[Grant]:
    """Yield the grants of an effect that none of the others covers."""
    for grant in grants:
        if grant.effect == effect and not any(other.covers(grant) for other in others):
            yield grant


def changed(change: Change) -> PolicyChange:
    """Compare the policies on both sides of a change to any resource."""
    before, after = (_grants(change.type, value) for value in (change.before, change.after))
    if before is None or after is None:
        return PolicyChange(frozenset(), frozenset(), is_readable=not _differs(change))
    return PolicyChange(before, after)


def go_with_role(plan: Plan, change: Change) -> bool:
    """Whether the policy is destroyed with its role, so that no remaining role loses a permission."""
    role = at(change.before, "name" if change.type == "aws_iam_role" else "role")
    return change.kind is Kind.DESTROYED and isinstance(role, str) and role in plan.destroyed_roles


def phrases(grants: Iterable[Grant]) -> list[Phrase]:
    """Write grants as sentences, the actions of one resource together."""
    together: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for grant in sorted(grants):
        together[grant.effect, grant.principal, grant.resource, grant.condition].append(grant.action)
    return [_phrase(*key, actions=actions) for key, actions in together.items()]


def _phrase(effect: str, principal: str, resource: str, condition: str, actions: list[str]) -> Phrase:
    verb = "allow" if effect == "Allow" else "deny"
    template, values = f"{verb} {{}}", [", ".join(actions)]
    if resource:
        template, values = f"{template} on {{}}", [*values, resource]
    if principal:
        template, values = f"{template} to {{}}", [*values, principal]
    if condition:
        template, values = f"{template} if {{}}", [*values, condition]
    return say(template, *values)


def _differs(change: Change) -> bool:
    """Whether an unreadable policy changes; what a new resource outside of IAM computes doesn't count."""
    names = (*DOCUMENTS, "policy_arn")
    computed = change.kind is Kind.NEW and not change.type.startswith("aws_iam_")
    return not computed and any(at(change.before, name) != at(change.after, name) for name in names)


def _grants(type_name: str, value: Any) -> frozenset[Grant] | None:
    """Return a resource's grants; ``None`` where they can't be read."""
    if type_name in ATTACHMENTS:
        arn = at(value, "policy_arn")
        if arn is None:
            return frozenset()
        return frozenset({Grant("Allow", "", arn, "")}) if isinstance(arn, str) else None
    found: set[Grant] = set()
    for name in DOCUMENTS:
        document = at(value, name)
        if document is None or document == "":
            continue
        if not known(document):
            return None
        found |= set(_read(document))
    return frozenset(found)


def _read(document: Any) -> Iterator[Grant]:
    try:
        opened = json.loads(document) if isinstance(document, str) else document
    except (ValueError, RecursionError):
        return
    for statement in _listed(at(opened, "Statement")):
        if isinstance(statement, dict):
            yield from _statement(statement)


def _statement(statement: dict[str, Any]) -> Iterator[Grant]:
    condition = statement.get("Condition")
    for principal in list(_principals(statement)) or [""]:
        for action in _both(statement, "Action"):
            for resource in _both(statement, "Resource") or [""]:
                yield Grant(
                    str(statement.get("Effect", "")),
                    principal,
                    action,
                    resource,
                    json.dumps(condition, sort_keys=True, default=str) if condition else "",
                )


def _both(statement: dict[str, Any], name: str) -> list[str]:
    return [
        *(_written(item) for item in _listed(statement.get(name))),
        *(f"all but {_written(item)}" for item in _listed(statement.get(f"Not{name}"))),
    ]


def _principals(statement: dict[str, Any]) -> Iterator[str]:
    for prefix, name in (("", "Principal"), ("all but ", "NotPrincipal")):
        given = statement.get(name)
        for item in given.values() if isinstance(given, dict) else _listed(given):
            yield from (prefix + _written(one) for one in _listed(item))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _written(value: Any) -> str:
    return str(value) if isinstance(value, str | Sensitive) else json.dumps(value, default=str)
