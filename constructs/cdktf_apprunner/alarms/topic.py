"""The SNS topic that alarms and failure events go to."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import aws, roles
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import report
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.names import slug, unique

PUBLISHERS = ("cloudwatch.amazonaws.com", "events.amazonaws.com")
DELETION_DAYS = 7
"""How long a deleted key can be restored; AWS allows 7 to 30 days."""


@frozen
class AlarmTopic:
    """A new, encrypted SNS topic, to which only this account's alarms and EventBridge can publish.

    Parameters
    ----------
    emails
        Addresses that get every message after they confirm the subscription; default none.

    Raises
    ------
    ConfigurationError
        For an invalid address.

    Examples
    --------
    >>> AlarmTopic(emails=["ops@example.com"]).emails
    ['ops@example.com']

    See https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
    """

    emails: Sequence[str] = ()

    def __attrs_post_init__(self) -> None:
        report(limits.EMAIL.check_each("emails", self.emails))


class EncryptedTopic(Part):
    """The topic, its own KMS key, and the policies of both.

    CloudWatch can't publish to a topic under AWS's own key ``alias/aws/sns``, whose policy can't be changed:
    the alarm goes off, but nobody gets a message (aws/aws-cdk#11121).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        name: str,
        topic: AlarmTopic,
        account_id: str,
        partition: str,
        tags: dict[str, str] | None,
    ) -> None:
        super().__init__(scope, id)
        self.key = make(
            aws.KmsKey,
            self,
            "key",
            description=f"Encrypts the messages of the SNS topic {name}",
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_DAYS,
            policy=roles.document(_key_statements(f"arn:{partition}:iam::{account_id}:root")),
            tags=tags,
        )
        self.resource = make(
            aws.SnsTopic, self, "topic", name=name, kms_master_key_id=self.key.arn, tags=tags
        )
        self.arn = str(self.resource.arn)
        self.policy = make(
            aws.SnsTopicPolicy,
            self,
            "policy",
            arn=self.arn,
            policy=roles.document(_topic_statements(self.arn, account_id)),
        )
        self.subscriptions = self._subscribe(topic.emails)

    def _subscribe(self, emails: Sequence[str]) -> list[aws.SnsTopicSubscription]:
        """Subscribe each address; a changed address is a new subscription, which must be confirmed again."""
        made: dict[str, aws.SnsTopicSubscription] = {}
        for number, email in enumerate(emails, 1):
            name = unique(made, str(number) if is_token(email) else slug(email))
            made[name] = make(
                aws.SnsTopicSubscription,
                self,
                f"email_{name}",
                earlier=f"email_{number}",
                topic_arn=self.arn,
                protocol="email",
                endpoint=email,
            )
        return list(made.values())


def _key_statements(root: str) -> list[dict[str, object]]:
    """Allow the account and the publishers to use the key.

    There are no conditions on the source: SNS's guide says that EventBridge's deliveries to an encrypted
    topic fail with them, and has no condition for alarms
    (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html). The topic's policy limits who can
    publish.
    """
    return [
        {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"},
        {
            "Effect": "Allow",
            "Principal": {"Service": list(PUBLISHERS)},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
        },
    ]


def _topic_statements(topic_arn: str, account_id: str) -> list[dict[str, object]]:
    """Allow the publishers to publish.

    Only this account's alarms can publish. EventBridge supports no condition here
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html).
    """
    statement: dict[str, object] = {"Effect": "Allow", "Action": "sns:Publish", "Resource": topic_arn}
    alarms, events = ({**statement, "Principal": {"Service": publisher}} for publisher in PUBLISHERS)
    return [{**alarms, "Condition": {"StringEquals": {"aws:SourceAccount": account_id}}}, events]
