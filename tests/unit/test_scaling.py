"""Auto scaling: a service's own, one shared by several, or one by ARN."""

import pytest

from cdktf_apprunner import (
    AppRunnerService,
    AutoScaling,
    AutoScalingConfiguration,
    ConfigurationError,
    EcrPublicImage,
)

ARN = "arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/shared/1/0123456789abcdef"
HELLO = EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest")
KIND = "aws_apprunner_auto_scaling_configuration_version"


def web(scope, scaling, name="web"):
    return AppRunnerService(scope, name, service_name=f"shop-{name}", source=HELLO, scaling=scaling)


def test_by_arn_none_is_made(synth):
    made = synth(lambda scope: web(scope, ARN))
    assert made.all(KIND) == {}
    assert made.one("aws_apprunner_service")["auto_scaling_configuration_arn"] == ARN


def test_one_is_shared(synth):
    def fill(scope):
        shared = AutoScalingConfiguration(
            scope,
            "scaling",
            configuration_name="shared",
            scaling=AutoScaling(min_size=2, max_size=9, max_concurrency=5),
            tags={"team": "shop"},
        )
        return [web(scope, shared), web(scope, shared, "api")]

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


def test_an_arn_of_something_else_is_refused(synth):
    with pytest.raises(ConfigurationError, match="scaling"):
        synth(lambda scope: web(scope, "shared"))
