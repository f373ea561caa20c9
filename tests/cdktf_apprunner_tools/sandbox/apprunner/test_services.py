"""Services: their life, their operations, and what is refused."""

import botocore.session
import pytest
from botocore.config import Config

from tests.support.apprunner import operations, refused, settle
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow


def test_all_operations_exist():
    from cdktf_apprunner_tools.sandbox.apprunner import OPERATIONS

    model = botocore.session.get_session().get_service_model("apprunner")
    assert sorted(OPERATIONS) == sorted(botocore.xform_name(name) for name in model.operation_names)
    assert len(OPERATIONS) == 37


def test_the_life_of_a_service(client, create):
    arn = create(Tags=[{"Key": "team", "Value": "shop"}])
    made = client.describe_service(ServiceArn=arn)["Service"]
    assert arn == f"arn:aws:apprunner:eu-west-1:{client.account_id}:service/hello/{made['ServiceId']}"
    assert made["ServiceUrl"].endswith(".eu-west-1.awsapprunner.com")
    assert made["InstanceConfiguration"] == {"Cpu": "1024", "Memory": "2048"}
    assert made["AutoScalingConfigurationSummary"]["AutoScalingConfigurationName"] == "DefaultConfiguration"
    assert settle(client, arn) == "RUNNING"
    client.update_service(ServiceArn=arn, InstanceConfiguration={"Cpu": "2 vCPU", "Memory": "4 GB"})
    assert settle(client, arn) == "RUNNING"
    changed = client.describe_service(ServiceArn=arn)["Service"]
    assert changed["InstanceConfiguration"] == {"Cpu": "2048", "Memory": "4096"}
    client.pause_service(ServiceArn=arn)
    assert settle(client, arn) == "PAUSED"
    with refused("InvalidStateException"):
        client.update_service(ServiceArn=arn)
    client.resume_service(ServiceArn=arn)
    assert settle(client, arn) == "RUNNING"
    client.start_deployment(ServiceArn=arn)
    assert settle(client, arn) == "RUNNING"
    client.delete_service(ServiceArn=arn)
    assert settle(client, arn) == "DELETED"
    assert client.list_services()["ServiceSummaryList"] == []
    assert operations(client, arn) == [
        (kind, "SUCCEEDED")
        for kind in (
            "DELETE_SERVICE",
            "START_DEPLOYMENT",
            "RESUME_SERVICE",
            "PAUSE_SERVICE",
            "UPDATE_SERVICE",
            "CREATE_SERVICE",
        )
    ]


def test_one_operation_at_a_time(sandbox, client, create):
    sandbox.control(operation_seconds=5)
    arn = create()
    for change in (client.update_service, client.delete_service, client.pause_service):
        with refused("InvalidStateException", "OPERATION_IN_PROGRESS"):
            change(ServiceArn=arn)
    with refused("InvalidRequestException", "OPERATION_IN_PROGRESS"):
        client.start_deployment(ServiceArn=arn)


def test_log_groups_are_created_and_kept(sandbox, client, create):
    arn = create()
    settle(client, arn)
    logs = sandbox.client("logs", account_id=client.account_id)
    made = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    service_id = arn.rpartition("/")[2]
    assert made == [f"/aws/apprunner/hello/{service_id}/{kind}" for kind in ("application", "service")]
    client.delete_service(ServiceArn=arn)
    settle(client, arn)
    assert len(logs.describe_log_groups()["logGroups"]) == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"source": {}}, "Exactly one of"),
        ({"source": {**HELLO_SOURCE, "AutoDeploymentsEnabled": True}}, "automatic deployments"),
        ({"InstanceConfiguration": {"Cpu": "256", "Memory": "4096"}}, "Invalid combination"),
        (
            {
                "EncryptionConfiguration": {
                    "KmsKey": "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"
                }
            },
            "KMS key",
        ),
        ({"NetworkConfiguration": {"EgressConfiguration": {"EgressType": "VPC"}}}, "VpcConnectorArn must"),
        ({"name": "h"}, "length greater than or equal to 4"),
        ({"HealthCheckConfiguration": {"Interval": 21}}, "less than or equal to 20"),
        ({"HealthCheckConfiguration": {"Protocol": "UDP"}}, "enum value set"),
    ],
)
def test_create_refuses(sandbox, client, settings, message):
    settings = dict(settings)
    name, source = settings.pop("name", "hello"), settings.pop("source", HELLO_SOURCE)
    unchecked = botocore.session.get_session().create_client(
        "apprunner",
        region_name="eu-west-1",
        endpoint_url=sandbox.url,
        aws_access_key_id=client.account_id,
        aws_secret_access_key="b",
        config=Config(parameter_validation=False),
    )
    with refused("InvalidRequestException", message):
        unchecked.create_service(ServiceName=name, SourceConfiguration=source, **settings)


def test_a_name_is_unique(client, create):
    create()
    with refused("InvalidRequestException", "already exists"):
        create()


def test_unknown_things_are_not_found(client):
    arn = "arn:aws:apprunner:eu-west-1:111122223333:service/none/" + "0" * 32
    with refused("ResourceNotFoundException"):
        client.describe_service(ServiceArn=arn)
    with refused("ResourceNotFoundException"):
        client.list_tags_for_resource(ResourceArn=arn)
    with refused("ResourceNotFoundException"):
        client.describe_custom_domains(ServiceArn=arn)


def test_a_young_role_is_refused(sandbox, create, private):
    sandbox.control(role_propagation_seconds=60)
    with refused("InvalidRequestException", "Error in assuming access role"):
        create(source=private)


@pytest.mark.parametrize("setting", [True, False])
def test_absent_variables(sandbox, client, create, setting):
    sandbox.control(absent_maps_clear=setting)
    image = {**HELLO_SOURCE["ImageRepository"]}
    full = {**image, "ImageConfiguration": {"RuntimeEnvironmentVariables": {"A": "1"}}}
    arn = create(source={**HELLO_SOURCE, "ImageRepository": full})
    settle(client, arn)
    bare = {**image, "ImageConfiguration": {"Port": "8080"}}
    client.update_service(ServiceArn=arn, SourceConfiguration={**HELLO_SOURCE, "ImageRepository": bare})
    settle(client, arn)
    made = client.describe_service(ServiceArn=arn)["Service"]["SourceConfiguration"]["ImageRepository"]
    assert ("RuntimeEnvironmentVariables" in made["ImageConfiguration"]) is not setting


@pytest.mark.parametrize("setting", [True, False])
def test_updates_while_paused(sandbox, client, create, setting):
    sandbox.control(update_while_paused=setting)
    arn = create()
    settle(client, arn)
    client.pause_service(ServiceArn=arn)
    settle(client, arn)
    if setting:
        client.update_service(ServiceArn=arn)
        assert settle(client, arn) == "PAUSED"
    else:
        with refused("InvalidStateException"):
            client.update_service(ServiceArn=arn)
