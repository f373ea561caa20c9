"""The comment in GitHub's Markdown, below GitHub's limit even for a large plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from attrs import frozen

from cdktf_apprunner_tools.review.changes import Entry, changed_settings
from cdktf_apprunner_tools.review.cost import Cost
from cdktf_apprunner_tools.review.phrase import Phrase, display, printable
from cdktf_apprunner_tools.review.picture import picture
from cdktf_apprunner_tools.review.plan import Change, Kind
from cdktf_apprunner_tools.review.redact import UNKNOWN, Sensitive
from cdktf_apprunner_tools.review.review import Review
from cdktf_apprunner_tools.review.risks import RISKS, Finding, Level
from cdktf_apprunner_tools.review.words import called

LIMIT = 65_536
"""Characters that GitHub accepts in one comment."""
MARKER = "<!-- planreview -->"
"""The first line. It keeps an old name of the review, since programs find existing comments by it."""
SIGNS = {Level.HIGH: "🔴", Level.MEDIUM: "🟠", Level.LOW: "🔵"}
NAMES_OF_ENTRY = 5
PLACES_OF_RISK = (20, 5, 1)
"""How many places of one risk are listed: fewer where the comment gets too long."""
ENVIRONMENTS_OF_RISK = 5
MORE = "More doesn't fit in a comment: `terraform show` prints the whole plan."
END_OF_FOLD = "\n</details>\n\n"
BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


def code(text: str) -> str:
    """Write a value as code, so that nothing in it is Markdown, HTML, a mention or the end of a cell.

    In a table a pipe ends the cell even in a code span, and a backtick ends the span. A value with one of
    them is written as HTML, with its signs as character references.
    """
    if "`" not in text and "|" not in text and "\\" not in text and text == text.strip() and text:
        return f"`{text}`"
    signs = (char if char.isalnum() or char == " " else f"&#{ord(char)};" for char in text)
    return f"<code>{''.join(signs)}</code>"


def markdown(reviews: Sequence[Review], limit: int = LIMIT) -> str:
    """Write one comment on all environments.

    Verdicts and risks come first and are complete. The other parts share the rest of the limit, so a small
    environment is complete even beside a large one.
    """
    sections = [_Section(review) for review in reviews]
    for places in PLACES_OF_RISK:
        heads = [section.head(places) for section in sections]
        left = limit - _length([MARKER, *heads])
        if left >= 0:
            break
    else:
        return _risks_alone(reviews)
    bodies: dict[int, str] = {}
    pending = sorted(range(len(sections)), key=lambda number: len(reviews[number].plan.changed))
    for position, number in enumerate(pending):
        bodies[number] = sections[number].body(left // (len(pending) - position))
        left -= len(bodies[number])
    written = [head + bodies[number] for number, head in enumerate(heads)]
    return "\n".join([MARKER, *written]).rstrip("\n") + "\n"


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) + 1 for text in texts)


def _risks_alone(reviews: Sequence[Review]) -> str:
    """Write only the risks, for so many environments that nothing else fits."""
    lines = [MARKER, f"{len(reviews)} environments: too many for one comment. Their risks:", ""]
    for risk in RISKS.values():
        names = [item.plan.name for item in reviews for found in item.findings if found.risk == risk]
        if names:
            shown = ", ".join(_heading(name) for name in names[:ENVIRONMENTS_OF_RISK])
            more = len(names) - ENVIRONMENTS_OF_RISK
            where = f"{shown} and {more} more" if more > 0 else shown
            lines.append(f"- {SIGNS[risk.level]} **{risk.name}** ({risk.level}) in {where}")
    return "\n".join([*lines, ""])


def _heading(name: str) -> str:
    shown = name if len(name) <= 64 else name[:63] + "…"  # noqa: PLR2004  # a longer heading is hard to read
    return shown if BARE.fullmatch(shown) else code(printable(shown))


@frozen
class _Section:
    """The section of one environment."""

    review: Review

    def quote(self, value: Any) -> str:
        """Write a value of the plan as code; where it can't be shown, write our own words."""
        text = display(value, self.review.plan.secrets)
        return (
            f"*{text}*" if value is None or value is UNKNOWN or isinstance(value, Sensitive) else code(text)
        )

    def write(self, phrase: Phrase) -> str:
        return phrase.write(self.quote)

    def head(self, places: int) -> str:
        """Write the part that is never left out: name, verdict, facts, risks."""
        review = self.review
        lines = [f"## {_heading(review.plan.name)}", "", f"**{self.write(review.verdict)}**", ""]
        facts = list(self._facts())
        lines += [" · ".join(facts), ""] if facts else []
        if review.findings:
            lines += ["| Risk | Level | Where |", "|---|---|---|"]
            lines += [self._risk(finding, places) for finding in review.findings]
            lines.append("")
        return "\n".join([*lines, ""])

    def _facts(self) -> Iterator[str]:
        review = self.review
        if review.deploys is not None:
            yield "App Runner deploys with this apply" if review.deploys else "App Runner deploys nothing"
        if cost := cost_in_words(review.cost):
            yield f"a month: {cost}"

    def _risk(self, finding: Finding, places: int) -> str:
        shown = [self.write(place) for place in finding.places[:places]]
        if len(finding.places) > places:
            shown.append(f"and {len(finding.places) - places} more")
        sign = SIGNS[finding.risk.level]
        return f"| {sign} **{finding.risk.name}** | {finding.risk.level} | {'<br>'.join(shown)} |"

    def body(self, budget: int) -> str:
        """Write the other parts as far as they fit."""
        parts: list[str] = []
        for write in (self._changes, self._drift, self._picture, self._details):
            left = budget - sum(map(len, parts))
            part = write(left)
            parts += [part] if len(part) <= left else []
        return "".join(parts)

    def _changes(self, budget: int) -> str:
        rows = (row for entry in self.review.entries for row in self._rows(entry))
        return _table(["| | Resource | Setting | Before | After |", "|---|---|---|---|---|"], rows, budget)

    def _rows(self, entry: Entry) -> Iterator[str]:
        resource = f"{self.write(called(entry.type, len(entry.names)))} {self._names(entry.names)}"
        kind = str(entry.kind)
        if not entry.rows:
            yield f"| {kind} | {resource} | | | |"
        for row in entry.rows:
            cells = (self.write(part) for part in (row.setting, row.before, row.after))
            yield f"| {kind} | {resource} | {' | '.join(cells)} |"
            kind, resource = "", ""

    def _names(self, names: list[Any]) -> str:
        shown = ", ".join(map(self.quote, names[:NAMES_OF_ENTRY]))
        more = len(names) - NAMES_OF_ENTRY
        return f"{shown} and {more} more" if more > 0 else shown

    def _drift(self, budget: int) -> str:
        if not self.review.drift:
            return ""
        rows = (
            f"| {self.quote(change.address)} | {self.quote(found.label)} "
            f"| {self.quote(found.before)} | {self.quote(found.after)} |"
            for change, settings in self.review.drift
            for found in settings
        )
        head = [
            "Changed outside of Terraform:",
            "",
            "| Resource | Setting | Applied | Found |",
            "|---|---|---|---|",
        ]
        return _table(head, rows, budget)

    def _picture(self, budget: int) -> str:
        if not self.review.entries:
            return ""
        drawn = f"{_folded('Picture')}```mermaid\n{picture(self.review.plan)}\n```\n{END_OF_FOLD}"
        return drawn if len(drawn) <= budget else ""

    def _details(self, budget: int) -> str:
        """Write the folded part: every change with its address, where to look, the source of the prices."""
        review = self.review
        changed = review.plan.changed
        lines = [f"- {self.write(place)}" for place in review.places]
        if review.cost.source:
            lines.append(
                f"- Prices: {review.cost.source}. The lower cost is idle: the memory of the fewest "
                "instances. The higher cost is busy: the most instances, all active. Traffic and other "
                "services are extra"
            )
        if not changed and not lines:
            return ""
        count = f"{len(changed)} change{'' if len(changed) == 1 else 's'}"
        head = _folded(f"In full: {count}, where to look")
        each = (line for change in changed for line in self._detail(change))
        return head + _fitting(lines, each, budget - len(head) - len(END_OF_FOLD)) + END_OF_FOLD

    def _detail(self, change: Change) -> Iterator[str]:
        yield f"- {self.quote(change.address)} {change.kind}"
        if change.kind in (Kind.CHANGED, Kind.REPLACED, Kind.ADOPTED):
            for found in changed_settings(change):
                yield f"  - {self.quote(found.label)}: {self.quote(found.before)} → {self.quote(found.after)}"


def cost_in_words(cost: Cost) -> str:
    """Write the services' monthly cost, before and after."""
    before, after = (None if side is None else str(side) for side in (cost.before, cost.after))
    if before == after or (before is None and after is not None):
        return after or ""
    return f"{after or 'nothing'} instead of {before}"


def _folded(summary: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n"


def _table(head: list[str], rows: Iterator[str], budget: int) -> str:
    """Write a table as far as it fits, or nothing where it has no row."""
    first = next(rows, None)
    return "" if first is None else _fitting(head, chain([first], rows), budget) + "\n"


def _fitting(head: list[str], lines: Iterable[str], budget: int) -> str:
    """Return the lines that fit, with a note where some don't fit."""
    written = [*head]
    left = budget - _length(head) - len(MORE) - 2
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            written += ["", MORE]
            break
        written.append(line)
    return "\n".join(written) + "\n"
