"""VPC connectors."""

import pytest

from tests.support.apprunner import refused, settle
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow


def test_vpc_connectors(sandbox, client):
    ec2 = sandbox.client("ec2", account_id=client.account_id)
    subnets = [item["SubnetId"] for item in ec2.describe_subnets()["Subnets"]]
    with refused("InvalidRequestException", "Not found: subnet-none"):
        client.create_vpc_connector(VpcConnectorName="none", Subnets=["subnet-none"])
    made = client.create_vpc_connector(VpcConnectorName="first", Subnets=subnets[:1])["VpcConnector"]
    assert made["SecurityGroups"]
    client.create_vpc_connector(VpcConnectorName="second", Subnets=subnets[:2])
    groups = [ec2.create_security_group(GroupName="web", Description="web")["GroupId"]]
    with refused("InvalidRequestException", "security groups combination"):
        client.create_vpc_connector(VpcConnectorName="first", Subnets=subnets[:2])
    with refused("InvalidRequestException", "already exists: first"):
        client.create_vpc_connector(VpcConnectorName="first", Subnets=subnets[:1], SecurityGroups=groups)
    sandbox.control(unique_security_groups=True)
    with refused("InvalidRequestException", "security groups combination"):
        client.create_vpc_connector(VpcConnectorName="third", Subnets=subnets[:2])
    assert len(client.list_vpc_connectors(MaxResults=1)["VpcConnectors"]) == 1
    egress = {"EgressType": "VPC", "VpcConnectorArn": made["VpcConnectorArn"]}
    service = client.create_service(
        ServiceName="hello",
        SourceConfiguration=HELLO_SOURCE,
        NetworkConfiguration={"EgressConfiguration": egress},
    )["Service"]["ServiceArn"]
    settle(client, service)
    with refused("InvalidRequestException", "being used by other services"):
        client.delete_vpc_connector(VpcConnectorArn=made["VpcConnectorArn"])
    client.delete_service(ServiceArn=service)
    settle(client, service)
    client.delete_vpc_connector(VpcConnectorArn=made["VpcConnectorArn"])
    gone = client.describe_vpc_connector(VpcConnectorArn=made["VpcConnectorArn"])["VpcConnector"]
    assert gone["Status"] == "INACTIVE"


def test_one_vpc(sandbox, client):
    ec2 = sandbox.client("ec2", account_id=client.account_id)
    here = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    there = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
    for given in ({"Subnets": [here, there]}, {"Subnets": [here], "SecurityGroups": [group]}):
        with refused("InvalidRequestException", "must be in one VPC"):
            client.create_vpc_connector(VpcConnectorName="both", **given)
    client.create_vpc_connector(VpcConnectorName="both", Subnets=[there], SecurityGroups=[group])


def test_the_quota(sandbox, client):
    ec2 = sandbox.client("ec2", account_id=client.account_id)
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    for number in range(10):
        client.create_vpc_connector(VpcConnectorName=f"name{number}", Subnets=[subnet])
    with refused("ServiceQuotaExceededException", "10 VPC connectors"):
        client.create_vpc_connector(VpcConnectorName="more", Subnets=[subnet])


def test_subnets_need_ipv4(sandbox, client):
    ec2 = sandbox.client("ec2", account_id=client.account_id)
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    block = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].replace("::/56", "::/64")
    alone = ec2.create_subnet(VpcId=vpc["VpcId"], Ipv6CidrBlock=block, Ipv6Native=True)["Subnet"]["SubnetId"]
    with refused("InvalidRequestException", f"must have IPv4 addresses: {alone}"):
        client.create_vpc_connector(VpcConnectorName="alone", Subnets=[alone])
