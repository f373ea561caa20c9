"""A run: all scenarios of some tiers, one after another, and then the cleaning."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from attrs import define, field, frozen
from botocore.exceptions import BotoCoreError, ClientError

from cdktf_apprunner_tools.prove.account import Account, TooLateError
from cdktf_apprunner_tools.prove.cleaning import clean
from cdktf_apprunner_tools.prove.exchange import Call, redact
from cdktf_apprunner_tools.prove.scenarios import SCENARIOS, Fact, Scenario
from cdktf_apprunner_tools.sandbox.settings import unknowns

Say = Callable[[str], object]


@frozen
class Seen:
    """A fact with the scenario that saw it, and the last call before it."""

    scenario: str
    fact: Fact
    call: Call | None


@define
class Outcome:
    """What a run saw.

    Parameters
    ----------
    seen
        All facts.
    broken
        The scenarios that ended with an error, each with its text.
    left
        A line for each thing that couldn't be deleted.
    interrupted
        Whether Ctrl-C ended the scenarios.
    """

    seen: list[Seen] = field(factory=list)
    broken: dict[str, str] = field(factory=dict)
    left: list[str] = field(factory=list)
    interrupted: bool = False

    @property
    def differences(self) -> list[Seen]:
        """The facts that differ from the local AWS."""
        return [each for each in self.seen if each.fact.differs]

    @property
    def decided(self) -> dict[str, Seen]:
        """The unknowns of the local AWS that were decided."""
        return {each.fact.name: each for each in self.seen if each.fact.name in unknowns()}

    @property
    def good(self) -> bool:
        """Whether nothing differs, nothing failed and nothing is left."""
        return not (self.differences or self.broken or self.left or self.interrupted)


def run(
    account: Account, scenarios: Iterable[Scenario] | None = None, say: Say = lambda line: None
) -> Outcome:
    """Run scenarios, by default all, and delete everything that they made, also after Ctrl-C.

    Parameters
    ----------
    account
        Where they run.
    say
        Gets a line about each step.
    """
    outcome = Outcome()
    chosen = list(SCENARIOS.values() if scenarios is None else scenarios)
    account.deadline = time.monotonic() + 60 * sum(each.minutes for each in chosen)
    try:
        for each in chosen:
            if time.monotonic() > account.deadline:
                outcome.broken[each.name] = "the time of the run was over before it"
                continue
            say(f"{each.tier}: {each.title}")
            _run(account, each, outcome)
    except KeyboardInterrupt:
        outcome.interrupted = True
        say("interrupted")
    finally:
        say("deletes what it made" if account.record.left else "nothing to delete")
        outcome.left = clean(account, say)
    return outcome


def _run(account: Account, scenario: Scenario, outcome: Outcome) -> None:
    exchange = account.clients.exchange
    exchange.scenario = scenario.name
    begun = len(exchange.calls)
    try:
        for fact in scenario.run(account):
            call = exchange.calls[-1] if len(exchange.calls) > begun else None
            outcome.seen.append(Seen(scenario.name, fact, call))
    except (ClientError, BotoCoreError, TooLateError, LookupError, ValueError) as error:
        outcome.broken[scenario.name] = str(redact(f"{type(error).__name__}: {error}"))
    finally:
        exchange.scenario = None
