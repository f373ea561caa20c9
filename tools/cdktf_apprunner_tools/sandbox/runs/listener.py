"""The HTTP side: a listener on the loopback address that passes requests to the services that run.

It stands for App Runner's HTTPS endpoint, which ends TLS before a request reaches an instance:
https://docs.aws.amazon.com/apprunner/latest/dg/develop.html
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from attrs import define, field
from werkzeug.datastructures import Headers
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Request, Response

from cdktf_apprunner_tools.sandbox.runs import HOST

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LIMIT_SECONDS = 120
"""https://docs.aws.amazon.com/apprunner/latest/dg/develop.html"""
HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",  # App Runner passes no web sockets (aws/apprunner-roadmap#13)
}
CHUNK = 65536
VISIBLE = "".join(map(chr, range(33, 127)))
"""The characters of a target that stay as they are."""
UNREACHABLE = "upstream connect error or disconnect/reset before headers. reset reason: "
"""The answer of Envoy, App Runner's proxy (aws/apprunner-roadmap#92 and #265)."""
REFUSED = "connection failure, transport failure reason: delayed connect error: 111"
ENDED = "connection termination"


@define
class Measured:
    """The requests of a service since the metrics were last published."""

    _lock: Any = field(factory=threading.Lock)
    _counts: Counter[str] = field(factory=Counter)
    _latencies: list[float] = field(factory=list)
    _now: int = 0
    _most: int = 0

    def begin(self) -> None:
        """Count a request that begins."""
        with self._lock:
            self._now += 1
            self._most = max(self._most, self._now)

    def end(self, status: int, seconds: float) -> None:
        """Count its end."""
        with self._lock:
            self._now -= 1
            self._counts["Requests"] += 1
            if status // 100 in (2, 4, 5):
                self._counts[f"{status // 100}xxStatusResponses"] += 1
            self._latencies.append(seconds * 1000)

    def take(self) -> dict[str, list[float]]:
        """Return the values of App Runner's metrics, and start anew."""
        with self._lock:
            values = {name: [float(count)] for name, count in self._counts.items()}
            if self._latencies:
                values["RequestLatency"] = self._latencies
            if self._most:
                values["Concurrency"] = [float(self._most)]
            self._counts, self._latencies, self._most = Counter(), [], self._now
            return values


class Route(Protocol):
    """Where the requests for a host go."""

    measured: Measured

    @property
    def port(self) -> int:
        """The local port of the instance."""


class Listener:
    """An HTTP server on a free port of the loopback address.

    Parameters
    ----------
    find
        Returns the route of a host, or ``None`` if nothing runs there.
    host
        The host that applications see; by default that of the request.
    """

    def __init__(self, find: Callable[[str], Route | None], host: str | None = None) -> None:
        self._find = find
        self._host = host
        self._server: BaseWSGIServer = make_server("127.0.0.1", 0, self, threaded=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening, in the background: the server looks only every half second."""
        threading.Thread(target=self._close, daemon=True).start()

    def _close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        """Answer a request."""
        request = Request(environ)
        host = request.host.rpartition(":")[0] or request.host
        route = self._find(host.lower())
        if route is None:
            answer = Response(f"no service that runs here has the host {host}\n", 404)
        else:
            answer = _Exchange(request, route, self._host or host).answer()
        return answer(environ, start_response)


class _Exchange:
    """One request and its answer."""

    def __init__(self, request: Request, route: Route, host: str) -> None:
        self._request = request
        self._host = host
        self._route = route
        self._connection = http.client.HTTPConnection(HOST, route.port, timeout=LIMIT_SECONDS)
        self._began = time.monotonic()
        self._status = 500
        self._open = True

    def answer(self) -> Response:
        """Pass the request to the instance, and return its answer."""
        self._route.measured.begin()
        try:
            self._connection.connect()
        except OSError:
            return self._failure(503, UNREACHABLE + REFUSED)
        try:
            self._send()
            got = self._connection.getresponse()
        except TimeoutError:  # Envoy's answer; no report from App Runner has it
            return self._failure(504, "upstream request timeout")
        except (OSError, http.client.HTTPException):
            return self._failure(503, UNREACHABLE + ENDED)
        self._status = got.status
        headers = Headers(
            [(name, value) for name, value in got.getheaders() if name.lower() not in HOP_BY_HOP]
        )
        answer = Response(self._body(got), got.status, headers)
        answer.status = f"{got.status} {got.reason}"
        if "content-type" not in headers:
            del answer.headers["Content-Type"]
        answer.call_on_close(self._close)
        return answer

    def _send(self) -> None:
        request = self._request
        length = request.content_length
        # werkzeug keeps the bytes of the target in this form
        raw = request.environ["RAW_URI"].encode("latin-1").decode().encode("latin-1")
        target = quote(re.sub(rb"^https?://[^/]*", b"", raw) or b"/", safe=VISIBLE)
        self._connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        self._connection.putheader("Host", self._host)
        # only these two: aws/apprunner-roadmap#52
        before = request.headers.getlist("X-Forwarded-For")
        self._connection.putheader("X-Forwarded-For", ", ".join([*before, request.remote_addr or ""]))
        self._connection.putheader("X-Forwarded-Proto", "https")
        dropped = {*HOP_BY_HOP, "host", "x-forwarded-for", "x-forwarded-proto"}
        dropped |= {name.strip().lower() for name in request.headers.get("Connection", "").split(",")}
        for name, value in request.headers.items():
            if name.lower() not in dropped:
                self._connection.putheader(name, value)
        chunked = length is None and "Transfer-Encoding" in request.headers
        if chunked:
            self._connection.putheader("Transfer-Encoding", "chunked")
        body = iter(lambda: request.stream.read(CHUNK), b"") if length or chunked else None
        self._connection.endheaders(body, encode_chunked=chunked)

    def _body(self, got: http.client.HTTPResponse) -> Iterator[bytes]:
        """Return the body as it comes."""
        while chunk := got.read1(CHUNK):
            yield chunk

    def _failure(self, status: int, text: str) -> Response:
        self._status = status
        answer = Response(text, status, content_type="text/plain")
        answer.call_on_close(self._close)
        return answer

    def _close(self) -> None:
        if self._open:
            self._open = False
            self._connection.close()
            self._route.measured.end(self._status, time.monotonic() - self._began)
