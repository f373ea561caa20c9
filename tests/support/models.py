"""botocore's models of AWS's APIs."""

from __future__ import annotations

import functools
from typing import Any

import botocore.session


@functools.cache
def shape(service: str, operation: str, *path: str) -> Any:
    """Return the model of an operation's request, or of a member of it."""
    model = botocore.session.get_session().get_service_model(service)
    found = model.operation_model(operation).input_shape
    for name in path:
        found = found.members[name] if found.type_name == "structure" else getattr(found, name)
    return found
