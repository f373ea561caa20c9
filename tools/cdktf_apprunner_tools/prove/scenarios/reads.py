"""Calls that only read."""

from __future__ import annotations

from collections.abc import Iterator

from cdktf_apprunner_tools.prove.account import Account, refused
from cdktf_apprunner_tools.prove.scenarios import Fact, scenario


@scenario("read", minutes=1)
def default_configuration(account: Account) -> Iterator[Fact]:
    """Read AWS's own auto scaling configuration."""
    client = account.clients["apprunner"]
    listed = client.list_auto_scaling_configurations(AutoScalingConfigurationName="DefaultConfiguration")
    arn = listed["AutoScalingConfigurationSummaryList"][0]["AutoScalingConfigurationArn"]
    found = client.describe_auto_scaling_configuration(AutoScalingConfigurationArn=arn)
    values = found["AutoScalingConfiguration"]
    end = "/".join(arn.split("/")[1:])
    yield Fact("its ARN", end, "DefaultConfiguration/1/00000000000000000000000000000001")
    sizes = [values[key] for key in ("MaxConcurrency", "MinSize", "MaxSize")]
    yield Fact("its values", sizes, [100, 1, 25])
    yield Fact("its status", values["Status"], "active")


@scenario("read", minutes=1)
def missing_things(account: Account) -> Iterator[Fact]:
    """Describe what doesn't exist."""
    client, nothing = account.clients["apprunner"], "0" * 32
    start = f"arn:aws:apprunner:{account.region}:{account.account_id}:"
    name = account.record.named("none")
    for field, kind, describe in (
        ("ServiceArn", f"service/{name}", client.describe_service),
        ("VpcConnectorArn", f"vpcconnector/{name}/1", client.describe_vpc_connector),
        ("VpcIngressConnectionArn", f"vpcingressconnection/{name}", client.describe_vpc_ingress_connection),
    ):
        code = refused(lambda: describe(**{field: f"{start}{kind}/{nothing}"}))  # noqa: B023  # called at once
        yield Fact(f"a missing {kind.partition('/')[0]}", code, "ResourceNotFoundException")
