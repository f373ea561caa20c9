"""The table of the API model's sentences is complete, and what it names exists."""

import importlib
import re

import pytest
from attrs import fields

from cdktf_apprunner_tools.docs.coverage.page import evidence
from cdktf_apprunner_tools.docs.coverage.sentences import (
    EVERYWHERE,
    KINDS,
    places,
    raw_model,
    row,
    split,
    table,
)
from cdktf_apprunner_tools.sandbox.settings import Settings
from tests.support.project import PROJECT

ROWS = [(name, sentence, found) for name, section in table().items() for sentence, found in section.items()]
TESTS = PROJECT / "tests" / "cdktf_apprunner_tools" / "sandbox"


def named(kind):
    """Return everything that the rows of a kind name."""
    separator = ", " if kind == "setting" else "; "
    return sorted({one for *_, found in ROWS if found.kind == kind for one in found.what.split(separator)})


def test_every_sentence_has_a_row():
    assert [f"{place}: {sentence}" for place, sentence in places() if row(place, sentence) is None] == []


def test_every_row_is_a_sentence():
    there = set(places())
    anywhere = {sentence for _, sentence in there}
    stale = [
        f"{name}: {sentence}"
        for name, sentence, _ in ROWS
        if (sentence not in anywhere if name == EVERYWHERE else (name, sentence) not in there)
    ]
    assert stale == []


def test_a_sentence_has_one_row_at_a_place():
    twice = [(name, one) for name, one, _ in ROWS if name != EVERYWHERE and one in table()[EVERYWHERE]]
    assert twice == []


def test_kinds_are_known_and_explained():
    assert {found.kind for *_, found in ROWS} == set(KINDS)
    assert [sentence for _, sentence, found in ROWS if found.kind == "not simulated" and not found.what] == []


@pytest.mark.parametrize("name", [one for one in named("behaviour") if not one.startswith("test_")])
def test_functions_exist(name):
    parts = ["cdktf_apprunner_tools", "sandbox", *name.split(".")]
    for end in range(len(parts) - 1, 2, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            found = getattr(found, part)
        assert callable(found)
        return
    raise AssertionError(name)


@pytest.mark.parametrize("name", [one for one in named("behaviour") if one.startswith("test_")])
def test_tests_exist(name):
    file, _, function = name.partition(".")
    texts = [found.read_text(encoding="utf-8") for found in TESTS.rglob(f"{file}.py")]
    assert any(re.search(rf"^def {function}\(", text, re.MULTILINE) for text in texts)


def test_settings_exist():
    assert set(named("setting")) <= {one.name for one in fields(Settings)}


def test_every_operation_has_its_evidence():
    known = evidence()
    assert sorted(known["operations"]) == sorted(raw_model()["operations"])
    used = {source for item in known["operations"].values() for source in item["sources"]}
    assert used == set(known["sources"])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("<p>One. Two: <code>a.b</code>!</p>", ["One.", "Two: a.b!"]),
        ("<p>One:</p> <ul> <li> <p>A &amp; B</p> </li> </ul>", ["One:", "A & B"]),
        ("<p><code>www.<i>Name</i> </code> with v1.2.\n Three?</p>", ["www.Name with v1.2.", "Three?"]),
        ("", []),
    ],
)
def test_split(text, sentences):
    assert split(text) == sentences
