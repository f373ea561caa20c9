"""Custom domains and their DNS records, made in one apply."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import Part, address, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem, check_kind, report
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.terraform import add_check

SPARE = "App Runner asks for no record here"
"""The text of a DNS record that App Runner may need later."""


def host(name: str) -> str:
    """Return a host name as a part of an address; ``_`` can't be in a host name."""
    return name.replace("*", "_wildcard").replace(".", "_")


@frozen
class CustomDomain:
    """A custom domain of a service.

    Parameters
    ----------
    domain_name
        ``example.com``, ``app.example.com`` or ``*.example.com``; up to 255 characters.
    zone_name
        The Route 53 zone in which to make the DNS records. Default none: an environment outputs the
        records, and you add them to your DNS.
    www
        Whether ``www.<domain_name>`` leads to the service too; default no.
    record_type
        ``"A"`` (default), an alias for any domain, or ``"CNAME"``, for subdomains only.
    validation_records
        How many validation records App Runner asks for at most: 1 to 20, default 2, with ``www`` 3; a lower
        number has no effect. AWS doesn't document the number. If it is higher, Terraform warns; then set it
        here.

    Raises
    ------
    ConfigurationError
        For an invalid name, a domain outside its zone, a wildcard with ``www``, or a CNAME at the zone's
        apex.

    Examples
    --------
    >>> CustomDomain("app.example.com", zone_name="example.com").www
    False

    See https://docs.aws.amazon.com/apprunner/latest/dg/manage-custom-domains.html
    """

    domain_name: str
    zone_name: str | None = None
    www: bool = False
    record_type: str = "A"
    validation_records: int | None = None

    def __attrs_post_init__(self) -> None:
        problems = [
            *limits.DOMAIN.check("domain_name", self.domain_name),
            *limits.RECORD_TYPE.check("record_type", self.record_type),
            *check_kind("www", self.www, bool),
            *limits.ZONE.check_optional("zone_name", self.zone_name),
            *limits.VALIDATION_RECORDS.check_optional("validation_records", self.validation_records),
        ]
        report(problems or self._check_names())

    def _check_names(self) -> list[Problem]:
        if is_token(self.domain_name):
            return []
        page = limits.DOMAIN.page
        name, zone = self.domain_name.lower(), (self.zone_name or "").lower()
        problems = []
        if self.www:
            if name.startswith("*."):
                problems.append(Problem("www", True, "a wildcard domain has no www", page=page))
            problems += limits.DOMAIN.check("www", f"www.{name}") if not problems else []
        if not zone or is_token(zone):
            return problems
        if name != zone and not name.endswith(f".{zone}"):
            problems.append(
                Problem("zone_name", self.zone_name, f"{self.domain_name} is not in this zone", page=page)
            )
        if self.record_type == "CNAME" and name == zone:
            problems.append(
                Problem("record_type", "CNAME", "the apex of a zone can't have a CNAME", 'Use "A"', page)
            )
        return problems

    @property
    def record_count(self) -> int:
        """The number of validation records to make; if App Runner asks for fewer, the others are spare."""
        return max(self.validation_records or 0, 3 if self.www else 2)

    @property
    def host_names(self) -> list[str]:
        """The names that lead to the service."""
        return [self.domain_name, *([f"www.{self.domain_name}"] if self.www else [])]

    def __str__(self) -> str:
        return ", ".join(self.host_names)


class DomainAssociation(Part):
    """The association of one domain with a service, and its DNS records if its zone is given."""

    def __init__(
        self,
        scope: Construct,
        number: int,
        service: aws.ApprunnerService,
        domain: CustomDomain,
    ) -> None:
        name = str(number) if is_token(domain.domain_name) else host(domain.domain_name.lower())
        super().__init__(scope, f"domain_{name}", earlier=f"domain_{number}")
        self.domain = domain
        self.resource = make(
            aws.ApprunnerCustomDomainAssociation,
            self,
            "association",
            service_arn=service.arn,
            domain_name=domain.domain_name,
            enable_www_subdomain=domain.www,  # trap 15: the provider's default is true
        )
        self._records = f"tolist({address(self.resource)}.certificate_validation_records)"
        if domain.zone_name is not None:
            zone = make(aws.DataAwsRoute53Zone, self, "zone", name=domain.zone_name)
            self._create_validation_records(zone)
            self._create_target_records(zone, service)
        self._target = service.service_url

    def _create_validation_records(self, zone: aws.DataAwsRoute53Zone) -> None:
        """Make one resource for each record that App Runner may ask for.

        Trap 14: for_each over records that the first plan doesn't know fails
        (hashicorp/terraform-provider-aws#23460), so their number is fixed. Trap 35: if App Runner asks for
        fewer, a spare resource must not share another one's record, or destroying it would destroy that. It
        holds a text record of its own, and takes a record over as soon as App Runner asks for one more.
        """
        count = self.domain.record_count
        following: aws.Route53Record | None = None
        for number in range(count, 0, -1):
            following = self._create_validation_record(zone, number, following)
        add_check(
            self,
            address(self.resource).partition(".")[2],
            f"${{length({self._records}) <= {count}}}",
            f"App Runner asks for more validation records of {self.domain.domain_name} than {count}: "
            f"set validation_records of its CustomDomain to ${{length({self._records})}}.",
        )

    def _create_validation_record(
        self, zone: aws.DataAwsRoute53Zone, number: int, following: aws.Route53Record | None
    ) -> aws.Route53Record:
        """Make one of them.

        The list is sorted, so one more record shifts those behind it. All of these are then replaced, and
        Terraform destroys the old ones before it makes the new ones, because each follows the next.
        """
        record = f"{self._records}[{number - 1}]"
        spare = f"_unused-{number}.{self.domain.domain_name.removeprefix('*.')}"
        return make(
            aws.Route53Record,
            self,
            f"validation_{number}",
            earlier=f"validation[{number - 1}]",
            zone_id=zone.zone_id,
            name=f'${{try({record}.name, "{spare}")}}',
            type=f'${{try({record}.type, "TXT")}}',
            records=[f'${{try({record}.value, "{SPARE}")}}'],
            ttl=300,
            allow_overwrite=True,
            lifecycle={"replace_triggered_by": [address(following)]} if following else None,
        )

    def _create_target_records(self, zone: aws.DataAwsRoute53Zone, service: aws.ApprunnerService) -> None:
        target: dict[str, Any] = {"records": [service.service_url], "ttl": 300}
        if self.domain.record_type == "A":
            hosted = make(aws.DataAwsApprunnerHostedZoneId, self, "app_runner_zone")
            target = {
                "alias": {"name": service.service_url, "zone_id": hosted.id, "evaluate_target_health": True}
            }
        for name, host in zip(("target", "target_www"), self.domain.host_names, strict=False):
            make(
                aws.Route53Record,
                self,
                name,
                zone_id=zone.zone_id,
                name=host,
                type=self.domain.record_type,
                **target,
            )

    @property
    def dns_records(self) -> dict[str, object]:
        """The DNS records that the domain needs: ``validation`` and ``target``, for an output.

        Their status is left out: it changes by itself, and a plan would show that.
        """
        fields = "name = record.name, type = record.type, value = record.value"
        return {
            "validation": f"${{[for record in {self._records} : {{ {fields} }}]}}",
            "target": dict.fromkeys(self.domain.host_names, self._target),
        }
