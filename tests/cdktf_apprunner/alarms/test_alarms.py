"""`Alarms`: contradictions are refused, and unwatched values create nothing."""

import pytest

from cdktf_apprunner import Alarms, AutoScaling, ConfigurationError, Threshold
from tests.support.alarms import NOTHING, TOPIC, by_name, only, web


def test_no_alarms(synth):
    made = synth(lambda scope: web(scope, None))
    kinds = [kind for kind in made.json["resource"] if "cloudwatch" in kind or "sns" in kind or "kms" in kind]
    assert kinds == ["aws_cloudwatch_log_group"]


def test_a_given_topic_creates_no_topic(synth):
    made = synth(lambda scope: web(scope, Alarms(topic=TOPIC)))
    assert made.all("aws_sns_topic") == made.all("aws_kms_key") == {}
    assert {arn for alarm in by_name(made).values() for arn in alarm["alarm_actions"]} == {TOPIC}
    assert made.one("aws_cloudwatch_event_target")["arn"] == TOPIC


@pytest.mark.parametrize(
    "make",
    [
        lambda: Alarms(**only(cpu=Threshold(warning=100))),
        lambda: Alarms(**only(no_instances=Threshold(warning=101))),
        lambda: Alarms(topic="${var.topic}"),
    ],
)
def test_accepted(make):
    assert make() == make()


@pytest.mark.parametrize(
    ("make", "field", "text"),
    [
        (Alarms, "topic", "AlarmTopic()"),
        (lambda: Alarms(**{**NOTHING, "failures": True}), "topic", "alarms and failures need a topic"),
        (lambda: Alarms(**only(dashboard=True)), "topic", "no alarm or failure uses this topic"),
        (lambda: Alarms(topic="team"), "topic", "a standard SNS topic"),
        (lambda: Alarms(topic=TOPIC + ".fifo"), "topic", "a standard SNS topic"),
        (lambda: Alarms(topic=TOPIC, critical_topic="pager"), "critical_topic", "a standard SNS topic"),
        (lambda: Alarms(**only(cpu=Threshold(warning=101))), "cpu.warning", "at most 100 percent"),
        (
            lambda: Alarms(**only(server_error_rate=Threshold(critical=101))),
            "server_error_rate.critical",
            "at most 100",
        ),
        (lambda: Alarms(**only(memory=Threshold(critical=101))), "memory.critical", "at most 100"),
        (lambda: Alarms(**only(at_maximum=Threshold(critical=101))), "at_maximum.critical", "at most 100"),
    ],
)
def test_refused(make, field, text):
    with pytest.raises(ConfigurationError) as error:
        make()
    (problem,) = error.value.problems
    assert problem.field == field
    assert text in str(problem)
    assert problem.where.startswith("test_alarms.py:")


def test_a_service_that_is_always_at_its_maximum(synth):
    with pytest.raises(ConfigurationError, match=r"alarms\.at_maximum.*max_size=1"):
        synth(lambda scope: web(scope, Alarms(topic=TOPIC), scaling=AutoScaling(max_size=1)))
    made = synth(
        lambda scope: web(scope, Alarms(topic=TOPIC, at_maximum=None), scaling=AutoScaling(max_size=1))
    )
    assert "shop-at-maximum-warning" not in by_name(made)
