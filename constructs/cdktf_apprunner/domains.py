"""Custom domains and the DNS records they need, all in one apply."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from cdktf import TerraformStack
from constructs import Construct

from cdktf_apprunner import aws, limits
from cdktf_apprunner.errors import Problem, check_kind, report


@frozen
class CustomDomain:
    """A domain of one's own.

    Parameters
    ----------
    domain_name
        ``example.com``, ``app.example.com`` or ``*.example.com``.
    zone_name
        The Route 53 zone that gets the records; default none: the records are outputs for whoever
        runs the DNS.
    www
        Whether ``www.`` before it leads there too; default no.
    record_type
        ``"A"`` (default): an alias, right for any domain. ``"CNAME"``: for subdomains only.
    validation_records
        How many validation records App Runner asks for; default 2, with www 3. AWS doesn't document
        the number: when it differs, Terraform warns and this sets it right.

    Raises
    ------
    ConfigurationError
        For an impossible name, a wildcard with www, a CNAME at the zone's apex.

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
        ]
        if self.zone_name is not None:
            problems += limits.ZONE.check("zone_name", self.zone_name)
        if self.validation_records is not None:
            problems += limits.VALIDATION_RECORDS.check("validation_records", self.validation_records)
        report(problems or self._check_names())

    def _check_names(self) -> list[Problem]:
        if limits.is_token(self.domain_name):
            return []
        page = limits.DOMAIN.page
        name, zone = self.domain_name.lower(), (self.zone_name or "").lower()
        problems = []
        if self.www:
            if name.startswith("*."):
                problems.append(Problem("www", True, "a wildcard domain has no www", page=page))
            problems += limits.DOMAIN.check("www", f"www.{name}") if not problems else []
        if not zone or limits.is_token(zone):
            return problems
        if name != zone and not name.endswith(f".{zone}"):
            problems.append(
                Problem("zone_name", self.zone_name, f"{self.domain_name} does not lie in it", page=page)
            )
        if self.record_type == "CNAME" and name == zone:
            problems.append(
                Problem("record_type", "CNAME", "a zone's apex takes an alias A record", page=page)
            )
        return problems

    @property
    def record_count(self) -> int:
        """How many validation records are made."""
        return self.validation_records or (3 if self.www else 2)

    @property
    def host_names(self) -> list[str]:
        """The names that lead to the service."""
        return [self.domain_name, *([f"www.{self.domain_name}"] if self.www else [])]

    def __str__(self) -> str:
        return ", ".join(self.host_names)


class DomainAssociation(Construct):
    """The association of one domain with a service, and its records where the zone is ours."""

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        service: aws.ApprunnerService,
        domain: CustomDomain,
    ) -> None:
        super().__init__(scope, id)
        self.domain = domain
        self.resource = aws.ApprunnerCustomDomainAssociation(
            self,
            "association",
            service_arn=service.arn,
            domain_name=domain.domain_name,
            enable_www_subdomain=domain.www,  # trap 15: the provider's default is true
        )
        self._records = (
            f"tolist(aws_apprunner_custom_domain_association.{self.resource.friendly_unique_id}"
            ".certificate_validation_records)"
        )
        if domain.zone_name is not None:
            zone = aws.DataAwsRoute53Zone(self, "zone", name=domain.zone_name)
            self._create_validation_records(zone)
            self._create_target_records(zone, service)
        self._target = service.service_url

    def _create_validation_records(self, zone: aws.DataAwsRoute53Zone) -> None:
        # Trap 14: for_each over records unknown at plan fails (hashicorp/terraform-provider-aws#23460); a
        # fixed count plans. element() wraps round where there are fewer, allow_overwrite bears the twin.
        record = f"element({self._records}, count.index)"
        aws.Route53Record(
            self,
            "validation",
            count=self.domain.record_count,
            zone_id=zone.zone_id,
            name=f"${{{record}.name}}",
            type=f"${{{record}.type}}",
            records=[f"${{{record}.value}}"],
            ttl=300,
            allow_overwrite=True,
        )
        expected = self.domain.record_count
        # CDKTF has no construct for check blocks, hence the override.
        TerraformStack.of(self).add_override(
            f"check.{self.resource.friendly_unique_id}",
            {
                "assert": [
                    {
                        "condition": f"${{length({self._records}) == {expected}}}",
                        "error_message": (
                            f"App Runner asks for another number of validation records for "
                            f"{self.domain.domain_name} than the {expected} made here: set "
                            "validation_records of its CustomDomain to the number it asks for."
                        ),
                    }
                ]
            },
        )

    def _create_target_records(self, zone: aws.DataAwsRoute53Zone, service: aws.ApprunnerService) -> None:
        target: dict[str, Any] = {"records": [service.service_url], "ttl": 300}
        if self.domain.record_type == "A":
            hosted = aws.DataAwsApprunnerHostedZoneId(self, "app_runner_zone")
            target = {
                "alias": {"name": service.service_url, "zone_id": hosted.id, "evaluate_target_health": True}
            }
        for name, host in zip(("target", "target_www"), self.domain.host_names, strict=False):
            aws.Route53Record(
                self, name, zone_id=zone.zone_id, name=host, type=self.domain.record_type, **target
            )

    @property
    def dns_records(self) -> dict[str, object]:
        """The records DNS must have: ``validation`` and ``target``, for an output.

        Without their status, which changes by itself: a plan would show it.
        """
        fields = "name = record.name, type = record.type, value = record.value"
        return {
            "validation": f"${{[for record in {self._records} : {{ {fields} }}]}}",
            "target": dict.fromkeys(self.domain.host_names, self._target),
        }
