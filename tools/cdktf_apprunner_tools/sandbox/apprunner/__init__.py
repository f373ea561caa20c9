"""App Runner's API, one module per resource.

Each operation is a function of a region and a request. Its name is the operation's name in snake case.
Where AWS's API reference doesn't explain a behaviour, a comment names its source.
"""

from cdktf_apprunner_tools.sandbox.apprunner import (
    clock,
    connections,
    connectors,
    deployments,
    domains,
    ingress,
    metrics,
    observability,
    scaling,
    services,
    tags,
)
from cdktf_apprunner_tools.sandbox.apprunner.region import OPERATIONS, Region

__all__ = [
    "OPERATIONS",
    "Region",
    "clock",
    "connections",
    "connectors",
    "deployments",
    "domains",
    "ingress",
    "metrics",
    "observability",
    "scaling",
    "services",
    "tags",
]
