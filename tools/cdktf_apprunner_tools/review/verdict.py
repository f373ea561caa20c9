"""One sentence about the effect of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cdktf_apprunner_tools.review import images
from cdktf_apprunner_tools.review.changes import drift, rows
from cdktf_apprunner_tools.review.phrase import Phrase, join, say
from cdktf_apprunner_tools.review.plan import Change, Kind, Plan
from cdktf_apprunner_tools.review.words import DOMAIN, SERVICE, called, name

SERVICES_NAMED = 3
KINDS_NAMED = 3
VERBS = {
    Kind.NEW: "creates",
    Kind.CHANGED: "changes",
    Kind.REPLACED: "replaces",
    Kind.DESTROYED: "destroys",
    Kind.ADOPTED: "adopts",
    Kind.MOVED: "moves in the state",
    Kind.FORGOTTEN: "forgets, without destroying,",
}
TOGETHER = {
    "vCPU": "size",
    "memory": "size",
    "reached from": "exposure",
    "variable": "variables",
    "secret": "secrets",
    "tag": "tags",
}
"""Settings that the sentence names by one word."""


def verdict(plan: Plan) -> Phrase:
    """Write the sentence: services first, then other resources."""
    services = [item for item in plan.of(SERVICE) if item.kind is not Kind.UNCHANGED]
    others = [item for item in plan.changed if item not in services]
    parts = [*_of_services(plan, services), *_of_others(services, others)]
    if not parts:
        parts = [say("changes outputs only") if plan.changed_outputs else say("no changes")]
    elif len(parts) == 1 and len(services) == 1 and _is_rollout_only(plan, services[0]):
        parts.append(say("nothing else"))
    if drift(plan):
        parts.append(say("drift was found"))
    if plan.partial and not plan.errored:
        parts.append(say("only a part is planned"))
    if plan.errored:
        parts = [say("planning ended in an error; until then: "), join("; ", parts)]
        return join("", parts)
    return join("; ", parts)


def _of_services(plan: Plan, services: list[Change]) -> Iterator[Phrase]:
    if len(services) > SERVICES_NAMED:
        yield say(f"{_counted(services)} {len(services)} services")
        return
    for service in services:
        phrase = _of_service(plan, service)
        yield phrase if len(services) == 1 else join(": ", [say("{}", name(service)), phrase])


def _counted(services: list[Change]) -> str:
    kinds = {item.kind for item in services}
    return VERBS[kinds.pop()] if len(kinds) == 1 else "changes"


def _of_service(plan: Plan, service: Change) -> Phrase:
    image = _image(plan, service)
    if service.kind is Kind.NEW:
        return join(" ", filter(None, [say("creates the service {}", name(service)), image]))
    if service.kind is Kind.DESTROYED:
        return say("destroys the service: its URL goes")
    if service.kind is Kind.REPLACED:
        moves = "new URL, custom domain moves" if plan.of(DOMAIN) else "new URL"
        return join("; ", filter(None, [say(f"replaces the service: {moves}"), image]))
    if service.kind is not Kind.CHANGED:
        return say(f"{VERBS[service.kind]} the service {{}}", name(service))
    settings = _settings(plan, service)
    changes = join(", ", settings) if settings else None
    changed = join("", [say("changes the service's "), changes]) if changes else None
    return join("; ", filter(None, [image, changed])) if image or changed else say("changes the service")


def _image(plan: Plan, service: Change) -> Phrase | None:
    """Name the new image and the old one."""
    old, new = images.before(plan, service), images.after(plan, service)
    if new is None or old == new:
        return None
    if service.kind is Kind.NEW:
        return say("with {}", str(new))
    if old is not None and str(old) == str(new):
        if old.digest and new.digest:
            return say(
                "rolls out the current image of {}, {} in place of {}", str(new), new.digest, old.digest
            )
        if old.digest:
            return say("follows the tag {} from now on", str(new))
        return say("stays on the current image of {}, {}", str(new), new.digest)
    return say("rolls out {} in place of {}", str(new), "nothing" if old is None else str(old))


def _settings(plan: Plan, service: Change) -> list[Phrase]:
    """Return the changed settings without the image, each once."""
    words = []
    for row in rows(plan, service):
        setting = row.setting.template.partition(" {}")[0]
        words.append(TOGETHER.get(setting, setting))
    return [say(word) for word in dict.fromkeys(words) if word != "image"]


def _is_rollout_only(plan: Plan, service: Change) -> bool:
    return service.kind is Kind.CHANGED and _image(plan, service) is not None and not _settings(plan, service)


def _of_others(services: list[Change], others: list[Change]) -> Iterator[Phrase]:
    counts = Counter((item.kind, item.type) for item in others)
    if any(item.kind in (Kind.NEW, Kind.REPLACED, Kind.DESTROYED) for item in services):
        if others:
            yield say(f"{_total(len(others))} with it")
    elif len(counts) <= KINDS_NAMED:
        for (kind, type_name), count in counts.items():
            what = called(type_name, count)
            article = "an" if what.write(str)[:1] in "aeiou" else "a"
            yield join(" ", [say(f"{VERBS[kind]} {article if count == 1 else count}"), what])
    else:
        totals = Counter(item.kind for item in others)
        counted = ", ".join(f"{VERBS[kind]} {totals[kind]}" for kind in VERBS if totals[kind])
        yield say(f"{counted} other resources" if services else f"{counted} resources")


def _total(count: int) -> str:
    return "one other resource" if count == 1 else f"{count} other resources"
