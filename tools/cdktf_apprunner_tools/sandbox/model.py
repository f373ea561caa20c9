"""Checks of requests and forms of responses, from botocore's model of App Runner's API."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from typing import Any

import botocore.session
import regex
from botocore.model import OperationModel, ServiceModel, Shape

from cdktf_apprunner_tools.sandbox.errors import ApiError, invalid

TYPES: dict[str, Any] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "double": (int, float),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "timestamp": (int, float),
}


COMMON = (
    "AccessDeniedException",
    "IncompleteSignature",
    "InternalFailure",
    "MissingAuthenticationTokenException",
    "NotAuthorized",
    "OptInRequired",
    "RequestExpired",
    "SerializationException",
    "ServiceUnavailable",
    "ThrottlingException",
    "UnknownOperationException",
    "UnrecognizedClientException",
    "ValidationError",
)
"""Errors of every operation: https://docs.aws.amazon.com/apprunner/latest/api/CommonErrors.html, and those of
requests that reach no operation."""


@functools.cache
def regions() -> frozenset[str]:
    """Return the regions where App Runner has an endpoint."""
    return frozenset(botocore.session.get_session().get_available_regions("apprunner"))


def known(operation: OperationModel, error: ApiError) -> ApiError:
    """Return an error that the operation has: one with another name is an invalid request.

    Every operation has ``InvalidRequestException``, and only a few have those for states and quotas.
    """
    names = {shape.name for shape in operation.error_shapes}
    return error if error.name in {*names, *COMMON} else invalid(error.message)


@functools.cache
def service_model() -> ServiceModel:
    """Return botocore's model of App Runner."""
    return botocore.session.get_session().get_service_model("apprunner")


def operation(name: str) -> OperationModel:
    """Return an operation of the model."""
    if name not in service_model().operation_names:
        raise ApiError("UnknownOperationException", f"Unknown operation {name}", 404)
    return service_model().operation_model(name)


def check(shape: Shape, value: Any) -> None:
    """Refuse a request that the model doesn't allow; the error lists every problem, as AWS does.

    botocore's validator checks only types, required members and minima.
    """
    problems = list(_problems(shape, value, ""))
    if problems:
        count = len(problems)
        raise invalid(f"{count} validation error{'s' if count > 1 else ''} detected: {'; '.join(problems)}")


def _problems(shape: Any, value: Any, path: str) -> Iterator[str]:
    kinds = TYPES[shape.type_name]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ApiError("SerializationException", f"{path or 'request'}: expected {shape.type_name}", 400)
    yield from (
        f"Value '{value}' at '{path}' failed to satisfy constraint: Member must {constraint}"
        for constraint in _constraints(shape, value)
    )
    if shape.type_name == "structure":
        for name in shape.required_members:
            if value.get(name) is None:
                yield (
                    f"Value null at '{_below(path, name)}' failed to satisfy constraint: "
                    "Member must not be null"
                )
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from _problems(member, value[name], _below(path, name))
    elif shape.type_name == "list":
        for number, item in enumerate(value, 1):
            yield from _problems(shape.member, item, f"{path}.{number}.member")
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from _problems(shape.key, key, f"{path}.{key}")
            yield from _problems(shape.value, item, f"{path}.{key}")


def _constraints(shape: Any, value: Any) -> Iterator[str]:
    metadata = shape.metadata
    if shape.type_name in ("string", "list", "map"):
        if len(value) < metadata.get("min", 0):
            yield f"have length greater than or equal to {metadata['min']}"
        if "max" in metadata and len(value) > metadata["max"]:
            yield f"have length less than or equal to {metadata['max']}"
    elif shape.type_name in ("integer", "long"):
        if value < metadata.get("min", value):
            yield f"have value greater than or equal to {metadata['min']}"
        if value > metadata.get("max", value):
            yield f"have value less than or equal to {metadata['max']}"
    if shape.type_name == "string":
        if getattr(shape, "enum", None) and value not in shape.enum:
            yield f"satisfy enum value set: [{', '.join(shape.enum)}]"
        pattern = metadata.get("pattern")
        if pattern and not _matches(pattern, value):
            yield f"satisfy regular expression pattern: {pattern}"


def _matches(pattern: str, value: str) -> bool:
    """Match as Java does: only ASCII, except for Unicode classes such as ``\\p{L}``."""
    return regex.fullmatch(pattern, value, 0 if r"\p{" in pattern else regex.ASCII) is not None


def _below(path: str, name: str) -> str:
    member = name[0].lower() + name[1:]
    return f"{path}.{member}" if path else member


def shape(model: Any, value: Any) -> Any:
    """Return the members of a value that the model has, in their JSON form."""
    if value is None:
        return None
    if model.type_name == "structure":
        members = {name: shape(member, value.get(name)) for name, member in model.members.items()}
        return {name: member for name, member in members.items() if member is not None}
    if model.type_name == "list":
        return [shape(model.member, item) for item in value]
    if model.type_name == "map":
        return dict(value)
    if isinstance(value, datetime.datetime):
        return round(value.timestamp(), 3)
    return value
