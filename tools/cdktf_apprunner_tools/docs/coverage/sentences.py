"""The sentences of botocore's model of App Runner, and the table that says what each of them became."""

from __future__ import annotations

import functools
import html
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
from attrs import frozen

EVERYWHERE = "everywhere"
"""Section of sentences that mean the same wherever they are."""
PLAIN = ("description", "shape")
"""Kinds whose rows are only sentences; the other kinds name something for each sentence."""
KINDS = (*PLAIN, "behaviour", "setting", "not simulated")
BLOCKS = re.compile(r"</?(?:p|li|ul|ol|dl|dt|dd|note|important|fullname|h\d)\b[^>]*>")
ENDS = re.compile(r"(?<=[.!?:])\s+(?=[A-Z])")


@frozen
class Row:
    """What a sentence became: its kind, and what that names (functions and tests, settings, a reason)."""

    kind: str
    what: str = ""


def split(documentation: str) -> list[str]:
    """Return the sentences of a documentation text, without its HTML."""
    blocks = (html.unescape(re.sub(r"<[^>]+>", "", block)) for block in BLOCKS.split(documentation))
    return [one for block in blocks for one in ENDS.split(" ".join(block.split())) if one]


@functools.cache
def raw_model() -> dict[str, Any]:
    """Return the model with its texts, which botocore's `ServiceModel` hides."""
    loader = botocore.session.get_session().get_component("data_loader")
    loaded: dict[str, Any] = loader.load_service_model("apprunner", "service-2")
    return loaded


def places() -> Iterator[tuple[str, str]]:
    """Return every sentence of the model after the operation or shape that has it, with repetitions."""
    model = raw_model()
    texts = [("service", model.get("documentation", ""))]
    for name, operation in model["operations"].items():
        texts.append((name, operation.get("documentation", "")))
    for name, shape in model["shapes"].items():
        members = [*shape.get("members", {}).values(), shape.get("member", {}), shape.get("value", {})]
        texts += [(name, part.get("documentation", "")) for part in [shape, *members]]
    for name, text in texts:
        for sentence in split(text or ""):
            yield name, sentence


@functools.cache
def table() -> dict[str, dict[str, Row]]:
    """Return the table ``sentences.toml``: by operation or shape, the row of each sentence."""
    with Path(__file__).with_name("sentences.toml").open("rb") as file:
        sections = tomllib.load(file)
    rows: dict[str, dict[str, Row]] = {}
    for name, kinds in sections.items():
        rows[name] = {sentence: Row(kind) for kind in PLAIN for sentence in kinds.get(kind, [])}
        for kind in [one for one in kinds if one not in PLAIN]:
            rows[name] |= {sentence: Row(kind, what) for sentence, what in kinds[kind].items()}
    return rows


def row(place: str, sentence: str) -> Row | None:
    """Return the row of a sentence in an operation or shape, if the table has one."""
    return table().get(place, {}).get(sentence) or table()[EVERYWHERE].get(sentence)
