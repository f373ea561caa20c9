"""Everything a review says of one environment, in whatever format."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner.prices import PRICES
from tools.planreview import risks
from tools.planreview.changes import Entry, drift, entries
from tools.planreview.cost import Cost, PriceOf, cost
from tools.planreview.differences import Difference
from tools.planreview.phrase import Phrase, say
from tools.planreview.plan import Change, Plan
from tools.planreview.risks import Finding
from tools.planreview.values import at, known
from tools.planreview.verdict import verdict
from tools.planreview.words import SERVICE


@frozen
class Review:
    """One environment."""

    plan: Plan
    verdict: Phrase
    entries: list[Entry]
    findings: list[Finding]
    cost: Cost
    places: list[Phrase]
    """Where to look."""

    @property
    def drift(self) -> list[tuple[Change, list[Difference]]]:
        """What others did."""
        return drift(self.plan)

    @property
    def deploys(self) -> bool | None:
        """Whether App Runner deploys with the apply; ``None`` where there is no service."""
        services = self.plan.of(SERVICE)
        return any(map(risks.deploys, services)) if services else None


def review(plan: Plan, price_of: PriceOf = PRICES.get) -> Review:
    """Review one plan."""
    return Review(
        plan,
        verdict(plan),
        entries(plan),
        risks.find(plan),
        cost(plan, price_of),
        [place for service in plan.of(SERVICE)[:3] for place in _places(service)],
    )


def _places(service: Change) -> list[Phrase]:
    names = ("service_url", "service_name", "service_id")
    sides = ([at(side, name) for name in names] for side in (service.after, service.before))
    url, name, service_id = next((side for side in sides if all(map(known, side))), (None, None, None))
    if url is None:
        return []
    return [
        say("The service: {}", f"https://{url}"),
        say("What App Runner does: log group {}", f"/aws/apprunner/{name}/{service_id}/service"),
    ]
