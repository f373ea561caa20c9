"""Values: both sides of each bound, and AWS's spellings."""

import pytest

from cdktf_apprunner import (
    AutoScaling,
    ConfigurationError,
    CustomDomain,
    HealthCheck,
    Instance,
    LogRetention,
    PrivateIngress,
    Secret,
    collect_problems,
)
from tests.support import tokens
from tests.support.account import PARAMETER


@pytest.mark.parametrize(
    "make",
    [
        lambda: AutoScaling(min_size=1),
        lambda: AutoScaling(min_size=25),
        lambda: AutoScaling(max_concurrency=1),
        lambda: AutoScaling(max_concurrency=200),
        lambda: AutoScaling(min_size=tokens.NUMBER, max_size=1),
        lambda: HealthCheck.tcp(interval=1, timeout=20),
        lambda: HealthCheck.http("/", healthy_threshold=20, unhealthy_threshold=1),
        lambda: LogRetention(days=1),
        lambda: LogRetention(days=3653),
        lambda: Instance(cpu=256, memory=512),
        lambda: Instance("4 vCPU", "12 GB"),
        lambda: Instance("${var.cpu}", "2 GB"),
        lambda: CustomDomain("*.example.com"),
        lambda: CustomDomain("${var.domain}", zone_name="example.com"),
        lambda: Secret.parameter("${var.arn}"),
    ],
)
def test_accepted(make):
    assert make() == make()
    assert str(make())


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: AutoScaling(min_size=0), "min_size"),
        (lambda: AutoScaling(min_size=26, max_size=30), "min_size"),
        (lambda: AutoScaling(min_size=3, max_size=2), "min_size"),
        (lambda: AutoScaling(max_size=0), "max_size"),
        (lambda: AutoScaling(max_concurrency=0), "max_concurrency"),
        (lambda: AutoScaling(max_concurrency=201), "max_concurrency"),
        (lambda: AutoScaling(max_concurrency=True), "max_concurrency"),
        (lambda: HealthCheck.tcp(interval=0), "interval"),
        (lambda: HealthCheck.tcp(interval=21), "interval"),
        (lambda: HealthCheck.tcp(timeout=21), "timeout"),
        (lambda: HealthCheck.tcp(healthy_threshold=21), "healthy_threshold"),
        (lambda: HealthCheck.tcp(unhealthy_threshold=0), "unhealthy_threshold"),
        (lambda: HealthCheck.http("up"), "path"),
        (lambda: LogRetention(days=2), "days"),
        (lambda: Instance("3 vCPU", "4 GB"), "cpu"),
        (lambda: Instance("1 vCPU", "8 GB"), "memory"),
        (lambda: CustomDomain("example"), "domain_name"),
        (lambda: CustomDomain("*.example.com", www=True), "www"),
        (lambda: CustomDomain("a.example.com", zone_name="example.org"), "zone_name"),
        (lambda: CustomDomain("example.com", zone_name="example.com", record_type="CNAME"), "record_type"),
        (lambda: CustomDomain("a.example.com", record_type="TXT"), "record_type"),
        (lambda: Secret.parameter("key"), "arn"),
        (lambda: Secret(PARAMETER, json_key="a"), "json_key"),
        (lambda: PrivateIngress(vpc_id="a", vpc_endpoint_id="vpce-0a1b2c3d"), "vpc_id"),
        (lambda: PrivateIngress(vpc_id="vpc-0a1b2c3d", vpc_endpoint_id="a"), "vpc_endpoint_id"),
    ],
)
def test_refused(make, field):
    with pytest.raises(ConfigurationError) as error:
        make()
    (problem,) = error.value.problems
    assert problem.field == field
    assert problem.where.startswith("test_values.py:")
    assert str(problem) in str(error.value)


def test_problems_are_collected():
    with collect_problems() as problems:
        AutoScaling(min_size=0)
        LogRetention(days=2)
    assert [problem.field for problem in problems] == ["min_size", "days"]


@pytest.mark.parametrize(("given", "written"), [("1 vCPU", "1024"), ("1024", "1024"), (1024, "1024")])
def test_cpu_is_written_as_the_api_returns_it(given, written):
    assert Instance(cpu=given).cpu == written


def test_size_in_words():
    assert str(Instance("0.25 vCPU", "0.5 GB")) == "0.25 vCPU, 0.5 GB"
    assert str(Instance("${var.cpu}", "2 GB")) == "known after apply"
