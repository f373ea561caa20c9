"""The listener: what reaches an application, what comes back, and what is counted."""

import http.client
import socket
import threading

import pytest

from cdktf_apprunner_tools.sandbox.runs import HOST, listener
from cdktf_apprunner_tools.sandbox.runs.health import Check
from cdktf_apprunner_tools.sandbox.runs.instance import Instance
from cdktf_apprunner_tools.sandbox.runs.listener import Listener, Measured
from tests.cdktf_apprunner_tools.sandbox.runs.applications import server, soon

pytestmark = pytest.mark.slow

NAME = "abc.eu-west-1.awsapprunner.com"


class Route:
    def __init__(self, port):
        self.port = port
        self.measured = Measured()


@pytest.fixture(scope="module")
def application():
    instance = Instance(server(), 8080, {}, print)
    tcp = Check({"Protocol": "TCP", "Timeout": 2}, 8080)
    soon(lambda: tcp.succeeds(instance.port))
    yield instance
    instance.stop()


@pytest.fixture
def serve():
    """Serve a local port; return a function that sends a request."""
    opened = []

    def serve(port, host=None):
        route = Route(port)
        made = Listener(lambda name: route if name == NAME or host else None, host)
        opened.append(made)

        def ask(method="GET", path="/", body=None, host=NAME, **headers):
            connection = http.client.HTTPConnection("127.0.0.1", made.port, timeout=10)
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Host": host, **fields})
            answer = connection.getresponse()
            return answer, answer.read()

        ask.route, ask.port = route, made.port
        return ask

    yield serve
    for made in opened:
        made.close()


@pytest.mark.parametrize("host", [NAME, f"{NAME}:80", NAME.upper()])
def test_the_application_sees_the_host_and_who_asked(serve, application, host):
    answer, body = serve(application.port)(host=host, X_Forwarded_For="10.0.0.1", X_Forwarded_Proto="http")
    assert answer.status == 200
    assert body.decode().lower() == f"hello {NAME}"
    assert answer.headers.get_all("Got-X-Forwarded-For") == ["10.0.0.1, 127.0.0.1"]
    assert answer.headers.get_all("Got-X-Forwarded-Proto") == ["https"]


@pytest.mark.parametrize(
    "host", ["other.example", f"x.{NAME}", "127.0.0.1", "localhost:8000", "[::1]:80", ""]
)
def test_another_host_reaches_nothing(serve, application, host):
    answer, body = serve(application.port)(host=host)
    assert answer.status == 404
    assert body.count(b"\n") == 1


def test_a_listener_of_one_service_takes_any_host(serve, application):
    _, body = serve(application.port, "one.example")(host="127.0.0.1:1234")
    assert body == b"hello one.example"


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 300_000])
@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_bodies(serve, application, method, body, chunked):
    ask = serve(application.port)
    answer, got = ask(method, "/201?a=%20b", iter([body] if body else []) if chunked else body)
    assert answer.status == 201
    assert got == body or (not body and got.startswith(b"hello"))
    assert ("Got-Transfer-Encoding" in answer.headers) is chunked


@pytest.mark.parametrize(
    ("target", "passed"),
    [
        ("/a%2fb/../c?d=%20&e=f%26#g", "/a%2fb/../c?d=%20&e=f%26#g"),
        ("/?", "/?"),
        ("/caf\u00e9", "/caf%C3%A9"),
        (f"http://{NAME}/x?y", "/x?y"),
        (f"http://{NAME}", "/"),
    ],
)
def test_the_target_stays_as_it_is(serve, target, passed):
    got = []
    ask = serve(upstream(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", got=got))
    with socket.create_connection(("127.0.0.1", ask.port), timeout=10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
    assert got[0].split(b" ")[1].decode() == passed


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304), ("HEAD", 404)])
def test_answers_without_a_body(serve, application, method, status):
    answer, body = serve(application.port)(method, f"/{status}")
    assert (answer.status, body) == (status, b"")


def test_hop_by_hop_headers_stop_here(serve, application):
    sent = dict.fromkeys(("Keep_Alive", "Proxy_Authorization", "TE", "Trailer", "Upgrade"), "x")
    answer, _ = serve(application.port)(Connection="close, X-Own", X_Own="1", X_Kept="1", **sent)
    got = {name.lower() for name in answer.headers}
    assert not {f"got-{name.replace('_', '-').lower()}" for name in [*sent, "X_Own", "Connection"]} & got
    assert "got-x-kept" in got
    assert "keep-alive" not in got


def upstream(*parts, wait=None, got=None):
    """Serve one connection with raw bytes, and keep what it got; return the port."""
    listening = socket.socket()
    listening.bind((HOST, 0))
    listening.listen()

    def run():
        with listening, listening.accept()[0] as connection:
            received = connection.recv(65536)
            if got is not None:
                got.append(received)
            for part in parts:
                connection.sendall(part)
                if wait:
                    wait.wait(20)

    threading.Thread(target=run, daemon=True).start()
    return listening.getsockname()[1]


def test_a_body_comes_as_it_is_written(serve):
    more = threading.Event()
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    ask = serve(upstream(head + b"5\r\nfirst\r\n", b"4\r\nlast\r\n0\r\n\r\n", wait=more))
    connection = http.client.HTTPConnection("127.0.0.1", ask.port, timeout=10)
    connection.request("GET", "/", headers={"Host": NAME})
    answer = connection.getresponse()
    assert answer.read1(5) == b"first"
    assert ask.route.measured.take() == {"Concurrency": [1.0]}
    more.set()
    assert answer.read() == b"last"


def ended(ask, number):
    """Return the metrics when so many requests have ended: each does after its last byte."""
    soon(lambda: ask.route.measured._counts["Requests"] == number)
    return ask.route.measured.take()


@pytest.mark.parametrize(
    ("make", "status", "text"),
    [
        (lambda: 1, 503, "delayed connect error: 111"),
        (lambda: upstream(b""), 503, "connection termination"),
        (lambda: upstream(b"nonsense\r\n"), 503, "connection termination"),
        (lambda: upstream(b"", wait=threading.Event()), 504, "upstream request timeout"),
    ],
)
def test_an_application_that_does_not_answer(serve, monkeypatch, make, status, text):
    monkeypatch.setattr(listener, "LIMIT_SECONDS", 0.3)
    ask = serve(make())
    answer, body = ask()
    assert (answer.status, body.decode().endswith(text)) == (status, True)
    values = ended(ask, 1)
    assert values["5xxStatusResponses"] == values["Requests"] == [1.0]


@pytest.mark.parametrize(("status", "counted"), [(200, "2"), (201, "2"), (404, "4"), (500, "5"), (302, "")])
def test_what_is_counted(serve, application, status, counted):
    ask = serve(application.port)
    for _ in range(3):
        ask(path=f"/{status}")
    values = ended(ask, 3)
    assert values["Requests"] == [3.0]
    assert len(values["RequestLatency"]) == 3
    assert all(0 < value < 10_000 for value in values["RequestLatency"])
    assert {name[0] for name in values if name.endswith("xxStatusResponses")} == set(counted)
    assert ask.route.measured.take() == {}


@pytest.mark.parametrize("most", [1, 2, 5])
def test_concurrency_is_the_most_at_once(most):
    measured = Measured()
    for together in (1, most, 1):
        for _ in range(together):
            measured.begin()
        for _ in range(together):
            measured.end(200, 0.1)
    assert measured.take()["Concurrency"] == [float(most)]
