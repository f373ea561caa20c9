"""A Mermaid diagram of the environment that marks the changes."""

from __future__ import annotations

from collections import defaultdict

from cdktf_apprunner_tools.review.plan import Kind, Plan
from cdktf_apprunner_tools.review.words import WORDS

ORDER = (Kind.DESTROYED, Kind.REPLACED, Kind.NEW, Kind.CHANGED, Kind.ADOPTED, Kind.FORGOTTEN, Kind.MOVED)
"""Several resources share one box; the first of these kinds among them marks it."""
EDGES = (
    ("aws_apprunner_custom_domain_association", "aws_apprunner_service", "-->"),
    ("aws_route53_record", "aws_apprunner_custom_domain_association", "-->"),
    ("aws_apprunner_vpc_ingress_connection", "aws_apprunner_service", "-->"),
    ("aws_wafv2_web_acl_association", "aws_apprunner_service", "-->"),
    ("aws_apprunner_service", "aws_apprunner_auto_scaling_configuration_version", "-->"),
    ("aws_apprunner_service", "aws_apprunner_vpc_connector", "-->"),
    ("aws_apprunner_vpc_connector", "aws_security_group", "-->"),
    ("aws_apprunner_service", "aws_iam_role", "-->"),
    ("aws_iam_role", "aws_iam_role_policy", "---"),
    ("aws_iam_role", "aws_iam_role_policy_attachment", "---"),
    ("aws_apprunner_service", "aws_apprunner_observability_configuration", "-->"),
    ("aws_apprunner_service", "aws_cloudwatch_log_group", "-.->"),
    ("aws_scheduler_schedule", "aws_cloudwatch_log_group", "-->"),
    ("aws_cloudwatch_metric_alarm", "aws_apprunner_service", "-->"),
    ("aws_ecr_repository", "aws_apprunner_service", "-->"),
    ("aws_ecr_repository", "aws_ecr_lifecycle_policy", "---"),
)
COLOURS = {
    Kind.NEW: "#2da44e",
    Kind.CHANGED: "#bf8700",
    Kind.REPLACED: "#cf222e",
    Kind.DESTROYED: "#cf222e",
    Kind.ADOPTED: "#0969da",
}
DASHED = {Kind.DESTROYED}


def picture(plan: Plan) -> str:
    """Draw one box for each type of resource, with only our own words and numbers."""
    kinds: dict[str, list[Kind]] = defaultdict(list)
    for change in plan.changes:
        kinds[change.type if change.type in WORDS else "others"].append(change.kind)
    lines = [
        "flowchart LR",
        *(f"    {_box(name, kinds[name])}" for name in (*WORDS, "others") if name in kinds),
    ]
    lines += [f"    {one} {edge} {other}" for one, other, edge in EDGES if one in kinds and other in kinds]
    marks = {_mark(found) for found in kinds.values()}
    lines += [f"    classDef {kind} {_style(kind)}" for kind in COLOURS if kind in marks]
    return "\n".join(lines)


def _mark(kinds: list[Kind]) -> Kind:
    return next((kind for kind in ORDER if kind in kinds), Kind.UNCHANGED)


def _box(name: str, kinds: list[Kind]) -> str:
    singular, plural = WORDS.get(name, ("other resource", "other resources"))
    words = singular if len(kinds) == 1 else f"{len(kinds)} {plural}"
    mark = _mark(kinds)
    count = kinds.count(mark)
    label = str(mark) if count == len(kinds) else f"{count} {mark}"
    return f'{name}["{words}"]' if mark is Kind.UNCHANGED else f'{name}["{words}<br>{label}"]:::{mark}'


def _style(kind: Kind) -> str:
    dashes = ",stroke-dasharray:6 4" if kind in DASHED else ""
    return f"stroke:{COLOURS[kind]},stroke-width:3px{dashes}"
