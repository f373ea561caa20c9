"""Who may call a sandbox: no page in a browser, whatever it sends; and the clients that must still get in."""

import http.client
import itertools

import pytest

from cdktf_apprunner_tools.sandbox import Sandbox
from cdktf_apprunner_tools.sandbox.client import TOKEN_VARIABLE

pytestmark = pytest.mark.slow
SIGNED = "AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/{}/aws4_request, SignedHeaders=host, Signature=0"
WHERE = {
    "App Runner": ("POST", "/", {"X-Amz-Target": "AppRunner.ListServices"}, "apprunner", b"{}"),
    "a neighbour": ("GET", "/", {}, "s3", b""),
    "a neighbour without signature": ("GET", "/", {}, "", b""),
    "a control request": ("POST", "/_sandbox/control", {"X-Sandbox-Token": "{token}"}, "", b"{}"),
    "the running services": ("POST", "/_sandbox/urls", {"X-Sandbox-Token": "{token}"}, "", b"{}"),
}
ALLOWED = {
    "the address": {},
    "localhost": {"Host": "localhost:{port}"},
    "capitals": {"Host": "LocalHost:{port}"},
    "its own origin": {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"},
}
REFUSED = {
    "rebinding": {"Host": "evil.example:{port}"},
    "rebinding without port": {"Host": "evil.example"},
    "no port": {"Host": "127.0.0.1"},
    "another port": {"Host": "127.0.0.1:1"},
    "a name below localhost": {"Host": "bucket.localhost:{port}"},
    "another loopback address": {"Host": "127.0.0.2:{port}"},
    "no host": {"Host": ""},
    "another origin": {"Origin": "https://evil.example"},
    "a sandboxed frame": {"Origin": "null"},
    "another port's origin": {"Origin": "http://127.0.0.1:1"},
    "an image of another site": {"Sec-Fetch-Site": "cross-site"},
    "an image of another port": {"Sec-Fetch-Site": "same-site"},
}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


@pytest.fixture
def send(sandbox):
    """Send a request and return its status, headers and text."""
    port = sandbox.url.rpartition(":")[2]
    token = sandbox.environment[TOKEN_VARIABLE]

    def send(method, path, headers, service="", body=b""):
        connection = http.client.HTTPConnection("127.0.0.1", int(port))
        sent = {"Authorization": SIGNED.format(service)} if service else {}
        sent |= {name: value.format(port=port, token=token) for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, {name.lower() for name, _ in answer.getheaders()}, answer.read().decode()

    return send


@pytest.mark.parametrize(("how", "where"), list(itertools.product(ALLOWED, WHERE)))
def test_what_comes_in(send, how, where):
    method, path, headers, service, body = WHERE[where]
    status, answered, _ = send(method, path, headers | ALLOWED[how], service, body)
    assert status == 200
    assert not [name for name in answered if name.startswith("access-control-")]


@pytest.mark.parametrize(("how", "where"), list(itertools.product(REFUSED, WHERE)))
def test_what_stays_out(send, how, where):
    method, path, headers, service, body = WHERE[where]
    status, answered, text = send(method, path, headers | REFUSED[how], service, body)
    assert status == 403
    assert len(text.splitlines()) == 1
    assert not [name for name in answered if name.startswith("access-control-")]


@pytest.mark.parametrize("where", WHERE)
def test_a_question_of_a_browser_whether_it_may_is_refused(send, where):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    status, answered, _ = send("OPTIONS", WHERE[where][1], asked)
    assert status == 403
    assert not [name for name in answered if name.startswith("access-control-")]


@pytest.mark.parametrize("what", ["control", "reset", "calls", "urls"])
@pytest.mark.parametrize(
    ("method", "token", "status"),
    [
        ("POST", "{token}", 200),
        ("POST", "{token}x", 403),
        ("POST", "ä", 403),
        ("POST", "", 403),
        ("GET", "{token}", 405),
        ("PUT", "{token}", 405),
        ("GET", "", 403),
    ],
)
def test_control_requests_need_the_token_and_post(send, what, method, token, status):
    headers = {"X-Sandbox-Token": token}
    assert send(method, f"/_sandbox/{what}", headers, body=b"{}")[0] == status


@pytest.mark.parametrize("path", ["/moto-api", "/moto-api/reset", "/moto-api/data.json", "/%6doto-api/reset"])
@pytest.mark.parametrize("service", ["", "s3", "moto_api"])
def test_the_pages_of_moto_are_closed(send, path, service):
    assert send("POST", path, {}, service)[0] == 403


def test_s3_keeps_its_path_style_and_no_origin_gets_in_by_its_rules(sandbox):
    s3 = sandbox.client("s3", "us-east-1")
    s3.create_bucket(Bucket="state")
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}
    s3.put_bucket_cors(Bucket="state", CORSConfiguration={"CORSRules": [rule]})
    s3.put_object(Bucket="state", Key="a/b c", Body=b"x")
    answer = s3.get_object(Bucket="state", Key="a/b c")
    assert answer["Body"].read() == b"x"
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert not [name for name in headers if name.startswith("access-control-")]
