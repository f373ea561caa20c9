"""Operations on a service that runs."""

from __future__ import annotations

from collections.abc import Iterator

from cdktf_apprunner_tools.prove.account import Account, refused
from cdktf_apprunner_tools.prove.scenarios import Fact, decided, scenario
from cdktf_apprunner_tools.prove.scenarios.revisions import INVALID
from cdktf_apprunner_tools.prove.scenarios.services import absent_image, failing, hello, main, operations

VARIABLES = "RuntimeEnvironmentVariables"


@scenario("service", minutes=1)
def things_in_use(account: Account) -> Iterator[Fact]:
    """Delete a configuration that a service uses."""
    main(account)
    arn = account.shared["main scaling"]
    delete = account.clients["apprunner"].delete_auto_scaling_configuration
    yield Fact("the refusal", refused(lambda: delete(AutoScalingConfigurationArn=arn)), INVALID)


@scenario("service", minutes=6, decides=("absent_maps_clear",))
def absent_variables(account: Account) -> Iterator[Fact]:
    """Update a service without the variables that it has."""
    arn = main(account)
    account.ended(arn)
    found = account.update(arn, SourceConfiguration=hello())
    image = found["SourceConfiguration"]["ImageRepository"]
    yield decided("absent_maps_clear", not image.get("ImageConfiguration", {}).get(VARIABLES))


@scenario("service", minutes=6)
def rolling_back(account: Account) -> Iterator[Fact]:
    """Update a service to an image that doesn't exist."""
    arn = main(account)
    account.ended(arn)
    found = account.update(arn, SourceConfiguration=absent_image(account))
    yield Fact("its status", found["Status"], "RUNNING")
    yield Fact("the status of the operation", operations(account, arn)[0]["Status"], "ROLLBACK_SUCCEEDED")
    kind = found["SourceConfiguration"]["ImageRepository"]["ImageRepositoryType"]
    yield Fact("its image afterwards", kind, "ECR_PUBLIC")


@scenario("service", minutes=10, decides=("update_while_paused",))
def pausing(account: Account) -> Iterator[Fact]:
    """Pause a service twice, update it while it is paused, and resume it."""
    arn, client = main(account), account.clients["apprunner"]
    account.ended(arn)
    yield Fact("pausing has an operation", "OperationId" in client.pause_service(ServiceArn=arn))
    yield Fact("its status", account.ended(arn)["Status"], "PAUSED")
    answers = []
    code = refused(lambda: answers.append(client.pause_service(ServiceArn=arn)))
    yield Fact("pausing again is refused", code, None)
    yield Fact("pausing again has an operation", "OperationId" in answers[0] if answers else None, False)
    account.ended(arn)
    check = {"Protocol": "TCP", "Interval": 6}
    code = refused(lambda: account.update(arn, HealthCheckConfiguration=check))
    yield decided("update_while_paused", code is None)
    yield Fact("its status after the update", account.ended(arn)["Status"], "PAUSED")
    client.resume_service(ServiceArn=arn)
    yield Fact("its status after resuming", account.ended(arn)["Status"], "RUNNING")


@scenario("service", minutes=6)
def private_service(account: Account) -> Iterator[Fact]:
    """Make a service private."""
    arn = failing(account)
    account.ended(arn)
    yield Fact("a public service has an address", bool(account.describe(arn).get("ServiceUrl")))
    found = make_private(account, arn)
    yield Fact("a private service has an address", bool(found.get("ServiceUrl")), False)


def make_private(account: Account, arn: str) -> dict[str, object]:
    """Make a service private unless it is, and describe it."""
    found = account.ended(arn)
    if found["NetworkConfiguration"]["IngressConfiguration"]["IsPubliclyAccessible"]:
        private = {"IngressConfiguration": {"IsPubliclyAccessible": False}}
        found = account.update(arn, NetworkConfiguration=private)
    return found
