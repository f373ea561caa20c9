"""Deletion of everything that a run made, and of nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from botocore.exceptions import BotoCoreError, ClientError

from cdktf_apprunner_tools.prove.account import Account, TooLateError
from cdktf_apprunner_tools.prove.exchange import redact
from cdktf_apprunner_tools.prove.kinds import KINDS, absent, code
from cdktf_apprunner_tools.prove.record import TAG, Making

BUSY = ("InUse", "DependencyViolation", "InvalidState", "InvalidRequest", "OperationInProgress", "Conflict")
"""Parts of the codes of errors that go away when something else is deleted."""


def clean(account: Account, say: Callable[[str], object] = lambda line: None) -> list[str]:
    """Delete what the record holds, latest first; return a line for each thing that is left."""
    account.clients.exchange.scenario = None
    account.deadline = math.inf
    return [line for making in reversed(account.record.left) for line in _clean(account, making, say)]


def _clean(account: Account, making: Making, say: Callable[[str], object]) -> Iterator[str]:
    title = f"{making.kind} {making.name}"
    try:
        for identifier in _own(account, making):
            say(f"deletes {title}")
            _delete(account, making, identifier)
        if leftovers := KINDS[making.kind].leftovers:
            leftovers(account.clients, making.name)
    except (ClientError, BotoCoreError, TooLateError, LookupError) as error:
        yield f"{title} couldn't be deleted: {redact(str(error))}"
    except ForeignError:
        yield f"{title} isn't this run's: it hasn't its tag; nothing was deleted"
    else:
        account.record.deleted(making)


class ForeignError(Exception):
    """A thing has the name, but not the tag of the run."""


def _own(account: Account, making: Making) -> list[str]:
    """Return the ids of a thing; none if it doesn't exist."""
    kind = KINDS[making.kind]
    own: list[str] = []
    try:
        for identifier in [making.id] if making.id else kind.find(account.clients, making.name):
            if kind.tags(account.clients, identifier).get(TAG) != account.record.run:
                raise ForeignError
            own.append(identifier)
    except ClientError as error:
        if not absent(error):
            raise
    return own


def _delete(account: Account, making: Making, identifier: str) -> None:
    kind = KINDS[making.kind]

    def deleted() -> bool:
        try:
            kind.delete(account.clients, identifier)
        except ClientError as error:
            if not any(part in code(error) for part in BUSY):
                return _is_absent(error)
            return False
        return True

    account.wait(f"{making.kind} can be deleted", deleted)
    account.await_gone(making, identifier)


def _is_absent(error: ClientError) -> bool:
    if not absent(error):
        raise error
    return True
