"""Who may call a sandbox: programs on this machine, but no page in a browser.

A page can send requests to a loopback address. With a name of its own that leads there (DNS rebinding), it
can also read the answers. So the ``Host`` must be the loopback address, a request must not come from another
origin, and no answer may have the headers that open it to other origins; moto sends them by itself.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTROL = "/_sandbox/"
TOKEN = "X-Sandbox-Token"  # noqa: S105  # the name of the header
CLOSED = ("/moto-api", "/favicon.ico")
"""Pages of moto's own that could reset it; moto answers the icon of a browser in the same way."""
ELSEWHERE = ("cross-site", "same-site")
"""Values of ``Sec-Fetch-Site`` for other origins; https://www.w3.org/TR/fetch-metadata/"""


class Door:
    """A WSGI application that passes on only what may come in."""

    def __init__(self, inside: WSGIApplication, token: str) -> None:
        self._inside = inside
        self._token = token

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [item for item in headers if not item[0].lower().startswith("access-control-")]
            return start_response(status, kept, *rest)

        request = Request(environ)
        if reason := self._refusal(request):
            return Response(f"{reason}\n", 403)(environ, start_response)
        if request.path.startswith(CONTROL) and request.method != "POST":
            return Response("a control request is a POST\n", 405)(environ, start_response)
        return self._inside(environ, start)

    def _refusal(self, request: Request) -> str | None:
        """Return why a request is refused, if it is."""
        port = request.environ["SERVER_PORT"]
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        headers = request.headers
        if headers.get("Host", "").lower() not in hosts:
            return f"the sandbox answers only to {' and '.join(hosts)}"
        origin = headers.get("Origin")
        if origin not in (None, *(f"http://{host}" for host in hosts)):
            return f"the sandbox answers no page of {origin}"
        if headers.get("Sec-Fetch-Site") in ELSEWHERE:
            return "the sandbox answers no page of another origin"
        if request.path.startswith(CLOSED):
            return f"the sandbox doesn't have {request.path}"
        given = headers.get(TOKEN, "").encode()
        if request.path.startswith(CONTROL) and not hmac.compare_digest(given, self._token.encode()):
            return f"a control request needs the sandbox's token in {TOKEN}"
        return None
