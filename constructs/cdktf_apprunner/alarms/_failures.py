"""Messages to a topic about failed operations, such as a roll-back, which the status doesn't show."""

from __future__ import annotations

import json

from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import Part, make
from cdktf_apprunner.names import derived

DETAIL_TYPES = ("AppRunner Service Operation Status Change", "AppRunner Service Status Change")
OPERATIONS = (
    "CreateServiceFailed",
    "UpdateServiceFailed",
    "DeleteServiceFailed",
    "DeploymentFailed",
    "PauseServiceFailed",
    "ResumeServiceFailed",
)
STATUSES = ("CREATE_FAILED", "DELETE_FAILED")
KEYS = {
    "operationStatus": OPERATIONS,
    "Status": OPERATIONS,
    "currentServiceStatus": STATUSES,
    "CurrentStatus": STATUSES,
}
"""The keys of an event that name the failure. In newer events they begin with a lower-case letter; the guide
shows both (https://docs.aws.amazon.com/apprunner/latest/dg/monitor-ev.html)."""


class FailureEvents(Part):
    """An EventBridge rule for the failures of one service.

    It matches the service's name, which is known before the service exists, so it also reports a failed
    creation. EventBridge delivers these events on a best-effort basis, without a guarantee.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        service_name: str,
        arn_prefix: str,
        topic_arn: str,
        tags: dict[str, str] | None,
    ) -> None:
        super().__init__(scope, id)
        self.rule = make(
            aws.CloudwatchEventRule,
            self,
            "rule",
            name=derived(service_name, "failures", 64),
            description=f"Failed operations of the App Runner service {service_name}",
            event_pattern=json.dumps(_pattern(arn_prefix)),
            tags=tags,
        )
        self.target = make(
            aws.CloudwatchEventTarget,
            self,
            "target",
            rule=self.rule.name,
            target_id="topic",
            arn=topic_arn,
            input_transformer={"input_paths": _paths(), "input_template": json.dumps(_message(service_name))},
        )


def _pattern(arn_prefix: str) -> dict[str, object]:
    return {
        "source": ["aws.apprunner"],
        "detail-type": list(DETAIL_TYPES),
        "resources": [{"prefix": arn_prefix}],
        "detail": {"$or": [{key: list(values)} for key, values in KEYS.items()]},
    }


def _paths() -> dict[str, str]:
    """Name the event's values, under old keys and new; the message leaves out what the event lacks."""
    details = (*KEYS, "message", "Message", "serviceId", "ServiceId")
    return {"time": "$.time", "region": "$.region", **{key: f"$.detail.{key}" for key in details}}


def _message(service_name: str) -> str:
    failed = "".join(f"<{key}>" for key in KEYS)
    return (
        f"App Runner service {service_name} in <region> at <time>: {failed}. <message><Message> "
        "After a failed update or deployment the version before goes on running. The reason stands in the "
        f"service's log: aws logs tail /aws/apprunner/{service_name}/<serviceId><ServiceId>/service "
        "--since 1h --region <region>"
    )
