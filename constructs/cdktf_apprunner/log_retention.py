"""Retention of the logs. App Runner makes the log groups itself."""

from __future__ import annotations

import json

from attrs import frozen
from constructs import Construct

from cdktf_apprunner import addresses, aws, roles
from cdktf_apprunner.addresses import Part, address, make
from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import check_kind, report
from cdktf_apprunner.names import derived
from cdktf_apprunner.terraform import Fn, TerraformIterator, Token, add_block


@frozen
class LogRetention:
    """How long both log groups of a service keep their events.

    Parameters
    ----------
    days
        Days: 1, 3, 5, 7, 14, 30 (default), 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
        2557, 2922, 3288 or 3653.
    keep
        Whether the logs stay when the service goes or gets another name: then Terraform forgets their log
        groups instead of destroying them. Default: in a production environment yes, elsewhere no.

    Raises
    ------
    ConfigurationError
        For another number of days, and for a ``keep`` that isn't a truth value.

    Examples
    --------
    >>> LogRetention(days=90).days
    90

    See https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cwl.html
    """

    days: int = 30
    keep: bool | None = None

    def __attrs_post_init__(self) -> None:
        report(
            [
                *limits.RETENTION_DAYS.check("days", self.days),
                *check_kind("keep", self.keep, bool, type(None)),
            ]
        )


class AdoptedLogGroups(Part):
    """The service's log groups. Terraform manages them from the second apply on.

    Traps 1 and 3: App Runner makes both groups, with a generated id in their names, and keeps them when it
    deletes the service. So Terraform looks them up, imports them, and destroys them after the service, which
    depends on them; or it forgets them, if they are to be kept (trap 34).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        service_name: str,
        retention: LogRetention,
        deletion_protection: bool,
    ) -> None:
        super().__init__(scope, id)
        found = make(
            aws.DataAwsCloudwatchLogGroups,
            self,
            "found",
            log_group_name_prefix=f"/aws/apprunner/{service_name}/",
        )
        each = TerraformIterator.from_list(found.log_group_names)
        self.resource = make(
            aws.CloudwatchLogGroup,
            self,
            "groups",
            for_each=each,
            name=Token.as_string(each.value),
            retention_in_days=retention.days,
            skip_destroy=True if retention.keep else None,
            # The logs of a protected service are protected too. The state holds no such setting, so that it
            # works from the first plan on.
            lifecycle={"prevent_destroy": True} if deletion_protection and not retention.keep else None,
        )
        names = f"{address(found)}.log_group_names"
        add_block(
            self,
            "import",
            {
                "for_each": f"${{toset({names})}}",
                "to": f"{address(self.resource)}[each.key]",
                "id": "${each.key}",
            },
        )


def release_log_groups(scope: Construct, id: str) -> None:  # noqa: A002  # the name constructs give it
    """Let Terraform forget log groups that it manages no more (trap 34)."""
    for released in addresses.released(scope, "aws_cloudwatch_log_group", f"{id}/groups"):
        add_block(scope, "removed", {"from": released, "lifecycle": {"destroy": False}})


class RetentionSchedules(Part):
    """Schedules that set the retention from the first apply on, before Terraform manages the groups.

    Trap 2. A rate schedule without a start date runs at once and then daily; later runs change nothing.
    AWS documents the actions of EventBridge Scheduler in general; this one is not proven on real AWS.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002  # the name constructs give it
        *,
        service_name: str,
        service: aws.ApprunnerService,
        retention: LogRetention,
        role_settings: roles.RoleSettings,
    ) -> None:
        super().__init__(scope, id)
        fields = Fn.split(":", service.arn)
        partition, region, account = (str(Fn.element(fields, place)) for place in (1, 3, 4))
        prefix = f"/aws/apprunner/{service_name}/{service.service_id}"
        groups = {kind: f"{prefix}/{kind}" for kind in ("application", "service")}
        role = role_settings.create(
            self,
            "role",
            derived(service_name, "log-retention", limits.ROLE_NAME.longest),
            roles.trust("scheduler.amazonaws.com", {"StringEquals": {"aws:SourceAccount": account}}),
        )
        policy = make(
            aws.IamRolePolicy,
            self,
            "policy",
            name="put-retention-policy",
            role=role.id,  # unlike its name, unknown while the role is replaced
            policy=roles.document(
                [
                    {
                        "Effect": "Allow",
                        "Action": "logs:PutRetentionPolicy",
                        "Resource": [
                            f"arn:{partition}:logs:{region}:{account}:log-group:{group}:*"
                            for group in groups.values()
                        ],
                    }
                ]
            ),
        )
        for kind, group in groups.items():
            make(
                aws.SchedulerSchedule,
                self,
                kind,
                name=derived(service_name, f"{kind}-log-retention", limits.SCHEDULE_NAME.longest),
                schedule_expression="rate(1 day)",
                flexible_time_window={"mode": "OFF"},
                target={
                    "arn": "arn:aws:scheduler:::aws-sdk:cloudwatchlogs:putRetentionPolicy",
                    "role_arn": role.arn,
                    "input": json.dumps({"LogGroupName": group, "RetentionInDays": retention.days}),
                },
                depends_on=[policy],
            )
