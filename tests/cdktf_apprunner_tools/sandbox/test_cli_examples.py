"""The examples in the AWS CLI's own help, called by the AWS CLI: each answer has the example's members."""

import functools
import importlib
import json
import re
from pathlib import Path

import awscli
import pytest
from botocore import xform_name

from cdktf_apprunner_tools.sandbox import Sandbox, Settings
from cdktf_apprunner_tools.sandbox.model import service_model
from tests.support.apprunner import settle
from tests.support.deployment import trust
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow
FOLDER = Path(awscli.__file__).parent / "examples" / "apprunner"
EXAMPLE = re.compile(
    r"    aws apprunner (?P<command>[a-z-]+).*?(?:input\.json``::\n\n(?P<given>    \{.*?\n    \}))?\n+"
    r"(?:Output::\n\n(?P<answer>    \{.*?\n    \})|This command produces no output)",
    re.DOTALL,
)
ARN = re.compile(r"arn:aws:apprunner:[a-z0-9-]+:\d{12}:(?P<kind>[a-z]+)/[A-Za-z0-9_/-]+")
ACCOUNT, REGION = "123456789012", "us-east-1"
LIFE = (
    *("create-connection", "list-connections", "create-service", "describe-service", "list-services"),
    *("tag-resource", "list-tags-for-resource", "untag-resource"),
    *("associate-custom-domain", "describe-custom-domains", "disassociate-custom-domain"),
    *("create-auto-scaling-configuration", "describe-auto-scaling-configuration"),
    *("list-auto-scaling-configurations", "update-service", "start-deployment", "list-operations"),
    *("pause-service", "resume-service", "delete-service", "delete-connection"),
    "delete-auto-scaling-configuration",
)
"""Every command that has examples, in an order in which each of them can succeed."""
DIFFERENT = {
    # AWS Copilot waits for the status after CREATING before it reads the records
    # (cf-custom-resources/lib/custom-domain-app-runner.js).
    "associate-custom-domain": "CustomDomain.CertificateValidationRecords",
    "list-services": "NextToken",  # the example's list is longer than a page
}
"""Members that our answers don't have; each stands for the members in it."""


def examples(command):
    """Return input and output of each example of a command."""
    text = (FOLDER / f"{command}.rst").read_text(encoding="utf-8")
    found = [(match["given"], match["answer"]) for match in EXAMPLE.finditer(text)]
    assert found, command
    return [tuple(json.loads(part) if part else {} for part in pair) for pair in found]


def members(value, path=()):
    """Return the path of every member; list items are one."""
    if isinstance(value, list):
        return {found for item in value for found in members(item, path)}
    if not isinstance(value, dict):
        return {path}
    return {path, *(found for key, item in value.items() for found in members(item, (*path, key)))}


def test_every_example_is_in_the_life():
    assert sorted(LIFE) == sorted(file.stem for file in FOLDER.glob("*.rst"))


def members_of(command):
    """Return the input members of a command."""
    (operation,) = [name for name in service_model().operation_names if xform_name(name, "-") == command]
    return service_model().operation_model(operation).input_shape.members


@pytest.fixture
def sandbox(monkeypatch):
    """A sandbox in the account and region of the examples, with the image and role that they name."""
    settings = Settings(account_id=ACCOUNT, operation_seconds=0.05)
    with Sandbox(settings, region=REGION) as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        made.client("ecr").create_repository(repositoryName="golang-app")
        made.push("golang-app", "latest")
        iam = made.client("iam")
        iam.create_role(RoleName="my-ecr-role", AssumeRolePolicyDocument=trust("build.apprunner"))
        policy = "arn:aws:iam::aws:policy/service-role/AWSAppRunnerServicePolicyForECRAccess"
        iam.attach_role_policy(RoleName="my-ecr-role", PolicyArn=policy)
        made.client("apprunner").create_connection(
            ConnectionName="my-github-org-connection", ProviderType="GITHUB"
        )
        yield made


def given_to(command, given, number, arns):
    """Return an example's input with our ARNs, a service name of its own, and a map for the variables.

    Two examples have members that their operation doesn't take.
    """
    known = members_of(command)
    given = {name: value for name, value in given.items() if name in known}
    text = ARN.sub(lambda match: arns.get(match["kind"], match[0]), json.dumps(given))
    text = re.sub(r'("RuntimeEnvironmentVariables": )\[(\{.*?\})\]', r"\1\2", text)
    if command == "create-service":
        text = text.replace('"python-app"', f'"python-app-{number}"')
    return text


def issued(client, service):
    """Whether the certificates of all domains were issued."""
    domains = client.describe_custom_domains(ServiceArn=service)["CustomDomains"]
    return all(domain["Status"] != "creating" for domain in domains)


def test_the_examples(sandbox, capsys, tmp_path):
    driver = importlib.import_module("awscli.clidriver").create_clidriver()
    client, arns, differing = sandbox.client("apprunner"), {}, set()
    for command in LIFE:
        for number, (given, expected) in enumerate(examples(command)):
            file = tmp_path / "input.json"
            file.write_text(given_to(command, given, number, arns), encoding="utf-8")
            code = driver.main(["apprunner", command, "--cli-input-json", f"file://{file}"])
            out, err = capsys.readouterr()
            assert code == 0, (command, number, err)
            lacking = members(expected) - members(json.loads(out or "{}"))
            differing |= {
                (command, ".".join(one))
                for one in lacking
                if not ".".join(one).startswith(DIFFERENT.get(command, "-"))
            }
            if command.startswith("create-"):
                made = [match for match in ARN.finditer(out) if "/DefaultConfiguration/" not in match[0]]
                arns = {match["kind"]: match[0] for match in made} | arns
            if command == "create-connection":
                sandbox.control(complete_handshake=given["ConnectionName"])
            if "service" in arns:
                settle(client, arns["service"])
            if command == "associate-custom-domain":
                wait_until(functools.partial(issued, client, arns["service"]))
            if command == "create-service" and number > 0:  # the commands that follow use the first one
                other = json.loads(out)["Service"]["ServiceArn"]
                settle(client, other)
                client.delete_service(ServiceArn=other)
    assert differing == set()
