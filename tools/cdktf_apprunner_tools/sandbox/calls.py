"""The IAM action of a request, so that a role can allow exactly the actions in use."""

from __future__ import annotations

import functools
import io
import re
from urllib.parse import parse_qs

import botocore.session
from werkzeug.wrappers import Request

SERVICE = re.compile(r"Credential=[^/]+/\d+/[^/]+/(?P<name>[a-z0-9-]+)/")
PREFIXES = {"monitoring": "cloudwatch"}
"""Services whose name in IAM actions differs from the name in signatures."""


def action(request: Request) -> str | None:
    """Return the IAM action of a request, such as ``iam:CreateRole``; ``None`` if it isn't signed."""
    found = SERVICE.search(request.headers.get("Authorization", ""))
    if found is None:
        return None
    name = found["name"]
    return f"{PREFIXES.get(name, name)}:{_operation(request, name)}"


def _operation(request: Request, service: str) -> str:
    """Return the operation; each protocol of AWS has it in another place."""
    if target := request.headers.get("X-Amz-Target"):
        return target.rpartition(".")[2]
    if "/operation/" in request.path:
        return request.path.rpartition("/")[2]
    if request.mimetype == "application/x-www-form-urlencoded":
        body = request.get_data()
        request.environ["wsgi.input"] = io.BytesIO(body)  # the handler reads the body again
        return parse_qs(body.decode())["Action"][0]
    return next(
        (
            name
            for method, path, name in _paths(service)
            if method == request.method and path.fullmatch(request.path)
        ),
        f"{request.method} {request.path}",
    )


@functools.cache
def _paths(service: str) -> list[tuple[str, re.Pattern[str], str]]:
    """Return method and path of a service's operations, those with the fewest placeholders first."""
    model = botocore.session.get_session().get_service_model(service)
    found = [(name, model.operation_model(name).http) for name in model.operation_names]
    found.sort(key=lambda item: item[1]["requestUri"].count("{"))
    return [(http["method"], _pattern(http["requestUri"].partition("?")[0]), name) for name, http in found]


def _pattern(path: str) -> re.Pattern[str]:
    """Return the pattern of a path; the last part may be an ARN, which has slashes of its own."""
    literal = list(map(re.escape, re.split(r"\{\w+\+?\}", path.rstrip("/"))))
    last = ".+" if literal[-1:] == [""] and len(literal) > 1 else None
    middle = "[^/]+".join(literal[:-1] if last else literal)
    return re.compile(f"{middle}{last or '/?'}")
