"""Every operation of App Runner's API through boto3."""

import json
import time

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings
from tests.support.deployment import trust
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow
ACCESS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}],
}


@pytest.fixture(scope="module")
def shared():
    with Sandbox(Settings(operation_seconds=0.1)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared):
    """The shared sandbox, afterwards set back to its first settings."""
    yield shared
    shared.control(
        operation_seconds=0.1,
        next_operation=None,
        throttled_share=0,
        failing_share=0,
        role_propagation_seconds=0,
        unique_security_groups=True,
        update_while_paused=False,
        absent_maps_clear=True,
    )


@pytest.fixture
def client(sandbox):
    """App Runner in another account for each test."""
    account_id = f"{time.monotonic_ns() % 10**12:012d}"
    made = sandbox.client("apprunner", account_id=account_id)
    made.account_id = account_id
    return made


@pytest.fixture
def create(client):
    def create(name="hello", source=None, **settings):
        made = client.create_service(ServiceName=name, SourceConfiguration=source or HELLO_SOURCE, **settings)
        return made["Service"]["ServiceArn"]

    return create


def refused(error, message=""):
    return pytest.raises(ClientError, match=rf"\({error}.*{message}")


def status(client, arn):
    return client.describe_service(ServiceArn=arn)["Service"]["Status"]


def settle(client, arn):
    for _ in range(100):
        if status(client, arn) != "OPERATION_IN_PROGRESS":
            return status(client, arn)
        time.sleep(0.05)
    raise AssertionError("the operation never ended")


def operations(client, arn):
    found = client.list_operations(ServiceArn=arn)["OperationSummaryList"]
    return [(item["Type"], item["Status"]) for item in found]


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
        ({"source": {**HELLO_SOURCE, "AutoDeploymentsEnabled": True}}, "Automatic deployments"),
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


@pytest.fixture
def private(sandbox, client):
    """A source in ECR, and a role that may pull it."""
    sandbox.client("ecr", account_id=client.account_id).create_repository(repositoryName="shop")
    name = "access"
    iam = sandbox.client("iam", account_id=client.account_id)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("build.apprunner"))
    iam.put_role_policy(RoleName=name, PolicyName="pull", PolicyDocument=json.dumps(ACCESS))
    return {
        "ImageRepository": {
            "ImageIdentifier": f"{client.account_id}.dkr.ecr.eu-west-1.amazonaws.com/shop:v1",
            "ImageRepositoryType": "ECR",
        },
        "AuthenticationConfiguration": {"AccessRoleArn": f"arn:aws:iam::{client.account_id}:role/{name}"},
    }


def push(sandbox, client, tag, content=""):
    return sandbox.push("shop", tag, content, account_id=client.account_id)


def test_a_missing_image_fails(client, create, private):
    arn = create(source=private)
    assert settle(client, arn) == "CREATE_FAILED"
    assert operations(client, arn) == [("CREATE_SERVICE", "FAILED")]


def test_a_push_is_deployed(sandbox, client, create, private):
    push(sandbox, client, "v1")
    arn = create(source=private)
    settle(client, arn)
    push(sandbox, client, "other")
    time.sleep(0.3)
    assert len(operations(client, arn)) == 1
    push(sandbox, client, "v1", "newer")
    for _ in range(40):
        time.sleep(0.05)
        if operations(client, arn)[0] == ("START_DEPLOYMENT", "SUCCEEDED"):
            return
    raise AssertionError("the push was never deployed")


def test_a_young_role_is_refused(sandbox, create, private):
    sandbox.control(role_propagation_seconds=60)
    with refused("InvalidRequestException", "Error in assuming access role"):
        create(source=private)


def test_an_update_that_fails_rolls_back(sandbox, client, create, private):
    push(sandbox, client, "v1")
    arn = create(source=private)
    settle(client, arn)
    missing = private["ImageRepository"]["ImageIdentifier"].replace("v1", "none")
    changed = {**private, "ImageRepository": {**private["ImageRepository"], "ImageIdentifier": missing}}
    client.update_service(ServiceArn=arn, SourceConfiguration=changed)
    assert settle(client, arn) == "RUNNING"
    service = client.describe_service(ServiceArn=arn)["Service"]
    assert service["SourceConfiguration"]["ImageRepository"]["ImageIdentifier"].endswith(":v1")
    assert operations(client, arn)[0] == ("UPDATE_SERVICE", "ROLLBACK_SUCCEEDED")


@pytest.mark.parametrize("outcome", ["fail", "roll back"])
def test_a_requested_failure(sandbox, client, create, outcome):
    sandbox.control(next_operation=outcome)
    arn = create()
    assert settle(client, arn) == "CREATE_FAILED"
    assert operations(client, arn) == [("CREATE_SERVICE", "FAILED")]


def test_a_requested_stuck_operation(sandbox, client, create):
    sandbox.control(next_operation="stuck")
    arn = create()
    time.sleep(0.5)
    assert status(client, arn) == "OPERATION_IN_PROGRESS"


def test_throttled_and_failing(sandbox, client):
    sandbox.control(throttled_share=1)
    with refused("ThrottlingException"):
        client.list_services()
    sandbox.control(throttled_share=0, failing_share=1)
    with refused("InternalServiceErrorException"):
        client.list_services()


def test_an_unknown_control_is_refused(sandbox):
    with pytest.raises(SandboxError, match="the sandbox can't change weather to fine"):
        sandbox.control(weather="fine")


def test_auto_scaling_configurations(client, create):
    made = [
        client.create_auto_scaling_configuration(AutoScalingConfigurationName="slow", MaxSize=size)
        for size in range(1, 6)
    ]
    arns = [item["AutoScalingConfiguration"]["AutoScalingConfigurationArn"] for item in made]
    with refused("ServiceQuotaExceededException", "5 active revisions"):
        client.create_auto_scaling_configuration(AutoScalingConfigurationName="slow")
    with refused("InvalidRequestException", "MinSize"):
        client.create_auto_scaling_configuration(AutoScalingConfigurationName="wrong", MinSize=9, MaxSize=2)
    listed = client.list_auto_scaling_configurations(AutoScalingConfigurationName="slow")
    assert [
        item["AutoScalingConfigurationRevision"] for item in listed["AutoScalingConfigurationSummaryList"]
    ] == [5]
    everything = client.list_auto_scaling_configurations(LatestOnly=False)
    assert len(everything["AutoScalingConfigurationSummaryList"]) == 6
    arn = create(AutoScalingConfigurationArn=arns[0])
    settle(client, arn)
    using = client.list_services_for_auto_scaling_configuration(AutoScalingConfigurationArn=arns[0])
    assert using["ServiceArnList"] == [arn]
    with refused("InvalidRequestException", "in use"):
        client.delete_auto_scaling_configuration(AutoScalingConfigurationArn=arns[0])
    client.delete_auto_scaling_configuration(AutoScalingConfigurationArn=arns[4])
    latest = client.describe_auto_scaling_configuration(
        AutoScalingConfigurationArn=arns[0].rsplit("/", 2)[0]
    )["AutoScalingConfiguration"]
    assert latest["AutoScalingConfigurationRevision"] == 4
    client.update_default_auto_scaling_configuration(AutoScalingConfigurationArn=arns[1])
    with refused("InvalidRequestException", "default"):
        client.delete_auto_scaling_configuration(AutoScalingConfigurationArn=arns[1])


def test_observability_configurations(client, create):
    made = client.create_observability_configuration(
        ObservabilityConfigurationName="traces", TraceConfiguration={"Vendor": "AWSXRAY"}
    )["ObservabilityConfiguration"]
    arn = made["ObservabilityConfigurationArn"]
    service = create(
        ObservabilityConfiguration={"ObservabilityEnabled": True, "ObservabilityConfigurationArn": arn}
    )
    settle(client, service)
    with refused("InvalidRequestException", "in use"):
        client.delete_observability_configuration(ObservabilityConfigurationArn=arn)
    client.update_service(ServiceArn=service, ObservabilityConfiguration={"ObservabilityEnabled": False})
    settle(client, service)
    client.delete_observability_configuration(ObservabilityConfigurationArn=arn)
    gone = client.describe_observability_configuration(ObservabilityConfigurationArn=arn)
    assert gone["ObservabilityConfiguration"]["Status"] == "INACTIVE"
    assert client.list_observability_configurations()["ObservabilityConfigurationSummaryList"] == []


def test_vpc_connectors(sandbox, client):
    ec2 = sandbox.client("ec2", account_id=client.account_id)
    subnets = [item["SubnetId"] for item in ec2.describe_subnets()["Subnets"]]
    with refused("InvalidRequestException", "Not found: subnet-none"):
        client.create_vpc_connector(VpcConnectorName="none", Subnets=["subnet-none"])
    made = client.create_vpc_connector(VpcConnectorName="first", Subnets=subnets[:1])["VpcConnector"]
    assert made["SecurityGroups"]
    with refused("InvalidRequestException", "security groups combination"):
        client.create_vpc_connector(VpcConnectorName="second", Subnets=subnets[:2])
    sandbox.control(unique_security_groups=False)
    client.create_vpc_connector(VpcConnectorName="second", Subnets=subnets[:2])
    assert len(client.list_vpc_connectors(MaxResults=1)["VpcConnectors"]) == 1
    egress = {"EgressType": "VPC", "VpcConnectorArn": made["VpcConnectorArn"]}
    service = client.create_service(
        ServiceName="hello",
        SourceConfiguration=HELLO_SOURCE,
        NetworkConfiguration={"EgressConfiguration": egress},
    )["Service"]["ServiceArn"]
    settle(client, service)
    with refused("InvalidRequestException", "in use"):
        client.delete_vpc_connector(VpcConnectorArn=made["VpcConnectorArn"])
    client.delete_service(ServiceArn=service)
    settle(client, service)
    client.delete_vpc_connector(VpcConnectorArn=made["VpcConnectorArn"])
    gone = client.describe_vpc_connector(VpcConnectorArn=made["VpcConnectorArn"])["VpcConnector"]
    assert gone["Status"] == "INACTIVE"


def test_connections_and_source_code(sandbox, client, create):
    made = client.create_connection(ConnectionName="code", ProviderType="GITHUB")["Connection"]
    assert made["Status"] == "PENDING_HANDSHAKE"
    code = {
        "CodeRepository": {
            "RepositoryUrl": "https://github.com/acme/shop",
            "SourceCodeVersion": {"Type": "BRANCH", "Value": "main"},
        },
        "AuthenticationConfiguration": {"ConnectionArn": made["ConnectionArn"]},
    }
    with refused("InvalidRequestException", "complete the hand-shake"):
        create(source=code)
    sandbox.control(complete_handshake="code")
    arn = create(source=code)
    assert settle(client, arn) == "RUNNING"
    with refused("InvalidRequestException", "in use"):
        client.delete_connection(ConnectionArn=made["ConnectionArn"])
    client.delete_service(ServiceArn=arn)
    settle(client, arn)
    assert client.delete_connection(ConnectionArn=made["ConnectionArn"])["Connection"]["Status"] == "DELETED"
    assert client.list_connections(ConnectionName="code")["ConnectionSummaryList"] == []


def test_a_repository_policy_lets_other_accounts_in(sandbox, client, private):
    push(sandbox, client, "v1")
    guest = "888877776666"
    ecr = sandbox.client("ecr", account_id=guest)
    asked = {"repositoryName": "shop", "registryId": client.account_id}
    with refused(
        "AccessDeniedException", f"arn:aws:iam::{guest}:root is not authorized to perform: ecr:Desc"
    ):
        ecr.describe_images(**asked)
    action = {"Effect": "Allow", "Action": "ecr:DescribeImages"}
    owner = sandbox.client("ecr", account_id=client.account_id)
    for principal in ("arn:aws:iam::999999999999:root", f"arn:aws:iam::{guest}:root"):
        policy = {"Version": "2012-10-17", "Statement": [{**action, "Principal": {"AWS": principal}}]}
        owner.set_repository_policy(repositoryName="shop", policyText=json.dumps(policy))
        if guest not in principal:
            with refused("AccessDeniedException", "no resource-based policy"):
                ecr.describe_images(**asked)
    (image,) = ecr.describe_images(**asked)["imageDetails"]
    assert image["registryId"] == client.account_id
    with refused("AccessDeniedException", "ecr:DescribeRepositories"):
        ecr.describe_repositories(registryId=client.account_id, repositoryNames=["shop"])


def test_custom_domains(sandbox, client, create):
    arn = create()
    settle(client, arn)
    for number in range(5):
        client.associate_custom_domain(
            ServiceArn=arn, DomainName=f"d{number}.a{client.account_id}.com", EnableWWWSubdomain=False
        )
    with refused("InvalidRequestException", "5 custom domains"):
        client.associate_custom_domain(ServiceArn=arn, DomainName="more.example.com")
    time.sleep(0.3)
    domain = client.describe_custom_domains(ServiceArn=arn)["CustomDomains"][0]
    assert domain["Status"] == "pending_certificate_dns_validation"
    route53 = sandbox.client("route53", account_id=client.account_id)
    zone = route53.create_hosted_zone(Name=domain["DomainName"], CallerReference=domain["DomainName"])
    changes = [
        {
            "Action": "CREATE",
            "ResourceRecordSet": {
                "Name": record["Name"],
                "Type": record["Type"],
                "TTL": 60,
                "ResourceRecords": [{"Value": record["Value"]}],
            },
        }
        for record in domain["CertificateValidationRecords"]
    ]
    route53.change_resource_record_sets(
        HostedZoneId=zone["HostedZone"]["Id"], ChangeBatch={"Changes": changes}
    )
    time.sleep(0.3)
    assert client.describe_custom_domains(ServiceArn=arn)["CustomDomains"][0]["Status"] == "active"
    client.disassociate_custom_domain(ServiceArn=arn, DomainName=domain["DomainName"])
    time.sleep(0.3)
    assert len(client.describe_custom_domains(ServiceArn=arn)["CustomDomains"]) == 4
    with refused("ResourceNotFoundException"):
        client.disassociate_custom_domain(ServiceArn=arn, DomainName=domain["DomainName"])


def test_ingress_connections(sandbox, client, create):
    public = create()
    endpoint = {"VpcId": "vpc-1", "VpcEndpointId": "vpce-1"}
    with refused("InvalidRequestException", "publicly accessible"):
        client.create_vpc_ingress_connection(
            ServiceArn=public, VpcIngressConnectionName="door", IngressVpcConfiguration=endpoint
        )
    arn = create("private", NetworkConfiguration={"IngressConfiguration": {"IsPubliclyAccessible": False}})
    settle(client, arn)
    sandbox.control(operation_seconds=2)  # so that the next call comes in time on a busy machine
    made = client.create_vpc_ingress_connection(
        ServiceArn=arn, VpcIngressConnectionName="door", IngressVpcConfiguration=endpoint
    )["VpcIngressConnection"]
    sandbox.control(operation_seconds=0.1)
    door = made["VpcIngressConnectionArn"]
    with refused("InvalidStateException", "PENDING_CREATION"):
        client.delete_vpc_ingress_connection(VpcIngressConnectionArn=door)
    time.sleep(2.2)
    client.update_vpc_ingress_connection(VpcIngressConnectionArn=door, IngressVpcConfiguration=endpoint)
    time.sleep(0.3)
    listed = client.list_vpc_ingress_connections(Filter={"ServiceArn": arn})
    assert len(listed["VpcIngressConnectionSummaryList"]) == 1
    assert len(client.describe_custom_domains(ServiceArn=arn)["VpcDNSTargets"]) == 1
    with refused("InvalidRequestException", "ingress connections"):
        client.delete_service(ServiceArn=arn)
    client.delete_vpc_ingress_connection(VpcIngressConnectionArn=door)
    time.sleep(0.3)
    gone = client.describe_vpc_ingress_connection(VpcIngressConnectionArn=door)["VpcIngressConnection"]
    assert gone["Status"] == "DELETED"


def test_tags_and_pages(client, create):
    arn = create(Tags=[{"Key": "a", "Value": "1"}])
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    client.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    for number in range(4):
        create(f"service{number}")
    pages, token = [], {}
    while True:
        page = client.list_services(MaxResults=2, **token)
        pages.append(len(page["ServiceSummaryList"]))
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert pages == [2, 2, 1]
    with refused("InvalidRequestException", "NextToken"):
        client.list_services(NextToken="nonsense")


def test_events_reach_queues_and_topics(sandbox, client, create):
    account = client.account_id
    queue = sandbox.client("sqs", account_id=client.account_id).create_queue(QueueName="direct")["QueueUrl"]
    behind = sandbox.client("sqs", account_id=client.account_id).create_queue(QueueName="behind")["QueueUrl"]
    sns = sandbox.client("sns", account_id=client.account_id)
    allow = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish"}
    topic = sns.create_topic(Name="topic", Attributes={"Policy": json.dumps({"Statement": [allow]})})
    topic = topic["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:eu-west-1:{account}:behind")
    events = sandbox.client("events", account_id=client.account_id)
    pattern = {"source": ["aws.apprunner"], "detail": {"operationStatus": ["CreateServiceFailed"]}}
    events.put_rule(Name="failed", EventPattern=json.dumps(pattern))
    events.put_targets(
        Rule="failed",
        Targets=[
            {"Id": "queue", "Arn": f"arn:aws:sqs:eu-west-1:{account}:direct"},
            {"Id": "topic", "Arn": topic},
        ],
    )
    sandbox.control(next_operation="fail")
    arn = create()
    settle(client, arn)
    for url in (queue, behind):
        messages = sandbox.client("sqs", account_id=client.account_id).receive_message(QueueUrl=url)[
            "Messages"
        ]
        assert arn in messages[0]["Body"]


def test_two_sandboxes_do_not_see_each_other(client, create):
    create()
    with Sandbox() as other:
        assert (
            other.client("apprunner", account_id=client.account_id).list_services()["ServiceSummaryList"]
            == []
        )


def test_accounts_are_separate(sandbox, client, create):
    create()
    other = sandbox.client("apprunner", account_id="999988887777")
    assert other.list_services()["ServiceSummaryList"] == []
    identity = sandbox.client("sts", account_id="999988887777").get_caller_identity()
    assert identity["Account"] == "999988887777"


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
