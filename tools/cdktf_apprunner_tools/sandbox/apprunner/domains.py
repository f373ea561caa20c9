"""Custom domains of a service."""

from __future__ import annotations

import functools
import hashlib
import time

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner import events
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, page
from cdktf_apprunner_tools.sandbox.apprunner.region import Region, operation
from cdktf_apprunner_tools.sandbox.apprunner.service import Service, present, running
from cdktf_apprunner_tools.sandbox.errors import ApiError, invalid, state

MAX_DOMAINS = 5
"""https://docs.aws.amazon.com/apprunner/latest/dg/manage-custom-domains.html"""


def _answered(domain: Record) -> Record:
    """Return a domain as responses contain it: with its status in lower case.

    botocore's model has the statuses in upper case. The examples of the AWS CLI have them in lower case, and
    the Terraform provider waits for lower case (``internal/service/apprunner/custom_domain_association.go``).
    """
    return {**domain, "Status": str(domain["Status"]).lower()}


def _described(region: Region, service: Service, **fields: object) -> Record:
    targets = [
        {
            key: item.get(key) or item["IngressVpcConfiguration"].get(key)
            for key in ("VpcIngressConnectionArn", "VpcId", "DomainName")
        }
        for item in region.ingress.values()
        if item["ServiceArn"] == service.arn and item["Status"] == "AVAILABLE"
    ]
    return {
        "DNSTarget": service.record["ServiceUrl"],
        "ServiceArn": service.arn,
        "VpcDNSTargets": targets,
        **fields,
    }


@operation
def associate_custom_domain(region: Region, request: Record) -> Record:
    """Associate a domain; its certificate waits for DNS records."""
    service = running(region, request["ServiceArn"])
    name = request["DomainName"]
    www = request.get("EnableWWWSubdomain", True)
    if len(service.domains) >= MAX_DOMAINS:
        raise invalid(f"A service takes {MAX_DOMAINS} custom domains at most.")
    if any(name in other.domains for other in region.services.values()):
        raise invalid(f"Custom domain {name} is already associated with a service.")
    if name.startswith("*.") and www:
        raise invalid("A wildcard domain takes no www subdomain.")
    domain = {
        "DomainName": name,
        "EnableWWWSubdomain": www,
        "Status": "CREATING",
        "CertificateValidationRecords": [],
    }
    service.domains[name] = domain
    region.later(time.time(), region.settings.operation_seconds, lambda: _issue(domain))
    return _described(region, service, CustomDomain=_answered(domain))


def _issue(domain: Record) -> None:
    """Issue the certificate: from now on the domain has validation records."""
    domain["Status"] = "PENDING_CERTIFICATE_DNS_VALIDATION"


def _ask_for_records(region: Region, domain: Record) -> None:
    """Ask for as many validation records as the settings say, also of a domain that had another number.

    Sources disagree on their number; none says that it changes.
    """
    settings = region.settings
    www = domain["EnableWWWSubdomain"]
    asked = settings.validation_records_www if www else settings.validation_records
    count = asked if isinstance(asked, int) else asked.get(domain["DomainName"], 2)
    name = domain["DomainName"].removeprefix("*.")
    names = [name, f"www.{name}" if www else name, *(f"2a57j78.{name}" for _ in range(count))]
    records = domain["CertificateValidationRecords"]
    records[count:] = [
        {
            "Name": f"_{_hash(f'{number}{one}')}.{one}.",
            "Type": "CNAME",
            "Value": f"_{_hash(f'value{number}{one}')}.mhbtsbpdnt.acm-validations.aws.",
            "Status": "PENDING_VALIDATION",
        }
        for number, one in enumerate(names[:count])
        if number >= len(records)
    ]


def _hash(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def validate(region: Region, service: Service) -> None:
    """Look for the validation records in DNS; a domain becomes active when all of them exist."""
    for domain in service.domains.values():
        if domain["Status"] in ("CREATING", "DELETING"):
            continue
        _ask_for_records(region, domain)
        if domain["Status"] != "PENDING_CERTIFICATE_DNS_VALIDATION":
            continue
        for record in domain["CertificateValidationRecords"]:
            if neighbours.has_record(region.account_id, record["Name"], record["Type"], record["Value"]):
                record["Status"] = "SUCCESS"
        if all(record["Status"] == "SUCCESS" for record in domain["CertificateValidationRecords"]):
            domain["Status"] = "ACTIVE"
            events.domain_validated(region, service.record, domain)


@operation
def describe_custom_domains(region: Region, request: Record) -> Record:
    """Describe the domains of a service."""
    service = present(region, request["ServiceArn"])
    items = [_answered(domain) for domain in service.domains.values()]
    return _described(region, service, **page(request, items, "CustomDomains"))


def _remove(service: Service, name: str) -> None:
    service.domains.pop(name, None)


@operation
def disassociate_custom_domain(region: Region, request: Record) -> Record:
    """Remove a domain from a service."""
    # not PAUSED: https://docs.aws.amazon.com/apprunner/latest/dg/manage-pause.html
    states = ("RUNNING", "OPERATION_IN_PROGRESS", "CREATE_FAILED", "DELETE_FAILED")
    service = running(region, request["ServiceArn"], *states)
    name = request["DomainName"]
    domain = service.domains.get(name)
    if domain is None:
        # The wording is known from AWS Copilot (cf-custom-resources/lib/custom-domain-app-runner.js).
        raise ApiError("ResourceNotFoundException", f"No custom domain {name} found for the provided service")
    if domain["Status"] in ("CREATING", "DELETING"):
        raise state(f"Custom domain {name} is {domain['Status']}.")
    domain["Status"] = "DELETING"
    region.later(time.time(), region.settings.operation_seconds, functools.partial(_remove, service, name))
    return _described(region, service, CustomDomain=_answered(domain))
