"""Custom domains; nothing is written to their DNS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cdktf_apprunner_tools.prove.account import Account, refused
from cdktf_apprunner_tools.prove.scenarios import Fact, decided, scenario
from cdktf_apprunner_tools.prove.scenarios.services import STATE, main

PENDING = "pending_certificate_dns_validation"


@scenario("domain", minutes=10, decides=("validation_records", "validation_records_www"))
def validation_records(account: Account) -> Iterator[Fact]:
    """Associate a domain without and one with www, and count their validation records."""
    arn = main(account)
    account.ended(arn)
    for www, unknown in ((False, "validation_records"), (True, "validation_records_www")):
        name = f"{'www-' if www else ''}{account.record.named('domain')}.{account.domain}"
        associate = account.clients["apprunner"].associate_custom_domain
        associate(ServiceArn=arn, DomainName=name, EnableWWWSubdomain=www)
        found = account.wait("the domain has validation records", lambda: _pending(account, arn, name))  # noqa: B023
        yield Fact("its status", found["Status"], PENDING)
        yield decided(unknown, len(found["CertificateValidationRecords"]))


def _pending(account: Account, arn: str, name: str) -> dict[str, Any] | None:
    """Return a domain that waits for its validation records."""
    domains = account.clients["apprunner"].describe_custom_domains(ServiceArn=arn)["CustomDomains"]
    found: dict[str, Any] = next(each for each in domains if each["DomainName"] == name)
    waits = found["Status"].lower() == PENDING and found.get("CertificateValidationRecords")
    return found if waits else None


@scenario("domain", minutes=10)
def domains_while_paused(account: Account) -> Iterator[Fact]:
    """Remove a domain from a service that is paused."""
    arn, client = main(account), account.clients["apprunner"]
    name = f"paused-{account.record.named('domain')}.{account.domain}"
    account.ended(arn)
    client.associate_custom_domain(ServiceArn=arn, DomainName=name, EnableWWWSubdomain=False)
    account.wait("the domain has validation records", lambda: _pending(account, arn, name))
    client.pause_service(ServiceArn=arn)
    account.ended(arn)
    code = refused(lambda: client.disassociate_custom_domain(ServiceArn=arn, DomainName=name))
    yield Fact("the refusal", code, STATE)
    client.resume_service(ServiceArn=arn)
    account.ended(arn)
