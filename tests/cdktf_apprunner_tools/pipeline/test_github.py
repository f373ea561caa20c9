"""The comment and the run that planned a pull request, on a local stand-in of GitHub's API."""

import json

import pytest
from werkzeug.wrappers import Response

from cdktf_apprunner_tools.pipeline.github import MARKER
from cdktf_apprunner_tools.review.markdown import LIMIT
from tests.support.loopback import Loopback
from tests.support.project import run_with

pytestmark = pytest.mark.slow
REPOSITORY = "/repos/acme/shop"
TOKEN = "stand-in"
PAGE = 2


class Stand:
    """A stand-in: comments by number, two on a page; pull requests by commit; runs by head."""

    def __init__(self):
        self.comments = []
        self.pulls = {}
        self.runs = []
        self.server = Loopback(
            {
                f"GET {REPOSITORY}/issues/7/comments": self._list,
                f"POST {REPOSITORY}/issues/7/comments": self._create,
                f"PATCH {REPOSITORY}/issues/comments/<int:number>": self._update,
                f"GET {REPOSITORY}/commits/<commit>/pulls": self._pulls,
                f"GET {REPOSITORY}/actions/workflows/plan.yml/runs": self._runs,
            }
        )
        self.url = f"http://127.0.0.1:{self.server.port}"

    def add(self, body, kind="Bot"):
        number = len(self.comments)
        made = {"id": number, "body": body, "user": {"type": kind}, "html_url": f"{self.url}/{number}"}
        self.comments.append(made)
        return made

    def _list(self, request):
        page = int(request.args.get("page", 1))
        shown = self.comments[(page - 1) * PAGE : page * PAGE]
        more = len(self.comments) > page * PAGE
        link = (
            {"Link": f'<{self.url}{REPOSITORY}/issues/7/comments?page={page + 1}>; rel="next"'}
            if more
            else {}
        )
        return self._answer(request, shown, headers=link)

    def _create(self, request):
        return self._answer(request, self.add(request.json["body"]), 201)

    def _update(self, request, number):
        self.comments[number]["body"] = request.json["body"]
        return self._answer(request, self.comments[number])

    def _pulls(self, request, commit):
        return self._answer(request, self.pulls.get(commit, []))

    def _runs(self, request):
        wanted = request.args["head_sha"], request.args["event"], request.args["status"]
        found = [{"id": number} for number, *facts in self.runs if tuple(facts) == wanted]
        return self._answer(request, {"workflow_runs": found})

    @staticmethod
    def _answer(request, value, status=200, headers=None):
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return Response('{"message": "Bad credentials"}', 401)
        return Response(json.dumps(value), status, headers, mimetype="application/json")


@pytest.fixture
def stand():
    made = Stand()
    made.server.start()
    yield made
    made.server.stop()


def run(stand, *arguments, text="", **variables):
    """Run a command as a workflow does."""
    given = {
        "GITHUB_API_URL": stand.url,
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_TOKEN": TOKEN,
        "PULL_REQUEST": "7",
        **variables,
    }
    given = {name: value for name, value in given.items() if value}
    return run_with(given, "-m", "cdktf_apprunner_tools", "workflow", *arguments, text=text)


def test_one_comment_updated_in_place(stand, tmp_path):
    stand.add("looks good", kind="User")
    stand.add(f"> {MARKER}\n> quoted by a person", kind="User")
    stand.add(f"{MARKER}\nforged by a person", kind="User")
    stand.add("another bot's")
    others = [item["body"] for item in stand.comments]
    first = run(stand, "comment", "-", text="# first")
    assert first.stdout == f"{stand.url}/4\n", first.stderr
    (tmp_path / "review.md").write_text("# second", encoding="utf-8")
    second = run(stand, "comment", str(tmp_path / "review.md"))
    assert second.stdout == f"{stand.url}/4\n", second.stderr
    assert [item["body"] for item in stand.comments] == [*others, f"{MARKER}\n# second"]


def test_a_long_comment_is_cut(stand):
    assert run(stand, "comment", "-", text="x" * LIMIT).returncode == 0
    assert len(stand.comments[0]["body"]) == LIMIT


@pytest.mark.parametrize(
    ("variables", "code", "message"),
    [
        ({"GITHUB_TOKEN": "wrong"}, 1, "GitHub: 401 Client Error"),
        ({"GITHUB_API_URL": "http://127.0.0.1:1"}, 1, "GitHub: HTTPConnectionPool"),
        ({"GITHUB_TOKEN": ""}, 2, "GITHUB_TOKEN isn't set"),
    ],
)
def test_errors_are_one_line(stand, variables, code, message):
    done = run(stand, "comment", "-", text="x", **variables)
    assert done.returncode == code
    assert done.stderr.startswith(f"cdktf-apprunner: {message}")
    assert done.stderr.count("\n") == 1
    assert stand.comments == []


def pull(commit, head, merged="2026-11-25T00:00:00Z"):
    return {"merge_commit_sha": commit, "merged_at": merged, "head": {"sha": head}}


def test_the_run_that_planned_the_merged_commit(stand):
    stand.pulls["abc"] = [pull("other", "h0"), pull("abc", "h1")]
    stand.runs = [
        (10, "h1", "pull_request", "success"),
        (12, "h1", "pull_request", "success"),
        (13, "h1", "pull_request", "failure"),
        (14, "h0", "pull_request", "success"),
        (15, "h1", "push", "success"),
    ]
    assert run(stand, "reviewed", GITHUB_SHA="abc").stdout == "run=12\n"


@pytest.mark.parametrize(
    "pulls",
    [[], [pull("other", "h1")], [pull("abc", "h1", merged=None)], [pull("abc", "never planned")]],
)
def test_without_a_reviewed_plan_it_stops(stand, pulls):
    stand.pulls["abc"] = pulls
    stand.runs = [(10, "h1", "pull_request", "success")]
    done = run(stand, "reviewed", GITHUB_SHA="abc")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "cdktf-apprunner: no pull request with a reviewed plan was merged as abc; start by hand instead\n"
    )
