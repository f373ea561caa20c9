"""The account that a run works in: it makes things with a record, waits, and tells refusals from failures."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import define, field, frozen
from botocore.exceptions import ClientError

from cdktf_apprunner_tools.prove.clients import Clients
from cdktf_apprunner_tools.prove.kinds import KINDS, absent, code
from cdktf_apprunner_tools.prove.record import Making, RunRecord

Found = TypeVar("Found")
UNABLE = ("AccessDenied", "UnauthorizedOperation", "ExpiredToken", "Throttl", "InternalService")
"""Parts of the codes of errors that say nothing about the request."""


class TooLateError(Exception):
    """Something didn't happen in time; the text says what."""


@frozen
class Pace:
    """How often and how long a run waits, in seconds.

    Parameters
    ----------
    first, longest
        Pause before the first look; it doubles up to the longest.
    patience
        Longest wait for one thing.
    settle
        Wait before saying that something doesn't happen.
    """

    first: float = 2
    longest: float = 15
    patience: float = 20 * 60
    settle: float = 60


LOCAL = Pace(first=0.02, longest=0.1, patience=60, settle=0.2)
"""For a local AWS."""


@define
class Account:
    """The account of a run.

    Parameters
    ----------
    domain
        A domain that custom-domain scenarios may associate; nothing is written to its DNS.
    shared
        What a scenario made for those after it, by label.
    deadline
        When the scenarios must end, so that the cost stays within the estimate; the cleaning has no deadline.
    """

    clients: Clients
    record: RunRecord
    pace: Pace = field(factory=Pace)
    domain: str | None = None
    shared: dict[str, str] = field(factory=dict)
    deadline: float = math.inf

    @property
    def region(self) -> str:
        """The region."""
        return self.record.region

    @property
    def account_id(self) -> str:
        """The id of the account."""
        return self.record.account_id

    def create(self, kind: str, label: str, *, patient: str = "", **request: Any) -> str:
        """Make a thing with this run's name and tag; the record has it before AWS does.

        An error whose text contains ``patient`` goes away in time, as that of a role that is too new.
        """
        name = self.record.named(label)
        making = self.record.before(kind, name)

        made = self.patiently(
            patient, lambda: KINDS[kind].create(self.clients, name, self.record.run, request)
        )
        self.record.made(making, made)
        return made

    def patiently(self, text: str, call: Callable[[], Found]) -> Found:
        """Make a call, again and again while its error contains the text."""

        def look() -> Found | None:
            try:
                return call()
            except ClientError as error:
                if text and text in str(error):
                    return None
                raise

        return self.wait("the call is accepted", look)

    def refusal(self, kind: str, label: str, **request: Any) -> str | None:
        """Return the code of the error that refuses a creation; ``None`` where AWS creates it."""
        return refused(lambda: self.create(kind, label, **request))

    def delete(self, kind: str, identifier: str) -> None:
        """Delete a thing that the run made, and wait until it is gone; what AWS leaves behind stays."""
        making = next(each for each in self.record.makings if (each.kind, each.id) == (kind, identifier))
        KINDS[kind].delete(self.clients, identifier)
        self.await_gone(making, identifier)
        if KINDS[kind].leftovers is None:
            self.record.deleted(making)

    def await_gone(self, making: Making, identifier: str) -> None:
        """Wait until nothing is left of a thing."""

        def gone() -> bool:
            try:
                return KINDS[making.kind].gone(self.clients, identifier)
            except ClientError as error:
                if absent(error):
                    return True
                raise

        self.wait(f"{making.kind} {making.name} is gone", gone)

    def wait(self, what: str, look: Callable[[], Found | None]) -> Found:
        """Wait until there is something, and return it."""
        pause = self.pace.first
        end, why = min(
            (time.monotonic() + self.pace.patience, f"{self.pace.patience:g} seconds are over"),
            (self.deadline, "the time of the run is over"),
        )
        while True:
            if found := look():
                return found
            if time.monotonic() > end:
                raise TooLateError(f"{why}, and it isn't true that {what}")
            time.sleep(pause)
            pause = min(pause * 2, self.pace.longest)

    def settles(self, look: Callable[[], Found | None], times: int = 1) -> Found | None:
        """Return what there is in a short time, or some times that, or ``None``."""
        end = time.monotonic() + self.pace.settle * times
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(min(self.pace.first, self.pace.settle))
        return look()

    def describe(self, arn: str) -> dict[str, Any]:
        """Describe a service."""
        found: dict[str, Any] = self.clients["apprunner"].describe_service(ServiceArn=arn)["Service"]
        return found

    def ended(self, arn: str) -> dict[str, Any]:
        """Wait until the operation on a service has ended, and describe the service."""

        def look() -> dict[str, Any] | None:
            found = self.describe(arn)
            return None if found["Status"] == "OPERATION_IN_PROGRESS" else found

        return self.wait(f"the operation on {arn.split('/')[1]} has ended", look)

    def update(self, arn: str, **request: Any) -> dict[str, Any]:
        """Update a service and wait for the end."""
        self.clients["apprunner"].update_service(ServiceArn=arn, **request)
        return self.ended(arn)


def refused(call: Callable[[], object]) -> str | None:
    """Return the code of the error that refuses a call; ``None`` where it is accepted."""
    try:
        call()
    except ClientError as error:
        if any(part in code(error) for part in UNABLE):
            raise
        return code(error)
    return None
