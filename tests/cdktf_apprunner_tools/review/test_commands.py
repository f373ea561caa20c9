"""The command with good and bad input."""

import json

import pytest

from cdktf_apprunner_tools.review.risks import RISKS
from tests.support import project
from tests.support.plans import KEPT, PLANS, kept, run

IMAGE = PLANS / "shop/staging.json"


def command(*arguments):
    """Run the review in its own process."""
    return project.run("-m", "cdktf_apprunner_tools", "review", *arguments)


def test_a_new_image_in_words():
    first = run("--format", "text", IMAGE).stdout.splitlines()[0]
    assert first == "staging: rolls out v1.4.2 in place of v1.4.1; nothing else"


@pytest.mark.slow
def test_fail_on_a_replacement():
    done = command("--fail-on", "replace, destroy", PLANS / "replaced.json", IMAGE)
    assert done.returncode == 1
    assert "**replaces the service: new URL, custom domain moves" in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith("cdktf-apprunner: replaced: replace: The App Runner service is replaced")


def test_other_risks_pass():
    assert run("--fail-on", "replace", IMAGE).exit_code == 0


def test_an_unknown_risk_lists_the_known_ones():
    done = command("--fail-on", "replaced", IMAGE)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        "cdktf-apprunner: --fail-on: 'replaced' isn't a risk; allowed are automatic-deployment, "
    )
    assert all(name in line for name in RISKS)


def with_changes(changes):
    return json.dumps({"format_version": "1.2", "resource_changes": changes})


STATE = {"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {}}}
NOT_PLANS = {
    "empty": ("", "not complete JSON (line 1, column 1)"),
    "text": ("Terraform will perform", "not complete JSON (line 1, column 1)"),
    "list": ("[]", "not a plan: it has no format_version"),
    "other": ('{"a": 1}', "not a plan: it has no format_version"),
    "state": (json.dumps(STATE), "a state, not a plan"),
    "newer": ('{"format_version": "2.0", "resource_changes": []}', "format version '2.0' isn't known"),
    "older": ('{"format_version": "0.2", "resource_changes": []}', "format version '0.2' isn't known"),
    "truncated": (json.dumps(kept("created"))[:5000], "not complete JSON (line 1, column"),
    "number": ("9" * 5000, "not readable as JSON"),
    "deep": ("[" * 100_000, "not readable as JSON"),
    "types": (with_changes({"a": 1}), "not a plan: plan.resource_changes can't be a dict"),
    "items": (with_changes([1]), "not a plan: plan.resource_changes[0] can't be a int"),
    "inside": (
        with_changes([{"change": {"actions": 1}}]),
        "not a plan: plan.resource_changes[0].change.actions can't",
    ),
}


@pytest.mark.parametrize("name", NOT_PLANS)
def test_not_a_plan_is_one_line(tmp_path, name):
    text, message = NOT_PLANS[name]
    path = tmp_path / f"{name}.json"
    path.write_text(text, encoding="utf-8")
    error = run(IMAGE, path).exception
    assert str(error).startswith(f"{path}: {message}")
    assert "\n" not in str(error)


@pytest.mark.slow
def test_exit_code_and_stderr_of_bad_input(tmp_path):
    for path, message in (
        (tmp_path / "none.json", "No such file or directory"),
        (tmp_path, "the folder holds no *.json"),
    ):
        done = command(path)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"cdktf-apprunner: {path}: {message}")


@pytest.mark.slow
def test_deep_nesting(write):
    plan = kept("created")
    deep: object = "end"
    for _ in range(700):
        deep = [deep]
    plan["resource_changes"][1]["change"]["after"]["tags_all"] = deep
    done = command(write(plan))
    assert done.returncode in (0, 2)
    assert "Traceback" not in done.stderr


def test_encodings_of_shells(tmp_path):
    """PowerShell writes UTF-16."""
    path = tmp_path / "prod.json"
    for encoding in ("utf-16", "utf-8-sig"):
        path.write_text(json.dumps(kept("shop/staging")), encoding=encoding)
        assert run(path).exit_code == 0


def test_names_of_environments(tmp_path):
    text = IMAGE.read_text(encoding="utf-8")
    for place in ("qa.json", "live/plan.json", "live/tfplan.json", "a/b|`c`<b>@d.json"):
        (tmp_path / place).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    assert "## qa\n" in run(tmp_path).stdout
    assert run(tmp_path / "live").stdout.count("## live\n") == 2
    assert "## <code>b&#124;&#96;c&#96;&#60;b&#62;&#64;d</code>\n" in run(tmp_path / "a").stdout


def test_formats_report_the_same():
    reviews = json.loads(run("--format", "json", PLANS / "replaced.json").stdout)
    names = [risk["name"] for risk in reviews[0]["risks"]]
    assert names[:2] == ["replace", "downtime"]
    for form in ("text", "markdown"):
        written = run("--format", form, PLANS / "replaced.json").stdout
        assert all(name in written for name in names)


@pytest.mark.parametrize("form", ["text", "json"])
def test_every_plan_in_other_formats(form):
    written = run("--format", form, PLANS, PLANS / "shop").stdout
    names = [name.rpartition("/")[2] for name in KEPT]
    if form == "json":
        assert sorted(item["environment"] for item in json.loads(written)) == sorted(names)
    else:
        assert [name for name in names if f"\n{name}: " not in f"\n{written}"] == []


def test_help():
    text = run("--help").stdout
    assert "[OPTIONS] [STACK | PLAN.json | FOLDER]…" in text
    assert all(
        option in text for option in ("--format [markdown|text|json]", "--fail-on RISK,…", "--live-prices")
    )
