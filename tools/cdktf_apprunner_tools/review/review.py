"""The review of one environment, for every format."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner.prices import PRICES
from cdktf_apprunner_tools.review import risks
from cdktf_apprunner_tools.review.changes import Entry, drift, entries
from cdktf_apprunner_tools.review.cost import Cost, PriceOf, cost
from cdktf_apprunner_tools.review.differences import Difference
from cdktf_apprunner_tools.review.phrase import Phrase, say
from cdktf_apprunner_tools.review.plan import Change, Plan
from cdktf_apprunner_tools.review.risks import Finding
from cdktf_apprunner_tools.review.values import at, known
from cdktf_apprunner_tools.review.verdict import verdict
from cdktf_apprunner_tools.review.words import SERVICE


@frozen
class Review:
    """The review of one environment."""

    plan: Plan
    verdict: Phrase
    entries: list[Entry]
    findings: list[Finding]
    cost: Cost
    places: list[Phrase]
    """Where to look in AWS."""

    @property
    def drift(self) -> list[tuple[Change, list[Difference]]]:
        """Changes made outside of Terraform."""
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
