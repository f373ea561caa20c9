"""Control requests of tests. Each is checked as a whole first: if anything is wrong, nothing changes."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol, Union, get_args, get_origin, get_type_hints

from attrs import evolve
from werkzeug.wrappers import Request, Response

from cdktf_apprunner_tools.sandbox.apprunner import Region, connections, metrics
from cdktf_apprunner_tools.sandbox.faults import OUTCOMES, Faults
from cdktf_apprunner_tools.sandbox.runs.runner import RUNNER
from cdktf_apprunner_tools.sandbox.settings import Settings

SHARES = ("throttled_share", "failing_share")
MOST = 10**9
"""No number may be greater."""
WORDS: dict[Any, str] = {
    bool: "true or false",
    float: f"a number from 0 to {MOST}",
    int: f"a whole number from 0 to {MOST}",
    str: "a text",
    types.NoneType: "null",
}
KINDS: dict[str, Any] = {
    **get_type_hints(Settings),
    **dict.fromkeys(SHARES, float),
    "next_operation": Literal[(*OUTCOMES, None)],
    "complete_handshake": str,
    "publish_metrics": dict[str, Any],
}
"""The type of everything that a control request can change."""


class Controlled(Protocol):
    """The part of an application that control requests use."""

    settings: Settings
    faults: Faults
    regions: dict[tuple[str, str], Region]
    calls: set[str]

    def use(self, settings: Settings) -> None:
        """Use other settings from now on."""

    def forget(self) -> None:
        """Forget everything, as after a new start."""


def answer(application: Controlled, request: Request) -> Response:
    """Answer a control request, under the application's lock."""
    what = request.path.rpartition("/")[2]
    acts = {"control": _control, "reset": _reset, "calls": _calls, "urls": _urls}
    if what not in acts:
        return Response(f"no control request is called {what}", 404)
    try:
        found = acts[what](application, _body(request))
    except ValueError as error:
        return Response(str(error), 400)
    return Response(json.dumps(found), content_type="application/json")


def _body(request: Request) -> dict[str, Any]:
    try:
        given = json.loads(request.get_data() or b"{}")
    except (ValueError, RecursionError):
        raise ValueError("the request isn't JSON") from None
    if not isinstance(given, dict):
        raise ValueError("the request must be a JSON object")
    return given


def check(found: Iterable[str]) -> None:
    """Raise one error that lists every problem."""
    if problems := list(found):
        raise ValueError(" ".join("; ".join(problems).split()))


def misfits(given: Mapping[str, Any], known: Mapping[str, Any] = KINDS) -> Iterator[str]:
    """Find names that don't exist and values of the wrong type."""
    for name, value in given.items():
        if name not in known:
            yield f"the sandbox can't change {name} to {value}"
        elif not _fits(known[name], value):
            yield f"{name} must be {_words(known[name])}, not {json.dumps(value)}"
        elif name == "account_id" and not re.fullmatch("[0-9]{12}", value):
            yield f"account_id must be twelve digits, not {json.dumps(value)}"


def settings_of(given: Mapping[str, Any]) -> Settings:
    """Make settings of the values of all fields; the error lists every problem."""
    check(misfits(given, get_type_hints(Settings)))
    return Settings(**given)


def _fits(kind: Any, value: Any) -> bool:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return value in arguments
    if origin in (Union, types.UnionType):
        return any(_fits(one, value) for one in arguments)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(arguments[1], one) for one in value.values())
    if kind in (float, int):
        allowed = (int, float) if kind is float else int
        return isinstance(value, allowed) and not isinstance(value, bool) and 0 <= value <= MOST
    return kind is Any or isinstance(value, kind)


def _words(kind: Any) -> str:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " or ".join(map(json.dumps, arguments))
    if origin in (Union, types.UnionType):
        return " or ".join(map(_words, arguments))
    if origin is dict:
        return "an object" if arguments[1] is Any else f"an object with each value {_words(arguments[1])}"
    return WORDS[kind]


def _control(application: Controlled, given: dict[str, Any]) -> dict[str, Any]:
    """Change the behaviour of the sandbox from now on."""
    check(_problems(application, given))
    faults, regions = application.faults, application.regions.values()
    settings = {name: value for name, value in given.items() if name in get_type_hints(Settings)}
    application.use(evolve(application.settings, **settings))  # first: this can fail
    for name, value in given.items():
        if name in ("next_operation", *SHARES):
            setattr(faults, name, value)
        elif name == "complete_handshake":
            connections.complete_handshake(regions, value)
        elif name == "publish_metrics":
            metrics.publish(regions, value["service_name"], value["measured"])
    return {}


def _problems(application: Controlled, given: dict[str, Any]) -> Iterator[str]:
    """Find everything that is wrong with a change."""
    yield from misfits(given)
    shares = [given.get(name, getattr(application.faults, name)) for name in SHARES]
    if all(_fits(float, share) for share in shares) and sum(shares) > 1:
        yield f"{' and '.join(SHARES)} must not exceed 1 together; they are {shares[0]} and {shares[1]}"
    regions = list(application.regions.values())
    name = given.get("complete_handshake")
    if isinstance(name, str) and not any(
        item["ConnectionName"] == name for region in regions for item in region.connections.values()
    ):
        yield f"no connection is called {name}"
    published = given.get("publish_metrics")
    if isinstance(published, dict):
        yield from _metric_problems(regions, published)


def _metric_problems(regions: list[Region], given: dict[str, Any]) -> Iterator[str]:
    kinds = {"service_name": str, "measured": dict[str, Any]}
    if set(given) != set(kinds) or any(not _fits(kind, given[name]) for name, kind in kinds.items()):
        yield "publish_metrics needs a service_name and what was measured"
        return
    name = given["service_name"]
    if not any(
        one.record["ServiceName"] == name and one.record["Status"] != "DELETED"
        for region in regions
        for one in region.services.values()
    ):
        yield f"no service is called {name}"
    for metric, values in given["measured"].items():
        if metric not in metrics.NAMES:
            yield f"App Runner publishes no {metric}"
        elif not (isinstance(values, list) and all(_fits(float, value) for value in values)):
            yield f"{metric} must be a list with each value {WORDS[float]}, not {json.dumps(values)}"


def _reset(application: Controlled, given: dict[str, Any]) -> dict[str, Any]:
    """Forget everything, and use other settings from now on."""
    check(misfits(given, get_type_hints(Settings)))
    application.use(evolve(application.settings, **given))  # first: this can fail
    application.forget()
    return {}


def _calls(application: Controlled, given: dict[str, Any]) -> list[str]:
    """Return the IAM actions of all calls so far, and forget them."""
    check(misfits(given, {}))
    called, application.calls = application.calls, set()
    return sorted(called)


def _urls(application: Controlled, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the addresses of the services that run."""
    check(misfits(given, {}))
    return RUNNER.urls()
