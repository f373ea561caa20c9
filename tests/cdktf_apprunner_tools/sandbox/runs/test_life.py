"""Services that run, through boto3 and HTTP: created, updated, rolled back, paused, resumed, deleted."""

import json
import time
import urllib.error
import urllib.request
import uuid

import psutil
import pytest

from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings
from tests.cdktf_apprunner_tools.sandbox.runs.applications import server, soon
from tests.support.apprunner import of_a_new_account, operations, settle
from tests.support.deployment import trust
from tests.support.images import HELLO, HELLO_SOURCE

pytestmark = pytest.mark.slow
NAME = "aws-containers/hello-app-runner"
GOOD = server()
CHECK = {"Protocol": "HTTP", "Path": "/200", "Interval": 1, "UnhealthyThreshold": 2}
FAILED = "Health check failed on protocol `HTTP`[Path: '/404'], [Port: '8080']. Check your configured port"
NO_RUN = "echo starting; exit 3"
CRASHED = (
    "Your application stopped or failed to start. See logs for more information.  Container exit code: 3"
)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Settings(operation_seconds=0.05, rate_seconds=1)) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox):
    """App Runner in another account for each test, where the public image is a server."""
    sandbox.control(runs={NAME: GOOD})
    return of_a_new_account(sandbox)


@pytest.fixture
def create(client):
    created = []

    def create(name="hello", port="8080", variables=None, secrets=None, source=None, **settings):
        values = {"RuntimeEnvironmentVariables": variables or {}, "RuntimeEnvironmentSecrets": secrets or {}}
        image = {**HELLO_SOURCE["ImageRepository"], "ImageConfiguration": {"Port": port, **values}}
        source = source or {**HELLO_SOURCE, "ImageRepository": image}
        asked = {"HealthCheckConfiguration": CHECK, **settings}
        made = client.create_service(ServiceName=name, SourceConfiguration=source, **asked)["Service"]
        created.append(made["ServiceArn"])
        return made

    yield create
    for arn in created:
        if settle(client, arn) != "DELETED":
            client.delete_service(ServiceArn=arn)


def ask(sandbox, service, path="/"):
    """Request a path of a service by its host; return status and text."""
    return fetch(f"http://{sandbox.listener}{path}", Host=service["ServiceUrl"])


def fetch(url, **headers):
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  # an address of the sandbox
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310  # an address of the sandbox
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def runs(sandbox, service):
    return service["ServiceArn"] in {one["arn"] for one in sandbox.urls()}


def may(sandbox, client, name, principal, *actions):
    """Create a role that may do the actions; return its ARN."""
    iam = sandbox.client("iam", account_id=client.account_id)
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(principal))["Role"]
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=name, PolicyName="allow", PolicyDocument=document)
    return role["Arn"]


def lines(sandbox, service, group):
    name = f"/aws/apprunner/{service['ServiceName']}/{service['ServiceId']}/{group}"
    logs = sandbox.client("logs", account_id=service["ServiceArn"].split(":")[4])
    if not logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]:
        return []
    found = logs.filter_log_events(logGroupName=name)["events"]
    return [event["message"].removeprefix("[AppRunner] ") for event in found]


def streams(sandbox, service):
    name = f"/aws/apprunner/{service['ServiceName']}/{service['ServiceId']}/application"
    logs = sandbox.client("logs", account_id=service["ServiceArn"].split(":")[4])
    return [item["logStreamName"] for item in logs.describe_log_streams(logGroupName=name)["logStreams"]]


def test_a_whole_life(sandbox, client, create):
    service = create(variables={"GREETING": "ahoy"})
    arn, answer = service["ServiceArn"], (200, f"ahoy {service['ServiceUrl']}")
    assert settle(client, arn) == "RUNNING"
    assert ask(sandbox, service) == answer
    assert "Health check is successful. Routing traffic to application." in lines(sandbox, service, "service")
    soon(lambda: "GET /" in lines(sandbox, service, "application"))

    client.update_service(ServiceArn=arn, HealthCheckConfiguration={**CHECK, "Path": "/404"})
    assert ask(sandbox, service) == answer  # the older version runs in the meantime
    assert settle(client, arn) == "RUNNING"
    assert operations(client, arn)[0] == ("UPDATE_SERVICE", "ROLLBACK_SUCCEEDED")
    assert any(line.startswith(FAILED) for line in lines(sandbox, service, "service"))
    assert ask(sandbox, service) == answer

    sandbox.control(runs={NAME: NO_RUN})
    client.start_deployment(ServiceArn=arn)
    assert settle(client, arn) == "RUNNING"
    assert CRASHED in lines(sandbox, service, "service")
    assert "starting" in lines(sandbox, service, "application")
    assert ask(sandbox, service) == answer

    sandbox.control(runs={NAME: GOOD})
    client.pause_service(ServiceArn=arn)
    assert settle(client, arn) == "PAUSED"
    assert ask(sandbox, service)[0] == 404
    with pytest.raises(SandboxError, match="doesn't run"):
        sandbox.http_url(arn)
    client.resume_service(ServiceArn=arn)
    assert settle(client, arn) == "RUNNING"
    assert ask(sandbox, service) == answer

    client.delete_service(ServiceArn=arn)
    assert settle(client, arn) == "DELETED"
    assert ask(sandbox, service)[0] == 404


@pytest.mark.parametrize(
    ("command", "port", "check", "line"),
    [
        (NO_RUN, "8080", CHECK, CRASHED),
        (GOOD, "8080", {**CHECK, "Path": "/404"}, FAILED),
        (server(port="{8000}"), "8080", CHECK, FAILED.replace("404", "200")),
        (
            server(port="{8000}"),
            "8080",
            {**CHECK, "Protocol": "TCP"},
            "Health check failed on protocol `TCP`",
        ),
        (server(port="{8000}"), "8000", CHECK, None),
        (server("127.0.0.2", "{port}"), "8080", CHECK, None),
    ],
)
def test_ports_paths_and_crashes(sandbox, client, create, command, port, check, line):
    sandbox.control(runs={HELLO: command})
    service = create(port=port, HealthCheckConfiguration=check)
    expected = "CREATE_FAILED" if line else "RUNNING"
    assert settle(client, service["ServiceArn"]) == expected
    assert any(one.startswith(line or "Health check is succ") for one in lines(sandbox, service, "service"))
    assert runs(sandbox, service) is (line is None)


def test_only_one_version_is_left_and_none_of_a_paused_or_deleted_service(sandbox, client, create):
    command = f": {uuid.uuid4()}; {GOOD}"
    sandbox.control(runs={NAME: command})

    def versions():
        started = psutil.Process(sandbox._process.pid).children()
        return sum(command.partition(";")[0] in " ".join(one.cmdline()) for one in started)

    arn = create()["ServiceArn"]
    settle(client, arn)
    for ask_for, left in (
        (client.start_deployment, 1),
        (client.update_service, 1),
        (client.pause_service, 0),
        (client.resume_service, 1),
        (client.delete_service, 0),
    ):
        ask_for(ServiceArn=arn)
        settle(client, arn)
        soon(lambda left=left: versions() == left)


def test_a_failed_creation_runs_after_a_rebuild(sandbox, client, create):
    service = create(HealthCheckConfiguration={**CHECK, "Path": "/500"})
    assert settle(client, service["ServiceArn"]) == "CREATE_FAILED"
    client.update_service(ServiceArn=service["ServiceArn"], HealthCheckConfiguration=CHECK)
    assert settle(client, service["ServiceArn"]) == "RUNNING"
    assert ask(sandbox, service)[0] == 200


def test_secrets_reach_the_application_and_one_without_a_value_fails(sandbox, client, create):
    account = {"account_id": client.account_id}
    made = sandbox.client("secretsmanager", **account).create_secret(Name="greeting", SecretString="psst")
    role = may(sandbox, client, "instance", "tasks.apprunner", "secretsmanager:*", "ssm:*")
    settings = {"InstanceConfiguration": {"InstanceRoleArn": role}}
    service = create(secrets={"GREETING": made["ARN"]}, **settings)
    assert settle(client, service["ServiceArn"]) == "RUNNING"
    assert ask(sandbox, service)[1].startswith("psst ")
    other = create("other", secrets={"GREETING": "none"}, **settings)
    assert settle(client, other["ServiceArn"]) == "CREATE_FAILED"
    assert any(line.endswith("GREETING has no value") for line in lines(sandbox, other, "service"))


def test_calls_of_aws_lead_to_the_sandbox(sandbox, client, create):
    sandbox.control(runs={NAME: f"echo; env; {GOOD}"})
    service = create(variables={"AWS_REGION": "eu-central-1"})
    settle(client, service["ServiceArn"])
    expected = {
        f"AWS_ENDPOINT_URL={sandbox.url}",
        f"AWS_ACCESS_KEY_ID={client.account_id}",
        "AWS_DEFAULT_REGION=eu-west-1",
        "AWS_REGION=eu-central-1",
    }
    soon(lambda: expected <= set(lines(sandbox, service, "application")))
    assert "" not in lines(sandbox, service, "application")  # CloudWatch takes no empty line


def test_a_push_that_fails_is_deployed_once(sandbox, client, create):
    account = {"account_id": client.account_id}
    sandbox.client("ecr", **account).create_repository(repositoryName="shop")
    sandbox.push("shop", "v1", **account)
    role = may(sandbox, client, "access", "build.apprunner", "ecr:*")
    sandbox.control(runs={"shop": GOOD})
    image = {
        "ImageIdentifier": f"{client.account_id}.dkr.ecr.eu-west-1.amazonaws.com/shop:v1",
        "ImageRepositoryType": "ECR",
    }
    source = {"ImageRepository": image, "AuthenticationConfiguration": {"AccessRoleArn": role}}
    service = create(source=source)
    arn = service["ServiceArn"]
    settle(client, arn)
    sandbox.control(runs={"shop": NO_RUN})
    sandbox.push("shop", "v1", "worse", **account)
    soon(lambda: operations(client, arn)[0] == ("START_DEPLOYMENT", "ROLLBACK_SUCCEEDED"))
    time.sleep(0.5)
    assert len(operations(client, arn)) == 2
    assert ask(sandbox, service)[0] == 200


def test_an_instance_that_ends_is_started_again_without_a_line(sandbox, client, create):
    sandbox.control(runs={NAME: f"echo up; (sleep 0.5; kill -9 $PPID) & {GOOD}"})
    service = create()
    assert settle(client, service["ServiceArn"]) == "RUNNING"
    before = lines(sandbox, service, "service")
    soon(lambda: lines(sandbox, service, "application").count("up") > 1)
    assert len(streams(sandbox, service)) > 1
    soon(lambda: ask(sandbox, service)[0] == 200)
    assert lines(sandbox, service, "service") == before


def test_metrics_come_from_what_was_served(sandbox, client, create):
    service = create()
    settle(client, service["ServiceArn"])
    for status in (200, 201, 404, 500, 500):
        ask(sandbox, service, f"/{status}")
    cloudwatch = sandbox.client("cloudwatch", account_id=client.account_id)
    dimensions = [
        {"Name": "ServiceName", "Value": "hello"},
        {"Name": "ServiceID", "Value": service["ServiceId"]},
    ]

    def total(name):
        found = cloudwatch.get_metric_statistics(
            Namespace="AWS/AppRunner",
            MetricName=name,
            Dimensions=dimensions,
            StartTime="2000-01-01",
            EndTime="2100-01-01",
            Period=86400,
            Statistics=["Sum"],
        )
        return sum(point["Sum"] for point in found["Datapoints"])

    soon(lambda: total("Requests") == 5)
    counts = [total(f"{kind}xxStatusResponses") for kind in (2, 4, 5)]
    assert counts == [2, 1, 2]
    assert total("RequestLatency") > 0
    assert total("ActiveInstances") >= 1


def test_two_services_of_one_image_and_one_port_both_run(sandbox, client, create):
    services = [create(name) for name in ("first", "second")]
    assert {settle(client, service["ServiceArn"]) for service in services} == {"RUNNING"}
    for service in services:
        assert ask(sandbox, service) == (200, f"hello {service['ServiceUrl']}")
        assert fetch(sandbox.http_url(service["ServiceName"])) == (200, f"hello {service['ServiceUrl']}")


def test_without_a_command_nothing_starts(sandbox, client, create):
    sandbox.control(runs={"other": GOOD})
    service = create()
    assert settle(client, service["ServiceArn"]) == "RUNNING"
    assert not runs(sandbox, service)
    assert lines(sandbox, service, "application") != []


def test_only_active_domains_are_served(sandbox, client, create):
    service = create()
    settle(client, service["ServiceArn"])
    client.associate_custom_domain(ServiceArn=service["ServiceArn"], DomainName="shop.example.com")
    own, shop = {"ServiceUrl": service["ServiceUrl"]}, {"ServiceUrl": "shop.example.com"}
    assert [ask(sandbox, one)[0] for one in (own, shop)] == [200, 404]


def test_a_reset_ends_everything(sandbox, client):
    arn = client.create_service(ServiceName="hello", SourceConfiguration=HELLO_SOURCE)["Service"][
        "ServiceArn"
    ]
    settle(client, arn)
    url = sandbox.http_url(arn)
    sandbox.reset()
    soon(lambda: sandbox.urls() == [])
    with pytest.raises(OSError, match=r"refused|reset"):
        fetch(url)
