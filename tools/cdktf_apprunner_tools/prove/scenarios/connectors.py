"""VPC connectors and their security groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cdktf_apprunner_tools.prove.account import Account
from cdktf_apprunner_tools.prove.scenarios import Fact, decided, scenario
from cdktf_apprunner_tools.prove.scenarios.revisions import INVALID

BLOCK = "10.254.0.0/24"


def network(account: Account) -> dict[str, str]:
    """Return the VPC of the run with its subnet and security group; make them once."""
    if "group" not in account.shared:
        vpc = account.create("VPC", "vpc", CidrBlock=BLOCK)
        account.shared["vpc"] = vpc
        account.shared["subnet"] = account.create("subnet", "subnet", VpcId=vpc, CidrBlock=BLOCK)
        account.shared["group"] = account.create("security group", "group", VpcId=vpc)
    return account.shared


@scenario("free", minutes=3, decides=("unique_security_groups",))
def equal_security_groups(account: Account) -> Iterator[Fact]:
    """Make connectors with the same security groups under one name and under two."""
    made = network(account)
    request: dict[str, Any] = {"Subnets": [made["subnet"]], "SecurityGroups": [made["group"]]}
    arn = account.create("VPC connector", "one", **request)
    yield Fact("the same name and groups", account.refusal("VPC connector", "one", **request), INVALID)
    code = account.refusal("VPC connector", "two", **request)
    yield decided("unique_security_groups", code is not None)
    account.delete("VPC connector", arn)
    client = account.clients["apprunner"]
    found = client.describe_vpc_connector(VpcConnectorArn=arn)["VpcConnector"]
    yield Fact("the status of a deleted connector", found["Status"], "INACTIVE")


@scenario("free", minutes=2)
def default_security_group(account: Account) -> Iterator[Fact]:
    """Make a connector without security groups."""
    made = network(account)
    arn = account.create("VPC connector", "default", Subnets=[made["subnet"]])
    found = account.clients["apprunner"].describe_vpc_connector(VpcConnectorArn=arn)["VpcConnector"]
    yield Fact("the number of its groups", len(found["SecurityGroups"]), 1)
