"""An HTTP server on the loopback address, for one test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

Answer = Callable[..., Response]


class Loopback:
    """Answers by rules: a method and a path, such as ``GET /things/<name>``, and a function.

    The function gets the request and the parts of the path. Other requests are answered with 404.
    """

    def __init__(self, rules: dict[str, Answer], ssl_context: Any = None) -> None:
        self._rules = Map([self._rule(rule, answer) for rule, answer in rules.items()])
        self.requests: list[str] = []
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True, ssl_context=ssl_context)
        self.port = self._server.server_port

    @staticmethod
    def _rule(rule: str, answer: Answer) -> Rule:
        method, path = rule.split()
        return Rule(path, methods=[method], endpoint=answer)

    @Request.application
    def _serve(self, request: Request) -> Response:
        self.requests.append(f"{request.method} {request.path}")
        try:
            answer, found = self._rules.bind_to_environ(request.environ).match()
        except HTTPException:
            return Response("{}", 404, mimetype="application/json")
        made: Response = answer(request, **found)
        return made

    def start(self) -> None:
        """Listen, in a thread."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
