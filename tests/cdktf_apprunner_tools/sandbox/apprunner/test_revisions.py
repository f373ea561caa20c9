"""Configurations with revisions: auto scaling and observability."""

import pytest

from tests.support.account import ACCOUNT, REGION
from tests.support.apprunner import refused, settle
from tests.support.direct import Direct, Refused
from tests.support.images import HELLO_SOURCE

pytestmark = pytest.mark.slow


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
    with refused("InvalidRequestException", "used by one or more services"):
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
    with refused("InvalidRequestException", "used by one or more services"):
        client.delete_observability_configuration(ObservabilityConfigurationArn=arn)
    client.update_service(ServiceArn=service, ObservabilityConfiguration={"ObservabilityEnabled": False})
    settle(client, service)
    client.delete_observability_configuration(ObservabilityConfigurationArn=arn)
    gone = client.describe_observability_configuration(ObservabilityConfigurationArn=arn)
    assert gone["ObservabilityConfiguration"]["Status"] == "INACTIVE"
    assert client.list_observability_configurations()["ObservabilityConfigurationSummaryList"] == []


KINDS = ("AutoScalingConfiguration", "ObservabilityConfiguration")


class Kind:
    """The calls of one kind of configuration."""

    def __init__(self, call, kind):
        self.call, self.kind = call, kind

    def create(self, name="slow"):
        return self.call(f"Create{self.kind}", **{f"{self.kind}Name": name})[self.kind]

    def find(self, arn):
        return self.call(f"Describe{self.kind}", **{f"{self.kind}Arn": arn})[self.kind]

    def delete(self, arn):
        return self.call(f"Delete{self.kind}", **{f"{self.kind}Arn": arn})[self.kind]

    def use(self, arn):
        """Create a service that uses it."""
        chosen = {"AutoScalingConfigurationArn": arn}
        if self.kind.startswith("Observability"):
            chosen = {
                "ObservabilityConfiguration": {
                    "ObservabilityEnabled": True,
                    "ObservabilityConfigurationArn": arn,
                }
            }
        made = self.call("CreateService", ServiceName="shop", SourceConfiguration=HELLO_SOURCE, **chosen)
        return made["Service"]


@pytest.fixture(params=KINDS)
def kind(request):
    return Kind(Direct(), request.param)


def test_numbers_are_unique_among_active_revisions(kind):
    numbers = []
    for step in ("create", "create", "delete 1", "create", "delete 3", "delete 2", "create"):
        action, _, number = step.partition(" ")
        if action == "create":
            made = kind.create()
            numbers.append(made[f"{kind.kind}Revision"])
        else:
            kind.delete(kind.find(_arn(kind, number))[f"{kind.kind}Arn"])
    assert numbers == [1, 2, 3, 1]


def _arn(kind, *parts):
    return "/".join([f"arn:aws:apprunner:{REGION}:{ACCOUNT}:{kind.kind.lower()}/slow", *parts])


@pytest.mark.parametrize(("parts", "found"), [((), 2), (("1",), 1), (("2",), 2), ((None,), 1)])
def test_a_service_uses_a_revision_by_any_form_of_its_arn(kind, parts, found):
    first, _ = kind.create(), kind.create()
    arn = first[f"{kind.kind}Arn"] if parts == (None,) else _arn(kind, *parts)
    service = kind.use(arn)
    used = service.get("ObservabilityConfiguration") or service["AutoScalingConfigurationSummary"]
    assert f"/slow/{found}/" in used[f"{kind.kind}Arn"]


def test_an_inactive_revision_is_described_but_not_used(kind):
    arn = kind.create()[f"{kind.kind}Arn"]
    assert kind.delete(arn)["Status"].upper() == "INACTIVE"
    assert kind.find(arn)["Status"].upper() == "INACTIVE"
    with pytest.raises(Refused, match=r"^InvalidRequestException: .* is INACTIVE"):
        kind.use(arn)


def test_awss_own_configuration():
    """It is like any other since 2023; only what is the default can't be deleted."""
    kind = Kind(Direct(), "AutoScalingConfiguration")
    arn = _arn(kind, "1", "0" * 31 + "1").replace("/slow/", "/DefaultConfiguration/")
    assert kind.find(arn.rpartition("/")[0])["AutoScalingConfigurationArn"] == arn
    with pytest.raises(Refused, match=r"^InvalidRequestException: .*default"):
        kind.delete(arn)
    other = kind.create()["AutoScalingConfigurationArn"]
    kind.call("UpdateDefaultAutoScalingConfiguration", AutoScalingConfigurationArn=other)
    with pytest.raises(Refused, match=r"^InvalidRequestException: .*default"):
        kind.delete(other)
    assert kind.delete(arn)["Status"] == "inactive"
    inactive = kind.create("gone")["AutoScalingConfigurationArn"]
    kind.delete(inactive)
    with pytest.raises(Refused, match="INACTIVE"):
        kind.call("UpdateDefaultAutoScalingConfiguration", AutoScalingConfigurationArn=inactive)


def test_the_name_of_awss_own_configuration(kind):
    if kind.kind.startswith("Observability"):
        with pytest.raises(Refused, match=r"^InvalidRequestException: .*reserved"):
            kind.create("DefaultConfiguration")
    else:
        assert kind.create("DefaultConfiguration")["AutoScalingConfigurationRevision"] == 2


def test_all_revisions_are_deleted_by_name():
    kind = Kind(Direct(), "AutoScalingConfiguration")
    full = [kind.create()["AutoScalingConfigurationArn"] for _ in range(2)]
    everything = {"DeleteAllRevisions": True}
    for arn in (full[0], _arn(kind, "1")):
        with pytest.raises(Refused, match="must end with the name"):
            kind.call("DeleteAutoScalingConfiguration", AutoScalingConfigurationArn=arn, **everything)
    kind.call("DeleteAutoScalingConfiguration", AutoScalingConfigurationArn=_arn(kind), **everything)
    assert [kind.find(arn)["Status"] for arn in full] == ["inactive", "inactive"]
