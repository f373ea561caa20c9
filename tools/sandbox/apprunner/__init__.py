"""App Runner's own API, one module a resource.

Each operation is a function of the region it is called in and the request, under the operation's name in
snake case. Where a behaviour isn't plain from the API's own reference, a comment names its source.
"""

from tools.sandbox.apprunner import (
    connections,
    connectors,
    domains,
    ingress,
    metrics,
    observability,
    scaling,
    services,
    tags,
)
from tools.sandbox.apprunner.region import OPERATIONS, Region

__all__ = [
    "OPERATIONS",
    "Region",
    "connections",
    "connectors",
    "domains",
    "ingress",
    "metrics",
    "observability",
    "scaling",
    "services",
    "tags",
]
