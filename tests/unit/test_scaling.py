"""Scaling: a service's own, shared between services, or given by ARN."""

import pytest

from cdktf_apprunner import (
    Alarms,
    AppRunnerService,
    AutoScaling,
    ConfigurationError,
    EcrPublicImage,
    ScalingConfiguration,
)

HELLO = EcrPublicImage("public.ecr.aws/aws-containers/hello-app-runner:latest")
REVISION = "arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/small/3/0123456789abcdef"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:team"
KIND = "aws_apprunner_auto_scaling_configuration_version"


def web(scope, name="first", **arguments):
    return AppRunnerService(scope, name, service_name=name, source=HELLO, **arguments)


def configuration(scope, **arguments):
    return ScalingConfiguration(scope, "scaling", **{"configuration_name": "small", **arguments})


def test_shared(synth):
    def fill(scope):
        bounds = AutoScaling(min_size=2, max_size=3, max_concurrency=50)
        shared = configuration(scope, scaling=bounds, tags={"team": "shop"})
        return [web(scope, name, scaling=shared) for name in ("first", "second")]

    made = synth(fill)
    ((name, version),) = made.all(KIND).items()
    assert version == {
        "auto_scaling_configuration_name": "small",
        "min_size": 2,
        "max_size": 3,
        "max_concurrency": 50,
        "tags": {"team": "shop"},
        "lifecycle": {"create_before_destroy": True},
    }
    services = made.all("aws_apprunner_service").values()
    assert [item["auto_scaling_configuration_arn"] for item in services] == [f"${{{KIND}.{name}.arn}}"] * 2


def test_one_each(synth):
    made = synth(lambda scope: [web(scope, "first"), web(scope, "second")])
    names = {version["auto_scaling_configuration_name"] for version in made.all(KIND).values()}
    assert names == {"first", "second"}


def test_by_arn(synth):
    made = synth(lambda scope: web(scope, scaling=REVISION))
    assert made.all(KIND) == {}
    assert made.one("aws_apprunner_service")["auto_scaling_configuration_arn"] == REVISION


def test_alarms_know_a_shared_maximum(synth):
    def fill(scope):
        return web(
            scope, scaling=configuration(scope, scaling=AutoScaling(max_size=4)), alarms=Alarms(topic=TOPIC)
        )

    alarms = synth(fill).all("aws_cloudwatch_metric_alarm").values()
    (alarm,) = (alarm for alarm in alarms if alarm["alarm_name"] == "first-at-maximum-warning")
    assert alarm["metric_query"][0]["expression"] == "100 * active / 4"


@pytest.mark.parametrize(
    ("fill", "field"),
    [
        (lambda scope: configuration(scope, configuration_name="abc"), "configuration_name"),
        (lambda scope: configuration(scope, configuration_name="a" * 33), "configuration_name"),
        (lambda scope: web(scope, scaling="small"), "scaling"),
        (lambda scope: web(scope, scaling=REVISION.rpartition("/3/")[0]), "scaling"),
        (lambda scope: web(scope, scaling=REVISION, alarms=Alarms(topic=TOPIC)), "alarms.at_maximum"),
    ],
)
def test_refused(synth, fill, field):
    with pytest.raises(ConfigurationError) as error:
        synth(fill)
    assert [problem.field for problem in error.value.problems] == [field]


@pytest.mark.parametrize(
    "fill",
    [
        lambda scope: configuration(scope, configuration_name="abcd"),
        lambda scope: configuration(scope, configuration_name="a" * 32),
        lambda scope: web(scope, scaling=REVISION, alarms=Alarms(topic=TOPIC, at_maximum=None)),
        lambda scope: web(scope, scaling="${var.scaling}"),
    ],
)
def test_accepted(synth, fill):
    assert synth(fill).json["resource"]
