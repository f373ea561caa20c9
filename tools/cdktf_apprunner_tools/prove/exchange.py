"""The requests and responses of a run, without what identifies an account."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from attrs import asdict, define, field, frozen

REDACTED = (
    (re.compile(r"arn:[a-z-]+:(iam|sts)::\d*:(?!role/prove-)[^\s\"',]+"), "arn:OF-CALLER"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"(?<!\d)\d{12}(?!\d)"), "ACCOUNT"),
    (re.compile(r"(?<![0-9a-f])(?!0{31}1)[0-9a-f]{32,64}(?![0-9a-f])"), "ID"),
    (re.compile(r"\b(vpc|subnet|sg|vpce|eni|rtb|acl)-[0-9a-f]{8,17}\b"), r"\1-ID"),
    (re.compile(r"[a-z0-9.-]+\.awsapprunner\.com"), "SERVICE.awsapprunner.com"),
    (re.compile(r"https?://[^\s\"',)]+"), "URL"),
    (re.compile(r"\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}"), "KEY"),
)
"""Patterns of what identifies an account or its resources, with what replaces them."""
SECRET = ("SecretAccessKey", "SessionToken", "ReceiptHandle", "MD5OfBody", "NextToken", "AccessKeyId")
"""Fields that are left out."""


def redact(value: Any) -> Any:
    """Return a value without account ids, other ids, addresses and keys; ARNs keep their shape."""
    if isinstance(value, dict):
        return {
            str(redact(str(key))): redact(item)
            for key, item in value.items()
            if key not in ("ResponseMetadata", *SECRET)
        }
    if isinstance(value, list | tuple):
        return [redact(item) for item in value]
    if isinstance(value, datetime):
        return "TIME"
    if isinstance(value, str):
        for pattern, replacement in REDACTED:
            value = pattern.sub(replacement, value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


@frozen
class Call:
    """One request with its response, both redacted.

    Parameters
    ----------
    scenario
        The scenario that made it.
    action
        Service and operation, such as ``apprunner:CreateService``.
    request, response
        Parameters and fields of the API.
    error
        Code of the error, if it failed.
    """

    scenario: str
    action: str
    request: Any
    response: Any
    error: str | None


def _paths(value: Any, path: str = "") -> Iterator[str]:
    """Return the path of each field within a response."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{path}.{key}"
            yield from _paths(item, f"{path}.{key}")
    if isinstance(value, list):
        for item in value:
            yield from _paths(item, f"{path}[]")


@define
class Exchange:
    """The calls of a run; it listens to the events of boto3's clients."""

    scenario: str | None = None
    """Name of the scenario that runs; outside of a scenario nothing is kept."""
    calls: list[Call] = field(factory=list)

    def sent(self, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        """Note the parameters of a request until its response comes."""
        context["prove"] = params

    def received(self, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        """Keep a call."""
        if self.scenario is None:
            return
        error = parsed.get("Error", {}).get("Code")
        action = f"{model.service_model.service_name}:{model.name}"
        request, response = redact(context.get("prove", {})), redact(parsed)
        self.calls.append(Call(self.scenario, action, request, response, error))

    def lines(self) -> str:
        """Return all calls as JSON lines."""
        return "".join(json.dumps(asdict(call)) + "\n" for call in self.calls)


def read(lines: str) -> list[Call]:
    """Return the calls of a recorded exchange."""
    return [Call(**json.loads(line)) for line in lines.splitlines()]


def unmatched(recorded: list[Call], seen: list[Call]) -> list[str]:
    """Return the errors and fields that a recorded exchange has and another run hasn't."""
    known = _fields(seen)
    return [
        f"{scenario}: {action} {error or ''}: {path or 'no such response'}"
        for (scenario, action, error), paths in _fields(recorded).items()
        for path in sorted(paths - known.get((scenario, action, error), set()))
    ]


def _fields(calls: list[Call]) -> dict[tuple[str, str, str | None], set[str]]:
    """Return the paths of all fields in the responses of each action of a scenario, by error."""
    found: dict[tuple[str, str, str | None], set[str]] = {}
    for call in calls:
        found.setdefault((call.scenario, call.action, call.error), {""}).update(_paths(call.response))
    return found
