"""VPC ingress connections."""

import time

import pytest

from tests.support.apprunner import refused, settle

pytestmark = pytest.mark.slow
PRIVATE = {"IngressConfiguration": {"IsPubliclyAccessible": False}}
PUBLIC = {"IngressConfiguration": {"IsPubliclyAccessible": True}}


def made_endpoint(sandbox, client):
    """Create the interface endpoint through which a private service is reached."""
    ec2 = sandbox.client("ec2", account_id=client.account_id)
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    name = "com.amazonaws.eu-west-1.apprunner.requests"
    made = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=name, VpcEndpointType="Interface")
    return {"VpcId": vpc, "VpcEndpointId": made["VpcEndpoint"]["VpcEndpointId"]}


def test_ingress_connections(sandbox, client, create):
    public = create()
    endpoint = made_endpoint(sandbox, client)
    with refused("InvalidRequestException", "publicly accessible"):
        client.create_vpc_ingress_connection(
            ServiceArn=public, VpcIngressConnectionName="door", IngressVpcConfiguration=endpoint
        )
    arn = create("private", NetworkConfiguration=PRIVATE)
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
    with refused("InvalidRequestException", "can't be publicly accessible"):
        client.update_service(ServiceArn=arn, NetworkConfiguration=PUBLIC)
    with refused("InvalidRequestException", "ingress connections"):
        client.delete_service(ServiceArn=arn)
    client.delete_vpc_ingress_connection(VpcIngressConnectionArn=door)
    time.sleep(0.3)
    gone = client.describe_vpc_ingress_connection(VpcIngressConnectionArn=door)["VpcIngressConnection"]
    assert gone["Status"] == "DELETED"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"VpcEndpointId": "vpce-none"}, "VPC endpoint not found: vpce-none"),
        ({"VpcId": "vpc-none"}, "isn't in vpc-none"),
        ({"VpcId": None}, "must have a VpcId and a VpcEndpointId"),
    ],
)
def test_an_endpoint_that_is_not_there(sandbox, client, create, change, message):
    arn = create("private", NetworkConfiguration=PRIVATE)
    settle(client, arn)
    endpoint = {
        key: value for key, value in {**made_endpoint(sandbox, client), **change}.items() if value is not None
    }
    with refused("InvalidRequestException", message):
        client.create_vpc_ingress_connection(
            ServiceArn=arn, VpcIngressConnectionName="door", IngressVpcConfiguration=endpoint
        )


@pytest.mark.parametrize("limit", [None, 1])
def test_the_quota(sandbox, client, create, limit):
    sandbox.control(ingress_connections=limit)
    arns = [create(name, NetworkConfiguration=PRIVATE) for name in ("first", "second")]
    endpoint = made_endpoint(sandbox, client)

    def connect(arn):
        client.create_vpc_ingress_connection(
            ServiceArn=arn,
            VpcIngressConnectionName=arn.split("/")[1],
            IngressVpcConfiguration=endpoint,
        )

    connect(arns[0])
    if limit is None:
        connect(arns[1])
        return
    with refused("ServiceQuotaExceededException", "1 VPC ingress connection"):
        connect(arns[1])


def test_a_private_service_has_no_url(client, create):
    arn = create("private", NetworkConfiguration=PRIVATE)
    assert "ServiceUrl" not in client.describe_service(ServiceArn=arn)["Service"]
    assert "ServiceUrl" not in client.list_services()["ServiceSummaryList"][0]
    settle(client, arn)
    assert client.describe_custom_domains(ServiceArn=arn)["DNSTarget"].endswith(".awsapprunner.com")
    client.update_service(ServiceArn=arn, NetworkConfiguration=PUBLIC)
    settle(client, arn)
    assert "ServiceUrl" in client.describe_service(ServiceArn=arn)["Service"]


@pytest.mark.parametrize(("network", "kind"), [(PUBLIC, "DUAL_STACK"), (PRIVATE, "IPV4")])
def test_only_a_public_service_has_two_stacks(client, create, network, kind):
    arn = create(NetworkConfiguration={**network, "IpAddressType": "DUAL_STACK"})
    found = client.describe_service(ServiceArn=arn)["Service"]["NetworkConfiguration"]
    assert found["IpAddressType"] == kind
