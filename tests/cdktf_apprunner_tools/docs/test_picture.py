"""The picture of the README: XML, small, without a host, and its text is what a synthesis prints."""

import re
from xml.etree import ElementTree

import pytest

from cdktf_apprunner_tools.docs import picture
from tests.support.project import read

PICTURES = [f"docs/summary-{theme}.svg" for theme in picture.COLOURS]
SVG = "{http://www.w3.org/2000/svg}"


def parse(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  # our own file


def lines(svg):
    """Return the text of a picture, without its window title, line by line."""
    found = {}
    for each in parse(svg).iter(f"{SVG}text"):
        if "clip-path" in each.attrib:
            found[float(each.get("y"))] = found.get(float(each.get("y")), "") + each.text
    return [found[y].replace("\xa0", " ") for y in sorted(found)]


@pytest.mark.parametrize("name", PICTURES)
def test_its_text_is_what_a_synthesis_prints(name, printed):
    assert lines(read(name)) == [line.rstrip() for line in printed.splitlines() if line]


@pytest.mark.parametrize("name", PICTURES)
def test_it_is_small_and_names_no_host(name):
    svg = read(name)
    assert len(svg.encode()) < 60_000
    assert set(re.findall(r"https?://[^\"\s)]*", svg)) == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in svg


@pytest.mark.parametrize("name", PICTURES)
def test_it_has_a_title(name):
    root = parse(read(name))
    (title,) = root.iter(f"{SVG}title")
    assert picture.COMMAND in title.text
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", title.get("id"))


@pytest.mark.parametrize("theme", picture.COLOURS)
def test_its_colours_can_be_read(theme):
    """WCAG 2 asks for a contrast of 4.5."""
    background, *others = map(luminance, picture.COLOURS[theme])
    for other in others:
        low, high = sorted((background, other))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def luminance(colour):
    parts = (part / 255 for part in bytes.fromhex(colour.removeprefix("#")))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("text", ["a & b", "<tag>", "2 × 80", "  Image  a < b\n\nname"])
def test_any_text_can_be_drawn(text):
    drawn = [line for line in lines(picture.picture(text, "light")) if line]
    assert drawn == [line for line in text.splitlines() if line]
