"""Derived names: legal for AWS, and distinct."""

import pytest

from cdktf_apprunner.checks import limits
from cdktf_apprunner.names import access_role, derived

DERIVED = {
    limits.SCALING_NAME: "",
    limits.OBSERVABILITY_NAME: "",
    limits.INGRESS_NAME: "",
    limits.ROLE_NAME: "apprunner-instance",
    limits.SCHEDULE_NAME: "application-log-retention",
}


@pytest.mark.parametrize("service_name", ["shop", "a" * 40, "a" * 39 + "_", "a" * 31 + "-" + "b" * 8])
def test_derived_names_are_legal(service_name):
    for row, suffix in DERIVED.items():
        assert row.check("x", derived(service_name, suffix, row.longest)) == []


def test_derived_names_are_distinct():
    services = [letter * 32 + end for letter in "ab" for end in ("-one", "-two", "")]
    for row, suffix in DERIVED.items():
        assert len({derived(name, suffix, row.longest) for name in services}) == len(services)
    roles = {access_role(name) for name in ("acme/shop", "acme-shop", "acme.shop", "acme_shop")}
    assert len(roles) == 4
    for repository in ("a" * 256, "a/" * 100 + "a"):
        assert limits.ROLE_NAME.check("x", access_role(repository)) == []


def test_long_names_stay_distinct_and_short():
    longest = "a" * 40
    names = {derived(longest + end, "log-retention", 40) for end in "xyz"}
    assert len(names) == 3
    assert all(len(name) == 40 and name.endswith("-log-retention") for name in names)
    assert derived("shop", "", 32) == "shop"
    assert len(derived("a" * 40, "", 32)) == 32
    assert access_role("acme/shop") == "acme+shop-apprunner-access"
    assert access_role("acme-shop") == "acme-shop-apprunner-access"
