"""Addresses: the same as CDKTF's where that matters, final, and independent of the order of things."""

import inspect
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdktf_apprunner import ConfigurationError, CustomDomain, aws
from cdktf_apprunner.addresses import Part, _named, make, of_cdktf
from cdktf_apprunner.terraform import App, TerraformStack
from tests.support.services import web

DOMAINS = [CustomDomain(f"{name}.example.com", zone_name="example.com") for name in ("a", "b", "c")]
PERMISSIONS = [
    {"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::shop/*"]},
    {"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:eu-west-1:111122223333:orders"]},
    {"actions": ["sns:Publish"], "resources": ["arn:aws:sns:eu-west-1:111122223333:news"], "name": "news"},
]


def filled(scope, domains=DOMAINS, permissions=PERMISSIONS):
    """A service with several of everything."""
    service = web(scope, domains=domains)
    for permission in permissions:
        service.allow(**permission)


def addresses(json_of_stack):
    """The addresses of a stack's resources and data sources."""
    return {
        f"{block}.{kind}.{name}"
        for block in ("resource", "data")
        for kind, made in json_of_stack.get(block, {}).items()
        for name in made
    }


def test_types_are_terraforms():
    """A type is derived from the name of its class, which saves a call of Node."""
    kinds = [
        each
        for _, each in inspect.getmembers(aws)
        if hasattr(each, "TF_RESOURCE_TYPE") and each is not aws.AwsProvider
    ]
    assert len(kinds) > 20
    assert {each.__name__: _named(each.__name__) for each in kinds} == {
        each.__name__: each.TF_RESOURCE_TYPE for each in kinds
    }


@settings(max_examples=15, derandomize=True, deadline=None)
@given(st.lists(st.from_regex(r"[a-zA-Z0-9_.\\-]{1,30}", fullmatch=True), min_size=1, max_size=4))
def test_first_versions_addresses_are_cdktfs(ids):
    stack = TerraformStack(App(), "stack")
    scope = stack
    for each in ids[:-1]:
        scope = Part(scope, each)
    log_group = aws.CloudwatchLogGroup(scope, ids[-1], name="x")
    assert log_group.friendly_unique_id == of_cdktf(ids)


def test_no_address_has_a_hash(synth):
    names = addresses(synth(filled).json)
    assert len(names) > 10
    assert [name for name in names if re.search(r"_[0-9A-F]{8}$", name)] == []


@pytest.mark.parametrize("turned", [{"domains": DOMAINS[::-1]}, {"permissions": PERMISSIONS[::-1]}])
def test_order_has_no_effect(synth, turned):
    first = synth(filled).json["resource"]
    second = synth(lambda scope: filled(scope, **turned)).json["resource"]
    for made in (first, second):
        (service,) = made["aws_apprunner_service"].values()
        service["depends_on"] = sorted(service["depends_on"])
    assert first == second


def test_two_with_one_address_are_refused(synth):
    def build(scope):
        web(scope, "a.b")
        web(scope, "a_b", service_name="other")

    with pytest.raises(ConfigurationError, match=r"id.*a_b/.*a\.b/"):
        synth(build)


def test_a_renamed_construct_moves_from_its_first_address_too(synth):
    found = synth(lambda scope: web(scope, "shop", was="web"))
    moves = {move["from"]: move["to"] for move in found.json["moved"]}
    first = f"aws_apprunner_service.{of_cdktf(['web', 'service'])}"
    assert moves[first] == "aws_apprunner_service.web_service"
    assert moves["aws_apprunner_service.web_service"] == "aws_apprunner_service.shop_service"


def test_the_users_own_move_wins(synth):
    found = synth(lambda scope: web(scope).resource.move_from_id("aws_apprunner_service.mine"))
    moves = [move for move in found.json["moved"] if move["to"] == "aws_apprunner_service.web_service"]
    assert moves == [{"from": "aws_apprunner_service.mine", "to": "aws_apprunner_service.web_service"}]


def test_any_kind_can_be_made(synth):
    made = synth(lambda scope: make(aws.CloudwatchLogGroup, scope, "logs", name="x"))
    assert made.one("aws_cloudwatch_log_group") == {"name": "x"}
