"""Custom domains: association, validation records and target records in one apply."""

import pytest

from cdktf_apprunner import CustomDomain
from tests.support.services import web


def made(synth, *domains):
    return synth(lambda scope: web(scope, domains=domains))


def records(found, part):
    return [record for name, record in found.all("aws_route53_record").items() if part in name]


@pytest.mark.parametrize(("www", "count"), [(False, 2), (True, 3)])
def test_apex(synth, www, count):
    found = made(synth, CustomDomain("example.com", zone_name="example.com", www=www))
    association = found.one("aws_apprunner_custom_domain_association")
    assert (association["domain_name"], association["enable_www_subdomain"]) == ("example.com", www)
    validation = records(found, "validation")
    assert len(validation) == count
    assert all(record["allow_overwrite"] is True for record in validation)
    assert all("certificate_validation_records)[" in record["name"] for record in validation)
    targets = records(found, "target")
    assert [target["name"] for target in targets] == ["example.com", "www.example.com"][: count - 1]
    for target in targets:
        assert target["type"] == "A"
        assert target["alias"]["zone_id"].startswith("${data.aws_apprunner_hosted_zone_id.")
        assert target["alias"]["evaluate_target_health"] is True


def test_subdomain_by_cname(synth):
    found = made(synth, CustomDomain("a.example.com", zone_name="example.com", record_type="CNAME"))
    (target,) = records(found, "target")
    assert (target["type"], target["ttl"]) == ("CNAME", 300)
    assert target["records"][0].endswith(".service_url}")
    assert found.all("data.aws_apprunner_hosted_zone_id") == {}


def test_wildcard(synth):
    found = made(synth, CustomDomain("*.example.com", zone_name="example.com"))
    assert records(found, "target")[0]["name"] == "*.example.com"


def test_dns_elsewhere_creates_no_record(synth):
    found = made(synth, CustomDomain("a.example.com"))
    assert found.all("aws_route53_record") == {}
    assert "check" not in found.json


@pytest.mark.parametrize(("given", "count"), [(None, 2), (1, 2), (4, 4)])
def test_number_of_validation_records_can_be_given_and_is_checked(synth, given, count):
    """A lower number has no effect, so that no record of a live domain goes."""
    found = made(synth, CustomDomain("a.example.com", zone_name="example.com", validation_records=given))
    assert len(records(found, "validation")) == count
    (check,) = found.json["check"].values()
    assert check["assert"][0]["condition"].endswith(f"<= {count}}}")


def test_the_order_of_domains_has_no_effect(synth):
    domains = [CustomDomain(f"{name}.example.com", zone_name="example.com") for name in "abc"]
    there, back = made(synth, *domains), made(synth, *reversed(domains))
    assert there.json["resource"] == back.json["resource"]


def test_several(synth):
    domains = [CustomDomain(f"a{number}.example.com", zone_name="example.com") for number in range(3)]
    found = made(synth, *domains)
    assert len(found.all("aws_apprunner_custom_domain_association")) == 3
    assert len(found.json["check"]) == 3


def test_records_for_an_output(synth):
    kept = []
    domains = [CustomDomain("example.com", www=True)]
    synth(lambda scope: kept.append(web(scope, domains=domains)))
    dns = kept[0].domains[0].dns_records
    assert set(dns["target"]) == {"example.com", "www.example.com"}
    assert "certificate_validation_records" in dns["validation"]
