"""The release: which tags are refused, on a local stand-in of GitHub's API, and what its workflow may do."""

import json
import re

import pytest
from werkzeug.wrappers import Response

from tests.support.loopback import Loopback
from tests.support.project import read, run
from tests.support.workflows import GITHUB, LOADED

RELEASE = LOADED[GITHUB / "workflows/release.yml"]
VERSION = re.search(r'^version = "(.*)"', read("pyproject.toml"), re.MULTILINE)[1]


@pytest.mark.parametrize(
    ("tag", "kind", "verification", "refused"),
    [
        (f"v{VERSION}", "tag", {"verified": True, "reason": "valid"}, ""),
        (f"v{VERSION}", "tag", {"verified": False, "reason": "unsigned"}, "signature: unsigned"),
        (f"v{VERSION}", "tag", {"verified": False, "reason": "unknown_key"}, "signature: unknown_key"),
        (f"v{VERSION}", "commit", {"verified": True, "reason": "valid"}, "it has no signature"),
        (VERSION, "tag", {"verified": True, "reason": "valid"}, f"pyproject.toml is {VERSION}"),
        (f"v{VERSION}.1", "tag", {"verified": True, "reason": "valid"}, f"pyproject.toml is {VERSION}"),
    ],
)
def test_which_tags_are_released(tag, kind, verification, refused):
    def answer(value):
        return lambda request: Response(json.dumps(value), mimetype="application/json")

    stand = Loopback(
        {
            f"GET /repos/acme/shop/git/ref/tags/{tag}": answer({"object": {"type": kind, "sha": "5a1e"}}),
            "GET /repos/acme/shop/git/tags/5a1e": answer({"verification": verification}),
        }
    )
    stand.start()
    variables = {
        "GITHUB_API_URL": f"http://127.0.0.1:{stand.port}",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_TOKEN": "stand-in",
        "GITHUB_REF_NAME": tag,
    }
    done = run("tools/check_release.py", **variables)
    stand.stop()
    assert done.returncode == bool(refused), done.stderr
    assert refused in done.stderr
    assert done.stderr.count("\n") == bool(refused)


def test_nothing_is_published_before_everything_passed():
    needs = {name: job.get("needs") for name, job in RELEASE["jobs"].items()}
    assert needs == {"check": None, "test": "check", "build": "test", "publish": "build"}


def test_only_publishing_gets_an_identity_and_it_runs_no_code_of_ours():
    for name, job in RELEASE["jobs"].items():
        assert ("id-token" in job["permissions"]) == (name == "publish")
    publish = RELEASE["jobs"]["publish"]
    assert publish["environment"] == "pypi"
    assert all(step["uses"].startswith(("actions/", "pypa/")) for step in publish["steps"])
    assert not any("checkout" in step["uses"] for step in publish["steps"])


def test_the_build_has_no_cache_that_another_workflow_could_fill():
    text = json.dumps(RELEASE["jobs"]["build"])
    assert "cache" not in text
    assert "./.github" not in text
