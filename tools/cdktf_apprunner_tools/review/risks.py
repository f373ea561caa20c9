"""The risks of a plan: each has a name, a level, a meaning, and a function that finds its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from cdktf_apprunner_tools.review import images, permissions
from cdktf_apprunner_tools.review.changes import drift
from cdktf_apprunner_tools.review.differences import differences
from cdktf_apprunner_tools.review.phrase import Phrase, join, say
from cdktf_apprunner_tools.review.plan import Change, Kind, Plan
from cdktf_apprunner_tools.review.values import at, known, mapping
from cdktf_apprunner_tools.review.words import CONNECTOR, DOMAIN, LOG_GROUP, SCALING, SERVICE, called, name

PRODUCTION = re.compile(r"(^|[^a-z])(prod|production|live)([^a-z]|$)", re.IGNORECASE)
"""Names of environments that are production."""
GONE = (Kind.DESTROYED, Kind.REPLACED)
KEEPS_DATA = {
    "aws_backup_vault",
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_kinesis_stream",
    "aws_kms_key",
    "aws_memorydb_cluster",
    "aws_neptune_cluster",
    "aws_opensearch_domain",
    "aws_rds_cluster",
    "aws_redshift_cluster",
    "aws_route53_zone",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_sqs_queue",
    "aws_ssm_parameter",
}
"""Resources whose content is lost when they are destroyed."""
FORCE_REPLACEMENT = ("service_name", "encryption_configuration")
"""Settings of a service that can't be changed in place."""
WORLD = {"0.0.0.0/0", "::/0"}


class Level(StrEnum):
    """How much attention a risk needs."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@frozen
class Risk:
    """A kind of risk."""

    name: str
    level: Level
    meaning: str


@frozen
class Finding:
    """A risk in a plan, and its places: each is a sentence."""

    risk: Risk
    places: list[Phrase] = field(factory=list)


Finder = Callable[[Plan], Iterator[Phrase]]
_FINDERS: list[tuple[Risk, Finder]] = []


def risk(name: str, level: Level, meaning: str) -> Callable[[Finder], Finder]:
    """Register a risk and the function that finds it."""

    def keep(finder: Finder) -> Finder:
        _FINDERS.append((Risk(name, level, meaning), finder))
        return finder

    return keep


def find(plan: Plan) -> list[Finding]:
    """Return the risks of a plan, the highest first."""
    found = [
        Finding(kind, list({repr(place): place for place in finder(plan)}.values()))
        for kind, finder in _FINDERS
    ]
    return sorted(
        (item for item in found if item.places), key=lambda item: list(Level).index(item.risk.level)
    )


def is_production(plan: Plan) -> bool:
    """Whether the environment's name says production."""
    return PRODUCTION.search(plan.name) is not None


def _named(change: Change) -> Phrase:
    return join(" ", [called(change.type), say("{}", name(change))])


@risk("errored", Level.HIGH, "Planning ended in an error; what was planned until then is shown.")
def _errored(plan: Plan) -> Iterator[Phrase]:
    if plan.errored:
        yield say("the plan can't be applied: Terraform's output has the error")


@risk(
    "replace",
    Level.HIGH,
    "The App Runner service is replaced: it gets a new URL, id and log groups; the old URL stops working.",
)
def _replace(plan: Plan) -> Iterator[Phrase]:
    for service in plan.of(SERVICE):
        if service.kind is Kind.REPLACED:
            reasons = [say("{}", name) for name in FORCE_REPLACEMENT if _differs(service, name)]
            because = [say(", because of "), join(" and ", reasons)] if reasons else []
            yield join("", [_named(service), *because])


def _differs(change: Change, attribute: str) -> bool:
    return any(differences(at(change.before, attribute), at(change.after, attribute)))


@risk("destroy", Level.HIGH, "The App Runner service is destroyed; its URL never works again.")
def _destroy(plan: Plan) -> Iterator[Phrase]:
    yield from (_named(item) for item in plan.of(SERVICE) if item.kind is Kind.DESTROYED)


@risk("downtime", Level.HIGH, "Requests fail for some minutes, or for ever where no service follows.")
def _downtime(plan: Plan) -> Iterator[Phrase]:
    for service in plan.of(SERVICE):
        if service.kind is Kind.DESTROYED:
            yield say("nothing answers once {} is destroyed", name(service))
        elif service.kind is Kind.REPLACED:
            when = "the new service runs" if not service.first_new else "clients know the new URL"
            yield say(f"{{}} doesn't answer until {when}", name(service))
    for domain in plan.of(DOMAIN):
        if domain.kind is Kind.REPLACED:
            yield say("{} doesn't answer until its certificate is validated again", name(domain))


@risk(
    "domain-reassociated",
    Level.HIGH,
    "A custom domain is removed and associated again, with other validation records.",
)
def _domain_reassociated(plan: Plan) -> Iterator[Phrase]:
    yield from (_named(item) for item in plan.of(DOMAIN) if item.kind is Kind.REPLACED)


@risk("domain-removed", Level.HIGH, "A custom domain doesn't lead to the service any more.")
def _domain_removed(plan: Plan) -> Iterator[Phrase]:
    yield from (_named(item) for item in plan.of(DOMAIN) if item.kind is Kind.DESTROYED)


@risk(
    "destroyed-in-use",
    Level.HIGH,
    "A scaling revision or VPC connector is destroyed before its successor exists; App Runner refuses that "
    "while a service uses it. create_before_destroy prevents it.",
)
def _destroyed_in_use(plan: Plan) -> Iterator[Phrase]:
    services = [item for item in plan.of(SERVICE) if item.kind is not Kind.DESTROYED]
    for change in plan.of(SCALING, CONNECTOR):
        if change.kind is Kind.REPLACED and not change.first_new and services:
            yield _named(change)


@risk(
    "connector-replaced",
    Level.MEDIUM,
    "The VPC connector is replaced: outbound traffic comes from the new one.",
)
def _connector_replaced(plan: Plan) -> Iterator[Phrase]:
    for change in plan.of(CONNECTOR):
        if change.kind is Kind.REPLACED:
            yield join(
                "", [_named(change), say(": check the rules that let its security group or addresses in")]
            )


@risk(
    "public-exposure",
    Level.HIGH,
    "Everybody can reach something that was closed: the service, a port, a resource with a policy.",
)
def _public_exposure(plan: Plan) -> Iterator[Phrase]:
    public = ("network_configuration", 0, "ingress_configuration", 0, "is_publicly_accessible")
    for service in plan.of(SERVICE):
        if at(service.before, *public) is False and at(service.after, *public) is True:
            yield say("{} is reached from the internet instead of from a VPC", name(service))
    for change in plan.of("aws_wafv2_web_acl_association"):
        if change.kind is Kind.DESTROYED:
            yield say("the web ACL no longer guards {}", at(change.before, "resource_arn"))
    for change in plan.changed:
        if opened := _open_to_world(change.after) - _open_to_world(change.before):
            yield join("", [_named(change), say(" lets {} in", ", ".join(sorted(opened)))])
        for grant in permissions.changed(change).added:
            if grant.is_for_anybody:
                yield join(" ", [_named(change), say("lets anybody {}", grant.action)])


def _open_to_world(value: Any) -> set[str]:
    """Return the ports that a security group, or a rule of one, opens to every address."""
    rules = at(value, "ingress")
    listed = rules if isinstance(rules, list) else []
    if at(value, "type") == "ingress" or known(at(value, "cidr_ipv4")) or known(at(value, "cidr_ipv6")):
        listed = [value]
    return {
        f"{at(rule, 'from_port')} to {at(rule, 'to_port')} from {block}"
        for rule in listed
        for block in WORLD
        if _holds(rule, block)
    }


def _holds(rule: Any, block: str) -> bool:
    lists = (at(rule, name) for name in ("cidr_blocks", "ipv6_cidr_blocks"))
    single = (at(rule, name) for name in ("cidr_ipv4", "cidr_ipv6"))
    return block in single or any(isinstance(blocks, list) and block in blocks for blocks in lists)


@risk(
    "permissions-wildcard", Level.HIGH, "Every action of a service, or of AWS, is allowed and wasn't before."
)
def _permissions_wildcard(plan: Plan) -> Iterator[Phrase]:
    for change in plan.changed:
        wide = [grant for grant in permissions.changed(change).widening if grant.is_unbounded]
        yield from _granting(change, wide)


@risk("permissions-widened", Level.MEDIUM, "A role, or a principal in a policy, may do more than before.")
def _permissions_widened(plan: Plan) -> Iterator[Phrase]:
    new_roles = [at(item.after, "name") for item in plan.of("aws_iam_role") if item.kind is Kind.NEW]
    for change in plan.changed:
        role = at(change.after, "role")
        if change.type == "aws_iam_role" and change.kind is Kind.NEW:
            continue
        if change.type != "aws_iam_role" and role is not None and (not known(role) or role in new_roles):
            continue  # the role itself is new, so nothing is widened
        policy = permissions.changed(change)
        if not policy.is_readable:
            yield join(" ", [_named(change), say("may widen: the plan doesn't show its policy")])
        yield from _granting(change, [grant for grant in policy.widening if grant.effect == "Allow"])
        if denied := [grant for grant in policy.widening if grant.effect == "Deny"]:
            yield from (
                join("", [_named(change), say(" no longer says "), phrase])
                for phrase in permissions.phrases(denied)
            )
        boundary = at(change.before, "permissions_boundary")
        if boundary and not at(change.after, "permissions_boundary") and change.kind is Kind.CHANGED:
            yield join(" ", [_named(change), say("loses its boundary {}", boundary)])


def _granting(change: Change, grants: list[permissions.Grant]) -> Iterator[Phrase]:
    for phrase in permissions.phrases(grants):
        yield join("", [_named(change), say(": "), phrase])


@risk("permissions-narrowed", Level.LOW, "A role, or a principal in a policy, may do less than before.")
def _permissions_narrowed(plan: Plan) -> Iterator[Phrase]:
    for change in plan.changed:
        if permissions.go_with_role(plan, change):
            continue
        for phrase in permissions.phrases(permissions.changed(change).narrowing):
            yield join("", [_named(change), say(" no longer says "), phrase])


@risk("secrets-added", Level.LOW, "The service reads a secret or parameter it didn't read before.")
def _secrets_added(plan: Plan) -> Iterator[Phrase]:
    path = (*images.IMAGE[:-1], "image_configuration", 0, "runtime_environment_secrets")
    for service in plan.of(SERVICE):
        before, after = (mapping(at(side, *path)) for side in (service.before, service.after))
        for variable in after:
            if service.before is not None and before.get(variable) != after[variable]:
                yield say("{} from {}", variable, after[variable])


@risk("logs-destroyed", Level.HIGH, "Log groups are destroyed with the events in them.")
def _logs_destroyed(plan: Plan) -> Iterator[Phrase]:
    groups = (item for item in plan.of(LOG_GROUP) if item.kind in GONE)
    yield from (say("{}", at(item.before, "name")) for item in groups)


@risk("retention-shortened", Level.MEDIUM, "Logs older than the new retention are deleted.")
def _retention_shortened(plan: Plan) -> Iterator[Phrase]:
    for group in plan.of(LOG_GROUP):
        before, after = (at(side, "retention_in_days") for side in (group.before, group.after))
        if isinstance(before, int) and isinstance(after, int) and after and (before == 0 or before > after):
            yield say("{}: {} to {} days", name(group), before or "for ever", after)


@risk(
    "state-destroyed",
    Level.HIGH,
    "Something that keeps data, images, keys or state is destroyed or replaced.",
)
def _state_destroyed(plan: Plan) -> Iterator[Phrase]:
    yield from (_named(item) for item in plan.changed if item.type in KEEPS_DATA and item.kind in GONE)


@risk(
    "automatic-deployment",
    Level.MEDIUM,
    "In production App Runner deploys every push of the tag by itself, without a plan or a review.",
)
def _automatic_deployment(plan: Plan) -> Iterator[Phrase]:
    for service in plan.of(SERVICE):
        if (
            is_production(plan)
            and at(service.after, "source_configuration", 0, "auto_deployments_enabled") is True
        ):
            yield say("{} follows {}", name(service), str(images.after(plan, service)))


@risk("guard-waived", Level.MEDIUM, "A guard of production is waived, with the reason written beside it.")
def _guard_waived(plan: Plan) -> Iterator[Phrase]:
    waived = plan.outputs.get("waived")
    if waived is not None:
        for guard, reason in mapping(waived.after).items():
            yield say("{}: {}", guard, reason)


@risk("check-failed", Level.MEDIUM, "A condition or check of the configuration doesn't hold.")
def _check_failed(plan: Plan) -> Iterator[Phrase]:
    yield from (say("{}: {}", address, message) for address, message in plan.failed_checks)


@risk("partial", Level.MEDIUM, "Only a part of the configuration was planned, or some of it had to wait.")
def _partial(plan: Plan) -> Iterator[Phrase]:
    if plan.partial and not plan.errored:
        yield say("another plan is needed after this one is applied")


@risk("drift", Level.MEDIUM, "Something was changed outside of Terraform since the last apply.")
def _drift(plan: Plan) -> Iterator[Phrase]:
    yield from (_named(change) for change, _ in drift(plan))


@risk("tag-moved", Level.LOW, "The tag is the same, but it names another image.")
def _tag_moved(plan: Plan) -> Iterator[Phrase]:
    for service in plan.of(SERVICE):
        old, new = images.before(plan, service), images.after(plan, service)
        if old and new and old.tag and old.tag == new.tag and old != new and old.digest and new.digest:
            yield say("{} is {} now, was {}", new.tag, new.digest, old.digest)


@risk("deployment", Level.LOW, "App Runner deploys with this apply: new instances take over the traffic.")
def _deployment(plan: Plan) -> Iterator[Phrase]:
    for service in plan.of(SERVICE):
        if deploys(service):
            yield say("{}", name(service))


def deploys(service: Change) -> bool:
    """Whether the apply makes App Runner deploy; a change of only tags doesn't."""
    if service.kind in (Kind.NEW, Kind.REPLACED):
        return True
    paths = {item.path[0] for item in differences(mapping(service.before), mapping(service.after))}
    return service.kind is Kind.CHANGED and bool(paths - {"tags", "tags_all", "status"})


RISKS = {item.name: item for item, _ in _FINDERS}
"""Every risk by its name, as ``--fail-on`` takes them."""
