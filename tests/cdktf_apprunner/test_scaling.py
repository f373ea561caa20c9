"""Auto scaling: the service's own configuration, a shared one, or an existing one by ARN."""

import pytest

from cdktf_apprunner import (
    AutoScaling,
    AutoScalingConfiguration,
    ConfigurationError,
)
from tests.support.services import web

ARN = "arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/shared/1/0123456789abcdef"
KIND = "aws_apprunner_auto_scaling_configuration_version"


def test_an_arn_creates_no_configuration(synth):
    made = synth(lambda scope: web(scope, scaling=ARN))
    assert made.all(KIND) == {}
    assert made.one("aws_apprunner_service")["auto_scaling_configuration_arn"] == ARN


def test_services_share_one_configuration(synth):
    def fill(scope):
        shared = AutoScalingConfiguration(
            scope,
            "scaling",
            configuration_name="shared",
            scaling=AutoScaling(min_size=2, max_size=9, max_concurrency=5),
            tags={"team": "shop"},
        )
        return [web(scope, name, service_name=f"shop-{name}", scaling=shared) for name in ("web", "api")]

    made = synth(fill)
    assert made.one(KIND) == {
        "auto_scaling_configuration_name": "shared",
        "min_size": 2,
        "max_size": 9,
        "max_concurrency": 5,
        "tags": {"team": "shop"},
        "lifecycle": {"create_before_destroy": True},
    }
    services = made.all("aws_apprunner_service").values()
    assert len({item["auto_scaling_configuration_arn"] for item in services}) == 1


@pytest.mark.parametrize("name", ["abc", "x" * 33, "-shop"])
def test_names_out_of_range(synth, name):
    with pytest.raises(ConfigurationError, match="configuration_name"):
        synth(lambda scope: AutoScalingConfiguration(scope, "scaling", configuration_name=name))


@pytest.mark.parametrize("name", ["abcd", "x" * 32])
def test_names_in_range(synth, name):
    assert synth(lambda scope: AutoScalingConfiguration(scope, "scaling", configuration_name=name)).one(KIND)


def test_a_name_instead_of_an_arn_is_refused(synth):
    with pytest.raises(ConfigurationError, match="scaling"):
        synth(lambda scope: web(scope, scaling="shared"))
