"""The calls of GitHub's REST API that a pipeline makes.

See https://docs.github.com/en/rest
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests

from cdktf_apprunner_tools.review.markdown import LIMIT

MARKER = "<!-- the plans of this pull request -->"
"""The first line of our comment; GitHub doesn't show it."""
SECONDS = 30


class GitHub:
    """One repository.

    Parameters
    ----------
    url
        The API, such as ``https://api.github.com``; ``GITHUB_API_URL`` in a workflow.
    repository
        Owner and name, such as ``acme/shop``.
    token
        A token that may read the repository and its actions, and write comments on pull requests.
    """

    def __init__(self, url: str, repository: str, token: str) -> None:
        self._url = f"{url}/repos/{repository}"
        self._session = requests.Session()
        self._session.headers.update(
            {
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {token}",
                "X-GitHub-Api-Version": "2022-11-28",
            }
        )

    def comment(self, number: int, text: str) -> str:
        """Write our comment on a pull request, in place of an earlier one, and return its URL."""
        body = f"{MARKER}\n{text}"[:LIMIT]
        earlier = next((item for item in self._comments(number) if self._is_ours(item)), None)
        if earlier:
            made = self._ask("PATCH", f"/issues/comments/{earlier['id']}", json={"body": body})
        else:
            made = self._ask("POST", f"/issues/{number}/comments", json={"body": body})
        return str(made.json()["html_url"])

    def reviewed_run(self, commit: str, workflow: str) -> int | None:
        """Return the run of a workflow that planned the pull request merged as a commit, or ``None``."""
        for pull in self._ask("GET", f"/commits/{commit}/pulls").json():
            if pull["merge_commit_sha"] == commit and pull["merged_at"]:
                found = self._ask(
                    "GET",
                    f"/actions/workflows/{workflow}/runs",
                    params={"head_sha": pull["head"]["sha"], "event": "pull_request", "status": "success"},
                ).json()
                runs = [run["id"] for run in found["workflow_runs"]]
                return max(runs, default=None)
        return None

    def _comments(self, number: int) -> Iterator[dict[str, Any]]:
        answer = self._ask("GET", f"/issues/{number}/comments", params={"per_page": 100})
        yield from answer.json()
        while following := answer.links.get("next"):
            answer = self._ask("GET", following["url"])
            yield from answer.json()

    @staticmethod
    def _is_ours(comment: dict[str, Any]) -> bool:
        """Whether a workflow wrote the comment: a person may quote the marker."""
        return bool(comment["user"]["type"] == "Bot" and comment["body"].startswith(MARKER))

    def _ask(self, method: str, path: str, **given: Any) -> requests.Response:
        url = path if path.startswith("http") else self._url + path
        answer = self._session.request(method, url, timeout=SECONDS, **given)
        answer.raise_for_status()
        return answer
