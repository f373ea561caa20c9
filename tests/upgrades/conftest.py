"""The fixtures of the local AWS."""

from tests.e2e.conftest import sandbox, shared_sandbox

__all__ = ["sandbox", "shared_sandbox"]
