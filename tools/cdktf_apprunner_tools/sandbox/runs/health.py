"""Health checks, by the rules of a service's ``HealthCheckConfiguration``.

https://docs.aws.amazon.com/apprunner/latest/dg/manage-configure-healthcheck.html
"""

from __future__ import annotations

import http.client
import socket
import time
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from attrs import define, frozen

from cdktf_apprunner_tools.sandbox.runs import HOST

if TYPE_CHECKING:
    from cdktf_apprunner_tools.sandbox.apprunner.records import Record

SHORTEST_TIMEOUT = 1
"""Seconds, even in a sandbox with shorter minutes: the application doesn't run faster there."""
SHORTEST_INTERVAL = 0.05
START_SECONDS = 10
"""Time in which an instance may start, before failed checks count.

On AWS a check that never succeeds fails a deployment only after some six minutes, with the default of 5
times 5 seconds too (aws/apprunner-roadmap#210: from 07:52:22 to 07:58:27).
"""


class State(Enum):
    """What is known of an instance."""

    UNKNOWN = "unknown"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    ENDED = "ended"


@frozen
class Check:
    """The configuration of a service's health check.

    Parameters
    ----------
    configured
        The record ``HealthCheckConfiguration``.
    port
        The port of the service.
    minute
        Length of a minute in the sandbox, in seconds.
    """

    configured: Record
    port: int
    minute: float = 60

    @property
    def interval(self) -> float:
        """Seconds between two checks."""
        return max(SHORTEST_INTERVAL, float(self.configured["Interval"]) * self.minute / 60)

    @property
    def timeout(self) -> float:
        """Seconds after which a check without an answer has failed."""
        return max(SHORTEST_TIMEOUT, float(self.configured["Timeout"]) * self.minute / 60)

    @property
    def described(self) -> str:
        """The check as App Runner's log lines name it."""
        if self.configured["Protocol"] == "TCP":
            return f"protocol `TCP` [Port: '{self.port}']"
        return f"protocol `HTTP` [Path: '{self.configured['Path']}'], [Port: '{self.port}']"

    def succeeds(self, port: int) -> bool:
        """Whether a check of the application on a local port succeeds.

        Which HTTP statuses are healthy is not documented (aws/apprunner-roadmap#91). 401 isn't (#110 there).
        Envoy, App Runner's proxy, takes only 200 unless it is told otherwise (aws/aws-app-mesh-roadmap#396).
        """
        try:
            if self.configured["Protocol"] == "TCP":
                socket.create_connection((HOST, port), self.timeout).close()
                return True
            connection = http.client.HTTPConnection(HOST, port, timeout=self.timeout)
            try:
                connection.request("GET", self.configured["Path"])
                return connection.getresponse().status == http.HTTPStatus.OK
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, ValueError):  # ValueError: a path with a space
            return False


@define
class Health:
    """The state of an instance after the checks so far."""

    check: Check
    state: State = State.UNKNOWN
    counted: bool = False
    """Whether any check counted."""
    _good: int = 0
    _bad: int = 0

    def count(self, *, succeeded: bool) -> State:
        """Count a check; as many in a row as the threshold says change the state."""
        self.counted = True
        self._good, self._bad = (self._good + 1, 0) if succeeded else (0, self._bad + 1)
        if self._good >= self.check.configured["HealthyThreshold"]:
            self.state = State.HEALTHY
        elif self._bad >= self.check.configured["UnhealthyThreshold"]:
            self.state = State.UNHEALTHY
        return self.state


class Checked(Protocol):
    """The part of an instance that its checks use."""

    port: int

    @property
    def exit_code(self) -> int | None:
        """The exit code; ``None`` while it runs."""

    def listens(self) -> bool:
        """Whether it has started."""


@define
class Watch:
    """The health of one instance, from its start.

    A failed check doesn't count while the instance starts: until it listens anywhere, at most for
    `START_SECONDS`.
    """

    instance: Checked
    health: Health
    _start: float = 0

    def look(self) -> State:
        """Check once and return what is known now."""
        self._start = self._start or time.monotonic()
        if self.instance.exit_code is not None:
            return State.ENDED
        succeeded = self.health.check.succeeds(self.instance.port)
        starting = not self.health.counted and time.monotonic() - self._start < START_SECONDS
        if succeeded or not starting or self.instance.listens():
            self.health.count(succeeded=succeeded)
        return self.health.state
