"""``--run`` and ``urls`` on the command line, and that nothing outlives a sandbox that was killed."""

import json
import shlex
import signal
import subprocess
import sys

import psutil
import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools.sandbox import Sandbox
from cdktf_apprunner_tools.sandbox.commands import sandbox as program
from tests.cdktf_apprunner_tools.sandbox.runs.applications import server, soon
from tests.support.apprunner import settle
from tests.support.images import HELLO, HELLO_SOURCE

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "cdktf_apprunner_tools.sandbox"]


@pytest.mark.parametrize("command", [["serve"], ["exec", "--", "true"]])
def test_mistakes_are_one_line_each_before_anything_starts(command):
    name, *rest = command
    done = CliRunner().invoke(program, [name, "--run", "shop", "--run", "web=echo 'x", *rest])
    assert done.exit_code == 2
    assert done.output.splitlines() == [
        "cdktf-apprunner: --run shop: shop must have the form NAME=COMMAND",
        """cdktf-apprunner: --run 'web=echo '"'"'x': web has a quote that isn't closed""",
    ]


@pytest.mark.parametrize(
    ("endpoint", "code", "end"),
    [
        ("", 2, "export the lines that sandbox serve prints"),
        ("https://apprunner.eu-west-1.amazonaws.com", 2, "export the lines that sandbox serve prints"),
        ("http://127.0.0.1:1", 1, "no sandbox answers at http://127.0.0.1:1"),
    ],
)
def test_urls_without_a_sandbox(endpoint, code, end):
    done = CliRunner().invoke(program, ["urls"], env={"AWS_ENDPOINT_URL": endpoint})
    assert (done.exit_code, done.output.strip().endswith(end)) == (code, True)


@pytest.mark.slow
def test_the_printed_commands_reach_the_service(tmp_path):
    script = tmp_path / "script.sh"
    aws, urls = (shlex.join([sys.executable, "-m", name]) for name in ("awscli", COMMAND[-1]))
    script.write_text(f"""set -e
{urls} urls 2>none
{aws} apprunner create-service --service-name hello --source-configuration '{json.dumps(HELLO_SOURCE)}' \
    --query Service.ServiceUrl --output text
for _ in 1 2 3 4 5 6 7 8 9; do
    {urls} urls | tee urls
    if [ -s urls ]; then break; fi
    sleep 0.5
done
grep '  curl' urls | sed 's/curl/& -s/' | sh -e
""")
    done = subprocess.run(
        [
            *COMMAND,
            "exec",
            "--operation-seconds",
            "0.1",
            "--run",
            f"{HELLO}={server()}",
            "--",
            "sh",
            "script.sh",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "none").read_text() == "No service runs; --run gives its source a command.\n"
    host = done.stdout.split()[0]
    assert done.stdout.endswith(f"hello {host}" * 2)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_application_outlives_its_sandbox(number):
    with Sandbox(runs={HELLO: server()}) as sandbox:
        client = sandbox.client("apprunner")
        made = client.create_service(ServiceName="hello", SourceConfiguration=HELLO_SOURCE)["Service"]
        settle(client, made["ServiceArn"])
        process = psutil.Process(sandbox._process.pid)
        family = process.children(recursive=True)
        assert family
        process.send_signal(number)
        soon(lambda: not any(one.is_running() and one.status() != "zombie" for one in family))


@pytest.mark.slow
def test_a_sandbox_that_stops_ends_its_applications():
    with Sandbox(runs={HELLO: server()}) as sandbox:
        client = sandbox.client("apprunner")
        made = client.create_service(ServiceName="hello", SourceConfiguration=HELLO_SOURCE)["Service"]
        settle(client, made["ServiceArn"])
        family = psutil.Process(sandbox._process.pid).children(recursive=True)
    assert not any(one.is_running() and one.status() != "zombie" for one in family)
