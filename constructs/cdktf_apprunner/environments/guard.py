"""Rules that a production environment must follow. A reason waives a rule; the plan shows the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from attrs import field, frozen

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.scaling import bounds
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.sources.source import Source

FEWEST_INSTANCES = 2


@frozen
class Rule:
    """One rule: its field, when it holds, and what to do if it is broken."""

    name: str
    field: str
    holds: Callable[[ServiceSettings, Source], bool]
    allowed: str
    advice: str
    page: str


def _has_enough_instances(settings: ServiceSettings, image: Source) -> bool:
    known_bounds = bounds(settings.scaling)
    if known_bounds is None:
        return True  # the bounds of an ARN aren't known
    smallest = known_bounds.min_size
    known = not is_token(smallest) and not limits.MIN_SIZE.check("min_size", smallest)
    return not known or smallest >= FEWEST_INSTANCES


RULES = (
    Rule(
        "latest-tag",
        "image",
        lambda settings, image: image.tag != "latest",
        "the tag must name a version",
        "Use a tag such as v1.4.2",
        f"{limits.GUIDE}/service-source-image.html",
    ),
    Rule(
        "pinned-image",
        "image",
        lambda settings, image: image.pinned,
        "only an apply may change what runs",
        "Use Rollout.ON_APPLY; name an image of ECR Public by its digest",
        f"{limits.GUIDE}/manage-deploy.html",
    ),
    Rule(
        "min-instances",
        "scaling",
        _has_enough_instances,
        f"at least {FEWEST_INSTANCES} instances must be provisioned",
        f"Set min_size to {FEWEST_INSTANCES} or more",
        f"{limits.GUIDE}/manage-autoscaling.html",
    ),
    Rule(
        "log-retention",
        "log_retention",
        lambda settings, image: settings.log_retention is not None,
        "logs must have a retention",
        "Set LogRetention(days=…)",
        f"{limits.GUIDE}/monitor-cwl.html",
    ),
    Rule(
        "kept-logs",
        "log_retention",
        lambda settings, image: not settings.log_retention or settings.log_retention.keep is not False,
        "the logs must outlive the service",
        "Leave out keep=False",
        f"{limits.GUIDE}/monitor-cwl.html",
    ),
    Rule(
        "alarms",
        "alarms",
        lambda settings, image: settings.alarms is not None,
        "alarms must notify somebody",
        "Set Alarms(topic=…)",
        f"{limits.GUIDE}/monitor-cw.html",
    ),
    Rule(
        "deletion-protection",
        "deletion_protection",
        lambda settings, image: settings.deletion_protection,
        "Terraform must not destroy or replace the service",
        "Set deletion_protection=True",
        "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
    ),
)


@frozen(kw_only=True)
class Production:
    """The rules of a production environment, and those that don't apply to it.

    Parameters
    ----------
    waive
        The reason for each rule that doesn't apply here; default none. The plan shows the reasons as the
        output ``waived``. Rules: ``latest-tag``, ``pinned-image``, ``min-instances``, ``log-retention``,
        ``kept-logs``, ``alarms``, ``deletion-protection``.

    Examples
    --------
    >>> Production(waive={"min-instances": "A nightly job; nobody waits for it"}).waive
    {'min-instances': 'A nightly job; nobody waits for it'}
    """

    waive: Mapping[str, str] = field(factory=dict)

    def problems(self, settings: ServiceSettings, image: Source, wrong: Collection[str]) -> list[Problem]:
        """Find rules that are broken and not waived, and waivers of rules that hold.

        Fields that already have a problem are skipped: ``wrong`` names them.
        """
        if problems := check_kind("waive", self.waive, Mapping):
            return problems
        held = {rule.name: rule.field in wrong or rule.holds(settings, image) for rule in RULES}
        return [
            *self._check_waivers(held),
            *(
                Problem(
                    rule.field,
                    image if rule.field == "image" else getattr(settings, rule.field),
                    f"in production {rule.allowed}",
                    f'{rule.advice}, or waive "{rule.name}" with a reason',
                    rule.page,
                )
                for rule in RULES
                if rule.name not in self.waive and not held[rule.name]
            ),
        ]

    def _check_waivers(self, held: Mapping[str, bool]) -> list[Problem]:
        problems = []
        for name, reason in self.waive.items():
            where = f"waive[{name!r}]"
            if name not in held:
                problems.append(Problem("waive", name, f"allowed are {', '.join(held)}"))
            elif not isinstance(reason, str) or not reason.strip():
                problems.append(Problem(where, reason, "allowed is a reason as a text, not empty"))
            elif held[name]:
                problems.append(
                    Problem(where, reason, "the rule isn't broken, so a waiver has no effect", "Leave it out")
                )
        return problems
