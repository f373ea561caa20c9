"""New topics, and who may publish to them."""

import pytest

from cdktf_apprunner import AlarmTopic, ConfigurationError
from tests.support.synthesized import document


def test_made_topics(everything):
    topics = {topic["name"]: topic for topic in everything.all("aws_sns_topic").values()}
    assert set(topics) == {"shop-alarms", "shop-critical-alarms"}
    assert all(topic["kms_master_key_id"].startswith("${aws_kms_key.") for topic in topics.values())
    emails = everything.all("aws_sns_topic_subscription").values()
    assert {email["endpoint"] for email in emails} == {"a@example.com", "b@example.com"}
    assert {email["protocol"] for email in emails} == {"email"}
    assert topics["shop-alarms"]["tags"] == {"team": "shop"}


def test_who_may_publish(everything):
    policy, _ = everything.all("aws_sns_topic_policy").values()
    alarms, events = document(policy["policy"])
    assert alarms["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert list(alarms["Condition"]["StringEquals"]) == ["aws:SourceAccount"]
    assert events["Principal"] == {"Service": "events.amazonaws.com"}
    assert "Condition" not in events, "EventBridge's deliveries fail with one"
    assert alarms["Action"] == events["Action"] == "sns:Publish"
    assert alarms["Resource"] == events["Resource"] == policy["arn"].replace('"', "'")


def test_who_may_use_the_key(everything):
    key, _ = everything.all("aws_kms_key").values()
    account, publishers = document(key["policy"])
    assert account["Principal"]["AWS"].endswith(":root")
    assert publishers["Principal"] == {"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]}
    assert publishers["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert "Condition" not in publishers, "EventBridge's deliveries fail with one"
    assert key["enable_key_rotation"] is True


@pytest.mark.parametrize(
    "make",
    [
        lambda: AlarmTopic(emails=["a@b"]),
    ],
)
def test_accepted(make):
    assert make() == make()


@pytest.mark.parametrize(
    ("make", "field", "text"),
    [
        (lambda: AlarmTopic(emails=["team"]), "emails", "an e-mail address"),
    ],
)
def test_refused(make, field, text):
    with pytest.raises(ConfigurationError) as error:
        make()
    (problem,) = error.value.problems
    assert problem.field == field
    assert text in str(problem)
    assert problem.where.startswith("test_topic.py:")
