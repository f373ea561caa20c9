"""VPC ingress connections."""

from __future__ import annotations

from collections.abc import Iterator

from cdktf_apprunner_tools.prove.account import Account, refused
from cdktf_apprunner_tools.prove.scenarios import Fact, decided, scenario
from cdktf_apprunner_tools.prove.scenarios.connectors import network
from cdktf_apprunner_tools.prove.scenarios.operations import make_private
from cdktf_apprunner_tools.prove.scenarios.revisions import INVALID
from cdktf_apprunner_tools.prove.scenarios.services import failing, main

QUOTA = "ServiceQuotaExceededException"


@scenario("endpoint", minutes=20, decides=("ingress_connections",))
def two_ingress_connections(account: Account) -> Iterator[Fact]:
    """Connect two private services through one endpoint."""
    made, client = network(account), account.clients["apprunner"]
    endpoint = account.create(
        "VPC endpoint",
        "endpoint",
        VpcId=made["vpc"],
        SubnetIds=[made["subnet"]],
        SecurityGroupIds=[made["group"]],
        VpcEndpointType="Interface",
        PrivateDnsEnabled=False,
        ServiceName=f"com.amazonaws.{account.region}.apprunner.requests",
    )
    account.wait("the endpoint is available", lambda: _available(account, endpoint))
    place = {"VpcId": made["vpc"], "VpcEndpointId": endpoint}
    services = [main(account), failing(account)]
    for arn in services:
        make_private(account, arn)
    first = account.create(
        "VPC ingress connection", "first", ServiceArn=services[0], IngressVpcConfiguration=place
    )

    def status() -> str | None:
        described = client.describe_vpc_ingress_connection(VpcIngressConnectionArn=first)
        found = str(described["VpcIngressConnection"]["Status"])
        return None if found.startswith("PENDING") else found

    yield Fact("the status of the first", account.wait("the connection is there", status), "AVAILABLE")
    code = account.refusal(
        "VPC ingress connection", "second", ServiceArn=services[1], IngressVpcConfiguration=place
    )
    yield decided("ingress_connections", {None: None, QUOTA: 1}.get(code, code))
    code = refused(lambda: client.delete_service(ServiceArn=services[0]))
    yield Fact("deleting a service that has one", code, INVALID)


def _available(account: Account, endpoint: str) -> bool:
    (found,) = account.clients["ec2"].describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
    return bool(found["State"].lower() == "available")
