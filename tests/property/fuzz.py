"""Thousands of random environments: ``python -m tests.property.fuzz --cases 10000 --seed 1``."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.property.batch import Judges
from tests.property.cases import Case, cases

BATCH = 700
ARGUMENTS = {"guard": "waive"}
"""Fields whose problems name an argument of the value."""


def drawn(count: int, start: int) -> list[Case]:
    """Draw cases; the same seed draws the same ones."""
    found: list[Case] = []

    @seed(start)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def keep(case: Case) -> None:
        found.append(case)

    keep()
    return found


def unexplained(case: Case) -> str | None:
    """Return what is wrong with a refusal: of a legal case, without the field, or with a problem twice."""
    if case.environment is not None:
        return None
    texts = [str(problem) for problem in case.problems]
    if len(set(texts)) < len(texts):
        return f"repeated: {'; '.join(texts)}"
    named = {problem.field.partition("[")[0] for problem in case.problems}
    if case.broken is None:
        return f"legal, and refused: {'; '.join(map(str, case.problems))}"
    wanted = ARGUMENTS.get(case.broken, case.broken)
    if wanted not in named or any(problem.field not in str(problem) for problem in case.problems):
        return f"{case.broken} isn't named: {'; '.join(map(str, case.problems))}"
    return None


def batches(found: list[Case]) -> Iterator[list[Case]]:
    """Yield the accepted cases in batches."""
    accepted = [case for case in found if case.environment is not None]
    for start in range(0, len(accepted), BATCH):
        yield accepted[start : start + BATCH]


@click.command()
@click.option("--cases", "count", default=10_000, help="How many environments are drawn.")
@click.option("--seed", "start", default=1, help="The first seed; each thousand has its own.")
def main(count: int, start: int) -> None:
    """Draw environments: accepted ones must be accepted everywhere, refusals must name the field."""
    began = time.monotonic()
    accepted = refused = 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        judges = Judges(Path(folder))
        for number, size in enumerate([1000] * (count // 1000) + [count % 1000] * bool(count % 1000)):
            found = drawn(size, start + number)
            wrong += [text for case in found if (text := unexplained(case))]
            for batch in batches(found):
                rejected = judges.rejections(batch)
                wrong += rejected
                accepted += len(batch)
            refused += sum(case.environment is None for case in found)
            click.echo(
                f"seed {start + number}: {accepted} accepted, {refused} refused, {len(wrong)} wrong, "
                f"{time.monotonic() - began:.0f} s"
            )
    for text in wrong[:50]:
        click.echo(text[:2000])
    click.echo(f"{accepted + refused} cases: {accepted} accepted, {refused} refused, each naming its field.")
    click.echo(f"accepted and then rejected by anybody: {len(wrong)}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
