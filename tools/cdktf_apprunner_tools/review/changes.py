"""The table of changes: the important settings of each resource, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, field, frozen

from cdktf_apprunner_tools.review import images, permissions
from cdktf_apprunner_tools.review.cost import bounds
from cdktf_apprunner_tools.review.differences import Difference, differences
from cdktf_apprunner_tools.review.phrase import Phrase, say
from cdktf_apprunner_tools.review.plan import Change, Kind, Plan
from cdktf_apprunner_tools.review.redact import UNKNOWN
from cdktf_apprunner_tools.review.values import at, mapping
from cdktf_apprunner_tools.review.words import CONNECTOR, DOMAIN, LOG_GROUP, RANK, SCALING, SERVICE, name

NOTHING = say("–")
COMPUTED = {"arn", "id", "service_id", "service_url", "status", "has_associated_service", "latest"}
"""Attributes that follow from other attributes; a review doesn't list them."""
ROWS_OF_OTHERS = 6
"""How many settings the table shows of a type that isn't in ``KNOWN``; the rest is folded."""


@frozen
class Row:
    """One setting, before and after."""

    setting: Phrase
    before: Phrase = NOTHING
    after: Phrase = NOTHING


@frozen
class Entry:
    """The change of one resource, or the same change of several."""

    kind: Kind
    type: str
    rows: tuple[Row, ...]
    names: list[Any] = field(factory=list)


def entries(plan: Plan) -> list[Entry]:
    """Return the changes, the service first; resources with the same change are one entry."""
    together: dict[str, Entry] = {}
    for change in sorted(plan.changed, key=_order):
        entry = Entry(change.kind, change.type, tuple(rows(plan, change)))
        together.setdefault(repr(entry), entry).names.append(name(change))
    return list(together.values())


def _order(change: Change) -> tuple[int, str, str]:
    return RANK.get(change.type, len(RANK)), change.type, change.address


def value(given: Any) -> Phrase:
    """Write a value of the plan; an empty value is a dash."""
    return NOTHING if given is None or given in ("", [], {}) else say("{}", given)


def rows(plan: Plan, change: Change) -> Iterator[Row]:
    """Return the important settings of a resource that differ."""
    if change.type == SERVICE and change.kind is not Kind.DESTROYED:
        yield from _of_service(plan, change)
        return
    if permissions.go_with_role(plan, change):
        return
    policy = permissions.changed(change)
    if not policy.is_readable:
        yield Row(say("permissions"), after=say("not readable in the plan"))
    yield from (Row(say("permission"), before=phrase) for phrase in permissions.phrases(policy.removed))
    yield from (Row(say("permission"), after=phrase) for phrase in permissions.phrases(policy.added))
    tags = _tags if change.kind is not Kind.NEW else lambda _: {}
    if change.kind is Kind.DESTROYED:
        return
    if change.type in KNOWN:
        yield from _differing(
            *({**KNOWN[change.type](side), **tags(side)} for side in (change.before, change.after))
        )
    elif change.kind in (Kind.CHANGED, Kind.REPLACED, Kind.ADOPTED):
        yield from _of_any(change)


def _of_service(plan: Plan, change: Change) -> Iterator[Row]:
    old, new = images.before(plan, change), images.after(plan, change)
    if old != new:
        yield _image_row(old, new)
    yield from _differing(_settings(change.before), _settings(change.after))


def _image_row(old: images.Image | None, new: images.Image | None) -> Row:
    same_tag = old and new and str(old) == str(new)
    sides = [
        NOTHING
        if image is None
        else say("{} ({})", str(image), image.digest)
        if same_tag and image.digest
        else say("{}", str(image) if old and new else image.identifier if image.tag is None else image.tag)
        for image in (old, new)
    ]
    return Row(say("image"), *sides)


def _settings(service: Any) -> dict[Phrase, Any]:
    """Return a service's settings by their usual names."""
    source = at(service, "source_configuration", 0)
    image = at(source, "image_repository", 0, "image_configuration", 0)
    network = at(service, "network_configuration", 0)
    size = at(service, "instance_configuration", 0)
    code = at(source, "code_repository", 0)
    public = at(network, "ingress_configuration", 0, "is_publicly_accessible")
    egress = at(network, "egress_configuration", 0)
    return {
        say("name"): at(service, "service_name"),
        say("repository"): at(code, "repository_url"),
        say("vCPU"): _units(at(size, "cpu"), ""),
        say("memory"): _units(at(size, "memory"), " GB"),
        say("port"): at(image, "port"),
        say("start command"): at(image, "start_command"),
        say("health check"): _health_check(at(service, "health_check_configuration", 0)),
        say("automatic deployment"): at(source, "auto_deployments_enabled"),
        say("reached from"): {True: "the internet", False: "a VPC only"}.get(public)
        if isinstance(public, bool)
        else public,
        say("outbound traffic"): {"DEFAULT": "to the internet", "VPC": "through the VPC"}.get(
            str(at(egress, "egress_type")), at(egress, "egress_type")
        ),
        say("VPC connector"): _part(at(egress, "vpc_connector_arn"), 1),
        say("IP addresses"): at(network, "ip_address_type"),
        say("tracing"): at(service, "observability_configuration", 0, "observability_enabled"),
        say("role"): _part(at(size, "instance_role_arn"), -1),
        say("role that pulls"): _part(at(source, "authentication_configuration", 0, "access_role_arn"), -1),
        say("key"): at(service, "encryption_configuration", 0, "kms_key"),
        **_named("variable", at(image, "runtime_environment_variables")),
        **_named("secret", at(image, "runtime_environment_secrets")),
        **_tags(service),
    }


def _named(word: str, values: Any) -> dict[Phrase, Any]:
    if not isinstance(values, dict):
        return {say(f"{word}s"): values}
    return {say(f"{word} {{}}", key): item for key, item in values.items()}


def _tags(resource: Any) -> dict[Phrase, Any]:
    return _named("tag", mapping(at(resource, "tags_all")))


def _units(given: Any, unit: str) -> Any:
    """Write units of CPU as vCPU, and MB as GB."""
    return f"{int(given) / 1024:g}{unit}" if isinstance(given, str) and given.isdecimal() else given


def _part(arn: Any, number: int) -> Any:
    """Return one part of an ARN, such as a name."""
    return arn.split("/")[number] if isinstance(arn, str) and "/" in arn else arn


def _health_check(check: Any) -> Any:
    if not isinstance(check, dict):
        return check
    path = f" {at(check, 'path')}" if at(check, "protocol") == "HTTP" else ""
    return (
        f"{at(check, 'protocol')}{path}, every {at(check, 'interval')} s, timeout {at(check, 'timeout')} s, "
        f"{at(check, 'healthy_threshold')} up, {at(check, 'unhealthy_threshold')} down"
    )


def _scaling(revision: Any) -> dict[Phrase, Any]:
    found = bounds(revision)
    return {say("instances × requests"): None if revision is None else str(found) if found else revision}


def _connector(connector: Any) -> dict[Phrase, Any]:
    return {
        say("subnets"): _sorted(at(connector, "subnets")),
        say("security groups"): _sorted(at(connector, "security_groups")),
    }


def _domain(domain: Any) -> dict[Phrase, Any]:
    return {
        say("domain"): at(domain, "domain_name"),
        say("www too"): at(domain, "enable_www_subdomain"),
    }


def _log_group(group: Any) -> dict[Phrase, Any]:
    days = at(group, "retention_in_days")
    return {say("retention"): "for ever" if days == 0 else f"{days} days" if isinstance(days, int) else days}


def _sorted(values: Any) -> Any:
    return sorted(values, key=str) if isinstance(values, list) else values


KNOWN = {SCALING: _scaling, CONNECTOR: _connector, DOMAIN: _domain, LOG_GROUP: _log_group}
"""The important settings of a resource, by type."""


def _differing(before: dict[Phrase, Any], after: dict[Phrase, Any]) -> Iterator[Row]:
    for setting in dict.fromkeys([*before, *after]):
        old, new = value(before.get(setting)), value(after.get(setting))
        if before.get(setting) != after.get(setting) and (old, new) != (NOTHING, NOTHING):
            yield Row(setting, old, new)


def _of_any(change: Change) -> Iterator[Row]:
    """Return the first settings that differ, without computed ones."""
    replaced = change.kind is Kind.REPLACED  # a new resource has no computed setting before the apply
    found = [
        item
        for item in changed_settings(change)
        if item.after is not UNKNOWN and not (replaced and item.after is None)
    ]
    for item in found[:ROWS_OF_OTHERS]:
        yield Row(_setting(item), value(item.before), value(item.after))
    if len(found) > ROWS_OF_OTHERS:
        yield Row(say(f"{len(found) - ROWS_OF_OTHERS} more, see below"))


def _setting(item: Difference) -> Phrase:
    first, *rest = item.path
    return say("tag {}", rest[0]) if first == "tags_all" and rest else say("{}", item.label)


def drift(plan: Plan) -> list[tuple[Change, list[Difference]]]:
    """Return the changes made outside of Terraform, without those that the provider only computes."""
    policies = [at(item.before, "name") for item in plan.of("aws_iam_role_policy")]
    found = []
    for item in plan.drift:
        before, after = (_without(policies, side) for side in (item.before, item.after))
        settings = changed_settings(evolve(item, before=before, after=after))
        if settings and item.kind is not Kind.UNCHANGED:
            found.append((item, settings))
    return found


def _without(policies: list[Any], role: Any) -> Any:
    """Leave out a role's policies that are separate resources; the role shows them only after its apply."""
    inline = at(role, "inline_policy")
    if not isinstance(inline, list):
        return role
    return {**role, "inline_policy": [item for item in inline if at(item, "name") not in policies]}


def changed_settings(change: Change) -> list[Difference]:
    """Return the settings that differ, without computed ones and policies, which are listed as grants."""
    before, after = mapping(change.before), mapping(change.after)
    policy = permissions.changed(change)
    left_out = {*COMPUTED, *(permissions.DOCUMENTS if policy.added | policy.removed else ())}
    if "tags_all" in after:
        left_out.add("tags")  # which tags_all contains
    return [item for item in differences(before, after) if item.path[:1][0] not in left_out]
