"""The links of the README and the pages lead to files, and to headings as GitHub names them."""

import re
from collections import Counter

import pytest

from tests.support.project import PROJECT, read

PAGES = [
    "README.md",
    "SECURITY.md",
    "CHANGELOG.md",
    *sorted(str(path.relative_to(PROJECT)) for path in PROJECT.glob("docs/**/*.md")),
]
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")


def prose(page):
    """Return a page without its code, which may hold what looks like a heading or a link."""
    return re.sub(r"^( *)```.*?^ *```", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page):
    """Return the anchors of a page's headings, by GitHub's rule; the second of the same name gets -1."""
    seen = Counter()
    for heading in re.findall(r"^#{1,6} +(.*?) *$", prose(page), re.MULTILINE):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        yield f"{name}-{seen[name]}" if seen[name] else name
        seen[name] += 1


def problems(name, page):
    """Return the links that lead nowhere."""
    for target in map("".join, LINK.findall(prose(page))):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = (PROJECT / name).parent / path if path else PROJECT / name
        if not file.exists():
            yield f"{target}: there is no such file"
        elif anchor and anchor not in anchors(file.read_text(encoding="utf-8") if path else page):
            yield f"{target}: there is no such heading"


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name):
    assert list(problems(name, read(name))) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("# One\n[a](#one)", []),
        ("# `A.b`, c: d\n[a](#ab-c-d)", []),
        ("# One\n# One\n[a](#one-1)", []),
        ("# One\n[a](#two)", ["#two: there is no such heading"]),
        ("# One {#two}\n[a](#two)", ["#two: there is no such heading"]),
        ("```sh\n# two\n```\n[a](#two)", ["#two: there is no such heading"]),
        ("[a](docs/nothing.md)", ["docs/nothing.md: there is no such file"]),
        ("[a](https://example.com/#two)", []),
    ],
)
def test_links_are_checked_by_the_rule_of_github(page, found):
    assert list(problems("README.md", page)) == found
