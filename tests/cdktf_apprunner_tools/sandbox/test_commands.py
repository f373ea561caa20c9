"""``serve`` and ``exec``: with the AWS CLI, ended in every way, and with what can't be started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError
from cdktf_apprunner_tools.sandbox.commands import sandbox
from cdktf_apprunner_tools.terraform import Terraform
from tests.support import plain
from tests.support.deployment import PLAIN_HEAD
from tests.support.images import HELLO_SOURCE
from tests.support.project import PROJECT

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "cdktf_apprunner_tools.sandbox"]
AWS = [sys.executable, "-m", "awscli"]


def start(*arguments):
    return subprocess.Popen(
        [*COMMAND, *arguments], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(*arguments):
    process = start(*arguments)
    out, err = process.communicate()
    return process.returncode, out, err


def gone(pids):
    for _ in range(300):
        if not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
            return True
        time.sleep(0.1)
    return False


def test_the_aws_cli(tmp_path):
    script = tmp_path / "script.sh"
    aws, source = " ".join(AWS), json.dumps(HELLO_SOURCE)
    script.write_text(f"""set -e
arn=$({aws} apprunner create-service --service-name hello --source-configuration '{source}' \
--query Service.ServiceArn --output text)
sleep 1
{aws} apprunner describe-service --service-arn $arn --query Service.Status --output text
{aws} apprunner delete-service --service-arn $arn --query Service.Status --output text
sleep 1
{aws} apprunner list-operations --service-arn $arn --query 'OperationSummaryList[].Type' --output text
""")
    code, out, err = run("exec", "--operation-seconds", "0.2", "--", "sh", str(script))
    assert code == 0, err
    assert out.split() == ["RUNNING", "OPERATION_IN_PROGRESS", "DELETE_SERVICE", "CREATE_SERVICE"]


def test_the_exit_code_of_the_command_is_returned():
    assert run("exec", "--", "sh", "-c", "exit 7")[0] == 7


def test_a_command_that_cannot_be_started():
    code, _, err = run("exec", "--", "no-such-command")
    assert code == 1
    assert err == "cdktf-apprunner: no-such-command can't be found; install it or give its path\n"


@pytest.mark.parametrize("command", ["serve", "exec"])
@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--account-id", "12", "twelve digits"),
        ("--account-id", "1111222233334", "twelve digits"),
        ("--account-id", "", "twelve digits"),
        ("--region", "eu-north-1", "a region of App Runner (ap-northeast-1, "),
        ("--region", "mars", "a region of App Runner ("),
        ("--port", "99999", "a number from 0 to 65535"),
        ("--port", "-1", "a number from 0 to 65535"),
        ("--operation-seconds", "-1", "a number of at least 0"),
        ("--operation-seconds", "nan", "a number of at least 0"),
        ("--operation-seconds", "inf", "a number of at least 0"),
    ],
)
def test_wrong_options_start_nothing(tmp_path, command, option, value, expected):
    made = tmp_path / "made"
    given = ["touch", str(made)] if command == "exec" else []
    result = CliRunner().invoke(sandbox, [command, option, value, *given])
    assert result.exit_code == 2
    assert result.output.startswith(f"cdktf-apprunner: {option} must be {expected}")
    assert result.output.count("\n") == 1
    assert not made.exists()


def test_a_port_in_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SandboxError, match="in use"):
            Sandbox(port=port).start()
        code, _, err = run("exec", "--port", str(port), "--", "true")
    assert code == 1
    assert err.splitlines()[-1] == f"cdktf-apprunner: port {port} is in use; choose another"


def test_serve_prints_what_to_export_and_ends_with_ctrl_c():
    process = start("serve")
    line = process.stdout.readline()
    assert line.startswith("export AWS_ENDPOINT_URL=http://127.0.0.1:")
    pids = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
    process.send_signal(signal.SIGINT)
    assert process.wait() == 0
    process.communicate()
    assert gone(pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_running(number):
    process = start("exec", "--", "sh", "-c", "sleep 600; true")
    for _ in range(100):
        pids = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        if len(pids) >= 3:  # the server, the shell and its child
            break
        time.sleep(0.1)
    os.kill(process.pid, number)
    process.communicate()
    assert gone(pids)


@pytest.mark.parametrize("stubborn", ["", "trap '' INT; "])
def test_a_command_ends_when_its_sandbox_is_killed(stubborn):
    process = start("exec", "--", "sh", "-c", f"{stubborn}while true; do sleep 1; done")
    for _ in range(300):
        children = psutil.Process(process.pid).children()
        if len(children) >= 2:
            break
        time.sleep(0.1)
    next(child for child in children if "cdktf_apprunner_tools.sandbox.server" in child.cmdline()).kill()
    _, err = process.communicate()
    assert process.returncode == 1
    assert err == "cdktf-apprunner: the sandbox ended by itself, so sh was ended too\n"
    assert gone([child.pid for child in children])


@pytest.mark.terraform
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_killed_in_the_middle_of_an_apply(tmp_path, number):
    (tmp_path / "main.tf").write_text(PLAIN_HEAD + plain.service())
    terraform = Terraform(tmp_path)
    terraform.init()
    process = subprocess.Popen(
        [
            *COMMAND,
            "exec",
            "--operation-seconds",
            "60",
            "--",
            "terraform",
            f"-chdir={tmp_path}",
            "apply",
            "-auto-approve",
            "-no-color",
        ],
        cwd=PROJECT,
        env=terraform.variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stdout:
        if "Still creating" in line or "Creating..." in line:
            break
    pids = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    os.kill(process.pid, number)
    process.communicate()
    assert gone(pids)
    assert not (tmp_path / ".terraform.tfstate.lock.info").exists()
