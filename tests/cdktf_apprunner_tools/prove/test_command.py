"""The command with a local AWS as the real account: what it refuses, asks and writes, and how it ends."""

import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys

import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools.program import program
from cdktf_apprunner_tools.prove import clients as real_clients
from cdktf_apprunner_tools.prove.record import TAG, RunRecord
from cdktf_apprunner_tools.prove.scenarios import SCENARIOS, TIERS
from tests.cdktf_apprunner_tools.prove.conftest import SETTINGS, account_of, everything, refusing
from tests.support.account import REGION

pytestmark = pytest.mark.slow
ACCOUNT = SETTINGS.account_id
REAL = ["--real", "--account-id", ACCOUNT, "--budget", "100"]
KEYS = {"AWS_ACCESS_KEY_ID": "sandbox", "AWS_SECRET_ACCESS_KEY": "sandbox"}
SCRIPT = """
import os, sys
from cdktf_apprunner_tools.program import program
from cdktf_apprunner_tools.prove import clients

url, number, when, operation = sys.argv[1:5]
made = clients.Clients.__getitem__

def hooked(self, service):
    client = made(self, service)
    end = lambda **_: os.kill(os.getpid(), int(number))
    for each in operation.split(","):
        client.meta.events.register(f"{when}-call.*.{each}", end, unique_id=each)
    return client

clients.Clients.__getitem__ = hooked
program(sys.argv[5:], obj={"prove_endpoint": url})
"""
"""The command, which sends itself a signal before or after a call."""


@pytest.fixture
def prove(sandbox, monkeypatch, tmp_path):
    """Run the command in an empty folder, with the sandbox as AWS."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(program, ["prove", *arguments], obj={"prove_endpoint": sandbox.url})

    return run


def command(sandbox, number, when, operation, *arguments):
    """Return how to run the command as a program that gets a signal."""
    words = [sys.executable, "-c", SCRIPT, sandbox.url, number, when, operation, "prove", *arguments]
    return [str(int(word) if isinstance(word, signal.Signals) else word) for word in words]


def creations(sandbox):
    return [name for name in sandbox.calls() if re.search(":(Create|Put|Delete)", name)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--real"], "--real needs --account-id and --budget"),
        (["--real", "--account-id", ACCOUNT], "--real needs --account-id and --budget"),
        (["--real", "--account-id", "999999999999", "--budget", "9"], "another account than --account-id"),
        (REAL, "nobody can answer without a terminal; --yes doesn't ask"),
        ([*REAL[:-1], "1", "--up-to", "service", "--yes"], "more than the budget of 1 cents"),
        ([*REAL, "--up-to", "endpoint", "--yes"], "without a terminal; --unknown-price doesn't ask"),
        ([*REAL, "--up-to", "service", "--region", "eu-south-1", "--yes"], "--unknown-price doesn't ask"),
        (["--against", __file__], "--against needs the exchange.jsonl of a run with --record"),
        (["--clean", "none"], "isn't the record of a run"),
    ],
)
def test_what_it_refuses(sandbox, prove, arguments, message):
    sandbox.calls()
    done = prove(*arguments)
    assert done.exit_code == (1 if "budget of" in message else 2)
    assert message in done.stderr.splitlines()[-1]
    assert not re.search(r"\d{12}", done.output)
    assert creations(sandbox) == []


def test_without_credentials(prove, monkeypatch):
    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(real_clients, "_session", real_clients.boto3.Session)
    done = prove(*REAL, "--yes")
    assert (done.exit_code, "the credentials can't be used: " in done.stderr) == (2, True)
    assert len(done.stderr.splitlines()) == 1


def test_no_endpoint_of_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_APPRUNNER", "http://127.0.0.1:1")
    for service in ("apprunner", "sts"):
        url = real_clients.Clients(REGION, None, "key")[service].meta.endpoint_url
        assert url == f"https://{service}.{REGION}.amazonaws.com"


@pytest.mark.parametrize(("form", "name"), [("markdown", "report.md"), ("json", "report.json")])
def test_what_it_writes(prove, tmp_path, form, name):
    done = prove(*REAL, "--up-to", "free", "--yes", "--record", "--folder", "out", "--format", form)
    assert done.exit_code == 0, done.output
    written = (tmp_path / "out" / name).read_text()
    assert done.stdout == written
    record = tmp_path / "out" / "record.jsonl"
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    ids = [making.id for making in RunRecord.load(tmp_path / "out").makings if making.id]
    exchange = (tmp_path / "out" / "exchange.jsonl").read_text()
    for text in (written, exchange, done.stderr):
        assert not re.search(r"\d{12}|127\.0\.0\.1|[0-9a-f]{32}", text.replace(f"{'0' * 31}1", ""))
        assert not [each for each in ids if each in text]
    assert {json.loads(line)["scenario"] for line in exchange.splitlines()} == {
        each.name for each in SCENARIOS.values() if each.tier in ("read", "free")
    }
    assert prove("--real", "--clean", "x", "--folder", "out").stdout.endswith("is left\n")


def test_a_difference_is_in_the_report_and_in_the_exit_code(sandbox, prove):
    sandbox.control(unique_security_groups=True)
    done = prove(*REAL, "--up-to", "free", "--yes")
    assert done.exit_code == 1
    assert "## equal security groups: unique_security_groups" in done.stdout
    assert '"action": "apprunner:CreateVpcConnector"' in done.stdout
    assert re.search(r"arn:aws:apprunner:eu-west-1:ACCOUNT:vpcconnector/prove-\w+-one/1/ID", done.stdout)


def test_what_is_left_is_in_the_report_and_in_the_exit_code(prove, clients, monkeypatch):
    get = real_clients.Clients.__getitem__
    monkeypatch.setattr(real_clients.Clients, "__getitem__", lambda self, service: get(clients, service))
    with refusing(clients, "ec2", "DeleteVpc", "UnauthorizedOperation", 1):
        done = prove(*REAL, "--up-to", "free", "--yes")
    assert done.exit_code == 1
    assert re.search(r"- VPC prove-\w+-vpc couldn't be deleted: .*UnauthorizedOperation", done.stdout)
    advice = re.search(r"cdktf-apprunner (prove --clean \w+ --folder \S+) deletes the rest", done.stderr)
    assert prove(*advice[1].split()[1:]).exit_code == 0


def test_a_kept_exchange_can_be_held_against_another_run(sandbox, prove, tmp_path):
    options = [*REAL, "--up-to", "free", "--yes"]
    assert prove(*options, "--record", "--folder", "out").exit_code == 0
    kept = tmp_path / "out" / "exchange.jsonl"
    assert prove(*options, "--against", str(kept)).exit_code == 0
    kept.write_text(kept.read_text().replace('"MaxSize"', '"MostInstances"'))
    done = prove(*options, "--against", str(kept))
    assert done.exit_code == 1
    assert "this run hasn't default configuration: apprunner:DescribeAutoScalingConfiguration" in done.stderr


def test_without_real_it_needs_no_account(prove, monkeypatch):
    for name in KEYS:
        monkeypatch.delenv(name)
    done = prove("--up-to", "read")
    assert (done.exit_code, "facts in the local AWS" in done.stdout) == (0, True), done.output


@pytest.mark.parametrize("up_to", TIERS)
def test_permissions_need_no_credentials(up_to):
    done = CliRunner().invoke(program, ["prove", "--permissions", "--up-to", up_to])
    policy = json.loads(done.stdout)
    assert len(re.sub(r"\s", "", done.stdout)) < 6144  # the quota of a managed policy
    for statement in policy["Statement"]:
        reads = re.compile(r"\w+:(List|Describe|GetCallerIdentity)")
        assert statement["Resource"] != ["*"] or all(map(reads.match, statement["Action"]))
        assert all("prove" in json.dumps(statement) for action in statement["Action"] if ":Delete" in action)


@pytest.mark.parametrize(("answer", "code"), [(REGION, 0), ("y", 1)])
def test_what_it_asks_on_a_terminal(sandbox, tmp_path, answer, code):
    sandbox.calls()
    terminal, end = pty.openpty()
    os.write(terminal, f"{answer}\n".encode())
    words = command(sandbox, signal.SIGKILL, "before", "Never", *REAL)
    done = subprocess.run(
        words,
        stdin=end,
        cwd=tmp_path,
        env={**os.environ, **KEYS},
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(terminal)
    os.close(end)
    assert done.returncode == code, done.stderr
    assert f"Type {REGION} to go on" in done.stderr
    assert ("facts in a real account" in done.stdout) == (code == 0)
    assert creations(sandbox) == []


@pytest.mark.parametrize(
    ("number", "when", "operation", "up_to"),
    [
        (signal.SIGKILL, "before", "CreateAutoScalingConfiguration", "free"),
        (signal.SIGKILL, "after", "CreateAutoScalingConfiguration", "free"),
        (signal.SIGKILL, "after", "CreateService", "service"),
        (signal.SIGKILL, "before", "DeleteVpc", "free"),
        (signal.SIGINT, "after", "CreateVpcConnector", "free"),
        (signal.SIGINT, "after", "CreateVpcConnector,DeleteSubnet", "free"),
        (signal.SIGTERM, "after", "CreateSubnet", "free"),
    ],
)
def test_ended_at_any_time_it_leaves_nothing(
    sandbox, prove, clients, tmp_path, number, when, operation, up_to
):
    other = account_of(clients, tmp_path / "other", "0b")
    other.create("auto scaling configuration", "thing")
    before = everything(clients)
    options = ["--up-to", up_to, "--yes"]
    words = command(sandbox, number, when, operation, *REAL, *options)
    done = subprocess.run(
        words, cwd=tmp_path, env={**os.environ, **KEYS}, capture_output=True, text=True, check=False
    )
    (folder,) = tmp_path.glob("prove-*")
    if "," in operation:  # a second time, while it cleans
        assert (done.returncode, done.stdout) == (1, "")
        assert f"interrupted again; cdktf-apprunner prove --clean {folder.name[6:]}" in done.stderr
        assert [making.kind for making in RunRecord.load(folder).left][-1] == "subnet"
        assert prove("--clean", folder.name[6:]).exit_code == 0
    elif number == signal.SIGKILL:
        assert done.returncode == -number
        left = RunRecord.load(folder).left
        assert left
        assert (left[-1].id is None) == operation.startswith("Create")
        cleaned = prove("--clean", folder.name.removeprefix("prove-"))
        assert cleaned.exit_code == 0, cleaned.output
    else:
        assert done.returncode == 1, done.stderr
        assert "\ninterrupted\n" in done.stderr
        assert "It was interrupted." in done.stdout
    assert everything(clients) == before
    (making,) = other.record.left
    tags = clients["apprunner"].list_tags_for_resource(ResourceArn=making.id)["Tags"]
    assert tags == [{"Key": TAG, "Value": "0b"}]
    other.delete(making.kind, making.id)
