"""The form of the comment: no value breaks it, and it always fits."""

import copy
import json
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cdktf_apprunner_tools.review.markdown import LIMIT, code
from cdktf_apprunner_tools.review.phrase import display
from cdktf_apprunner_tools.review.redact import Secrets
from cdktf_apprunner_tools.review.risks import RISKS
from tests.support.plans import PLANS, kept, run

GITHUB = MarkdownIt("gfm-like", {"linkify": False})
NASTY = [
    "a | b",
    "`",
    "``` ```",
    "\\|",
    "a\\",
    "</details><script>alert(1)</script>",
    "@acme/owners #1",
    "![x](http://x) [y](z)",
    "line\nbreak | \r\n\r\n# title",
    "\u202eevil",
    " padded ",
    "&amp; &#124;",
    "<!-- x -->",
    "$x$ ~~y~~ **z**",
    "",
]


def rendered(text: str) -> str:
    return GITHUB.render(text)


def cells(table: str) -> list[str]:
    return re.findall(r"<td>(.*?)</td>", rendered(table), flags=re.DOTALL)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20) | st.sampled_from(NASTY))
@example("a\\|b`c")
def test_a_value_is_one_cell_and_only_text(value):
    written = code(display(value, Secrets()))
    assert "\n" not in written
    found = cells(f"| a | b |\n|---|---|\n| {written} | end |\n")
    assert len(found) == 2
    assert found[1] == "end"
    assert re.fullmatch(r"<code>[^<]*</code>", found[0])


@pytest.mark.parametrize("value", NASTY)
def test_nothing_in_a_plan_breaks_the_comment(write, value):
    plan = kept("settings")
    for item in plan["resource_changes"]:
        after = item["change"]["after"]
        for name in ("name", "service_name", "vpc_connector_name"):
            if isinstance(after.get(name), str):
                after[name] = value
        item["address"] += value
    plan["output_changes"]["waived"] = {"actions": ["create"], "after": {value: value}}
    text = run(write(plan)).stdout
    html = rendered(text)
    assert html.count("<details>") == html.count("</details>") == 2
    assert "<script" not in html
    assert not re.search(r"[^a-z]@acme", re.sub(r"<code>.*?</code>", "", html))
    assert "<a " not in re.sub(r"https://aws.amazon.com/apprunner/pricing/", "", html)
    for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        assert len(cells(table)) % (table.splitlines()[0].count("|") - 1) == 0


def large(count: int):
    """Return a plan of this many resources: those of a real plan, repeated under other addresses."""
    plan = kept("replaced")
    originals = plan["resource_changes"]
    plan["resource_changes"] = []
    for number in range(count):
        item = copy.deepcopy(originals[number % len(originals)])
        item["address"] += f"[{number}]"
        for side in ("before", "after"):
            if item["change"][side] and "name" in item["change"][side]:
                item["change"][side]["name"] = f"{item['change'][side]['name']}-{number}"
        plan["resource_changes"].append(item)
    return plan


@pytest.mark.slow
def test_two_thousand_resources(write, record_property):
    """The recorded property is for information: the time beyond reading the file."""
    path = write(large(2_000))
    started = time.perf_counter()
    json.loads(path.read_bytes())
    reading = time.perf_counter() - started
    text = run(path).stdout
    record_property("seconds beyond reading", time.perf_counter() - started - 2 * reading)
    assert len(text) < LIMIT
    whole = run(PLANS / "replaced.json").stdout
    assert set(re.findall(r"\*\*([a-z-]+)\*\*", whole)) == set(re.findall(r"\*\*([a-z-]+)\*\*", text))
    assert "More doesn't fit in a comment" in text
    assert text.count("<details>") == text.count("</details>")


@pytest.mark.slow
@pytest.mark.parametrize("count", [30, 250])
def test_many_environments_keep_every_risk(tmp_path, count):
    names = sorted(PLANS.glob("*.json"))
    for number in range(count):
        source = names[number % len(names)]
        (tmp_path / f"{source.stem}-{number}.json").write_bytes(source.read_bytes())
    text = run(tmp_path).stdout
    assert len(text) < LIMIT
    found = json.loads(run("--format", "json", PLANS).stdout)
    assert {name for name in RISKS if f"**{name}**" in text} == {
        risk["name"] for item in found for risk in item["risks"]
    }
    assert text.count("<details>") == text.count("</details>")


@pytest.mark.slow
def test_a_small_environment_stays_whole_beside_a_large_one(tmp_path):
    (tmp_path / "huge.json").write_text(json.dumps(large(2_000)), encoding="utf-8")
    (tmp_path / "small.json").write_bytes((PLANS / "shop/staging.json").read_bytes())
    text = run(tmp_path).stdout
    alone = run(tmp_path / "small.json").stdout
    assert len(text) < LIMIT
    assert text.endswith(alone.partition("\n")[2])
