"""What production keeps to, rule by rule; each can be waived, with a reason that the plan shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from cdktf_apprunner import EcrPublicImage, Problem, Rollout, limits
from cdktf_apprunner.errors import check_kind
from cdktf_apprunner.scaling import bounds

if TYPE_CHECKING:
    from environments.environment import Environment

FEWEST_INSTANCES = 2


@frozen
class Rule:
    """One rule: the field it is about, when it holds, and what to do where it doesn't."""

    name: str
    field: str
    holds: Callable[[Environment], bool]
    allowed: str
    advice: str
    page: str


def _has_enough_instances(environment: Environment) -> bool:
    known_bounds = bounds(environment.scaling)
    if known_bounds is None:
        return True  # by ARN
    smallest = known_bounds.min_size
    known = not limits.is_token(smallest) and not limits.MIN_SIZE.check("min_size", smallest)
    return not known or smallest >= FEWEST_INSTANCES


def _is_pinned(environment: Environment) -> bool:
    """Whether only an apply changes what runs: the plan resolves a tag of ECR to its digest."""
    image = environment.image
    if isinstance(image, EcrPublicImage):
        return image.tag is None
    return image.rollout is Rollout.ON_APPLY


RULES = (
    Rule(
        "latest-tag",
        "image",
        lambda environment: getattr(environment.image, "tag", None) != "latest",
        "the tag says which version runs",
        "Name a version",
        f"{limits.GUIDE}/service-source-image.html",
    ),
    Rule(
        "pinned-image",
        "image",
        _is_pinned,
        "only an apply changes what runs",
        "Use Rollout.ON_APPLY, whose plan resolves the tag to a digest; give a digest to one of ECR Public",
        f"{limits.GUIDE}/manage-deploy.html",
    ),
    Rule(
        "min-instances",
        "scaling",
        _has_enough_instances,
        f"at least {FEWEST_INSTANCES} instances are provisioned",
        f"Set min_size to {FEWEST_INSTANCES} or more",
        f"{limits.GUIDE}/manage-autoscaling.html",
    ),
    Rule(
        "log-retention",
        "log_retention",
        lambda environment: environment.log_retention is not None,
        "logs have a retention",
        "Set LogRetention(days=…)",
        f"{limits.GUIDE}/monitor-cwl.html",
    ),
    Rule(
        "alarms",
        "alarms",
        lambda environment: environment.alarms is not None,
        "somebody is told when something is wrong",
        "Set Alarms(topic=…)",
        f"{limits.GUIDE}/monitor-cw.html",
    ),
    Rule(
        "deletion-protection",
        "deletion_protection",
        lambda environment: environment.deletion_protection,
        "Terraform may neither destroy nor replace the service",
        "Set deletion_protection=True",
        "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
    ),
)


@frozen(kw_only=True)
class Production:
    """The guard of a production environment.

    Parameters
    ----------
    waive
        Reasons by rule, for rules that don't hold here; they stand in the plan as output ``waived``.
        Rules: ``latest-tag``, ``pinned-image``, ``min-instances``, ``log-retention``,
        ``alarms``, ``deletion-protection``.

    Examples
    --------
    >>> Production(waive={"min-instances": "A nightly job; nobody waits for it"}).waive
    {'min-instances': 'A nightly job; nobody waits for it'}
    """

    waive: Mapping[str, str] = field(factory=dict)

    def problems(self, environment: Environment, wrong: Collection[str]) -> list[Problem]:
        """Find rules that don't hold and aren't waived, and waivers that waive nothing.

        Of fields that are wrong anyway nothing is said.
        """
        if problems := check_kind("waive", self.waive, Mapping):
            return problems
        held = {rule.name: rule.field in wrong or rule.holds(environment) for rule in RULES}
        return [*self._check_waivers(held), *self._check_rules(environment, held)]

    def _check_rules(self, environment: Environment, held: Mapping[str, bool]) -> list[Problem]:
        return [
            Problem(
                rule.field,
                getattr(environment, rule.field),
                f"in production {rule.allowed}",
                f'{rule.advice}, or waive "{rule.name}" with a reason',
                rule.page,
            )
            for rule in RULES
            if rule.name not in self.waive and not held[rule.name]
        ]

    def _check_waivers(self, held: Mapping[str, bool]) -> list[Problem]:
        problems = []
        for name, reason in self.waive.items():
            where = f"waive[{name!r}]"
            if name not in held:
                problems.append(Problem("waive", name, f"the rules are {', '.join(held)}"))
            elif not isinstance(reason, str) or not reason.strip():
                problems.append(Problem(where, reason, "allowed is a reason in words"))
            elif held[name]:
                problems.append(
                    Problem(where, reason, "the rule holds, so nothing is waived", "Leave it out")
                )
        return problems
