"""The page: operations and their evidence, what isn't known, and what became of the model's sentences."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import fields
from botocore import xform_name

from cdktf_apprunner_tools.docs.coverage.sentences import KINDS, places, raw_model, row, table
from cdktf_apprunner_tools.sandbox.apprunner import OPERATIONS
from cdktf_apprunner_tools.sandbox.settings import Settings, unknowns

REFERENCE = "https://docs.aws.amazon.com/apprunner/latest/api/API_"
HEAD = """<!-- Made by `make docs`; its tables are in `cdktf_apprunner_tools/docs/coverage`. -->

# What the local AWS knows of App Runner

Nothing here was compared with real AWS. [The local AWS](sandbox.md) answers as public texts say: the API's
model, AWS's guides, code that works with the API, and reports of users. This page says for each operation
what it was checked against and what stays open, and then what each sentence of the API's model became.

## Operations

`test_provider.py` runs every App Runner resource of the Terraform provider, and `test_cli_examples.py` runs
every example of the AWS CLI.

| Operation | Implemented | Checked against | Not validated |
|---|---|---|---|
"""
UNKNOWN = """
## What nobody outside AWS knows

A setting selects each of these behaviours.

| Setting | Default | Also possible | Public evidence |
|---|---|---|---|
"""
SENTENCES = """
## The sentences of the API's model

botocore's model has {total} sentences. What they became:

| Kind | Sentences | Meaning |
|---|---|---|
| description | {description} | it names a thing; there is nothing to do |
| shape | {shape} | the model's shapes enforce it |
| behaviour | {behaviour} | our code does it; named are the function, and the test if there is one |
| setting | {setting} | a setting selects the behaviour |
| not simulated | {absent} | for the reason that is named |

The same sentence at several places counts each time. The descriptions are left out below; they are in
`sentences.toml`. Functions are those of `cdktf_apprunner_tools.sandbox`; those of `runs` act only on services
for which the setting `runs` has a command.

| Where | Sentence | What it became |
|---|---|---|
"""


def evidence() -> dict[str, Any]:
    """Return the table ``evidence.toml``."""
    with Path(__file__).with_name("evidence.toml").open("rb") as file:
        return tomllib.load(file)


def document() -> str:
    """Return the page."""
    counts = Counter(found.kind for place, sentence in places() if (found := row(place, sentence)))
    head = SENTENCES.format(
        total=counts.total(),
        absent=counts["not simulated"],
        **{kind: counts[kind] for kind in KINDS if " " not in kind},
    )
    return HEAD + "".join(_operations()) + UNKNOWN + "".join(_unknowns()) + head + "".join(_rows())


def _operations() -> Iterator[str]:
    found = evidence()
    for name in sorted(raw_model()["operations"]):
        known = found["operations"][name]
        links = [f"[API reference]({REFERENCE}{name}.html)"]
        links += [f"[{source}]({found['sources'][source]})" for source in known["sources"]]
        there = "yes" if xform_name(name) in OPERATIONS else "no"
        yield f"| `{name}` | {there} | {', '.join(links)} | {known['open']} |\n"


def _unknowns() -> Iterator[str]:
    for name, flipped in unknowns().items():
        setting = getattr(fields(Settings), name)
        yield f"| `{name}` | `{setting.default}` | `{flipped}` | {setting.metadata['evidence']} |\n"


def _rows() -> Iterator[str]:
    for name, rows in table().items():
        for sentence, found in rows.items():
            if found.kind != "description":
                yield f"| {name} | {sentence} | {_became(found.kind, found.what)} |\n"


def _became(kind: str, what: str) -> str:
    if kind in ("behaviour", "setting"):
        named = what.split("; " if kind == "behaviour" else ", ")
        return f"{kind}: {', '.join(f'`{one}`' for one in named)}"
    return f"{kind}: {what}" if what else kind
