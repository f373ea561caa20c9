"""Settings of a sandbox; where the behaviour of AWS isn't known, a setting selects one."""

from __future__ import annotations

from typing import Any

from attrs import field, fields, frozen


def unknown(default: Any, flipped: Any, evidence: str) -> Any:
    """Return a field for a behaviour that nobody outside AWS knows.

    Parameters
    ----------
    default
        What more of the public evidence supports.
    flipped
        Another behaviour that is possible; the tests run both.
    evidence
        What the public evidence says.
    """
    return field(default=default, metadata={"flipped": flipped, "evidence": evidence})


@frozen(kw_only=True)
class Settings:
    """The behaviour of a sandbox.

    Parameters
    ----------
    account_id
        Account of requests whose credentials belong to no other account.
    operation_seconds
        Duration of an operation on a service.
    role_propagation_seconds
        Time after its creation during which a role can't be assumed yet (pulumi-aws#1697).
    rate_seconds
        Length of a minute in the sandbox, for the rates of schedules, the interval of alarm evaluations, and
        the health checks and metrics of services that run.
    runs
        Commands that stand for sources: by the name of an ECR repository, an image identifier, or the URL of
        a code repository. A source without a command starts nothing.
    absent_maps_clear
        Whether an update without variables or secrets removes them.
    returns_start_command
        Whether the description of a service contains its start command.
    update_while_paused
        Whether a paused service accepts an update and stays paused.
    validation_records, validation_records_www
        Number of validation records of a domain, without and with www, for all domains or by domain name; a
        change also changes those that exist.
    unique_security_groups
        Whether a second connector with the same security groups is refused under any name.
    ingress_connections
        Quota of VPC ingress connections in an account and region; ``None`` for no quota.
    seed
        Seed of the random choice of calls that fail.
    """

    account_id: str = "111122223333"
    operation_seconds: float = 0.5
    role_propagation_seconds: float = 0
    rate_seconds: float = 60
    runs: dict[str, str] = field(factory=dict)
    seed: int = 0
    absent_maps_clear: bool = unknown(
        True,
        False,
        "The Terraform provider sends an update without the maps when the last variable goes, and nobody "
        "reports that variables stay.",
    )
    returns_start_command: bool = unknown(
        True,
        False,
        "The AWS CLI's examples return it; terraform-provider-aws#46915 reports that after an apply the "
        "service has none, and that a full update-service of the AWS CLI keeps it.",
    )
    update_while_paused: bool = unknown(
        False,
        True,
        "The developer guide (manage-pause) forbids updates; AWS's own refusal in apprunner-roadmap#95 says "
        "that a service must be RUNNING or PAUSED.",
    )
    validation_records: int | dict[str, int] = unknown(  # noqa: RUF009  # a field, as the others
        2, 1, "The AWS CLI's examples have 1; users of Terraform report 2."
    )
    validation_records_www: int = unknown(
        3, 2, "The AWS CLI's examples have 2; users of Terraform report 3, and AWS Copilot counts 3."
    )
    unique_security_groups: bool = unknown(
        False,
        True,
        "pulumi-aws#5364 quotes the refusal for a second connector of the same name; it speaks of the "
        "groups only, and no report has two names.",
    )
    ingress_connections: int | None = unknown(
        None,
        1,
        "The developer guide's quotas say 1, not adjustable; the API takes one service for each connection, "
        "and another page describes several services behind one endpoint.",
    )


def unknowns() -> dict[str, Any]:
    """Return each setting for a behaviour that nobody outside AWS knows, with its other value."""
    return {one.name: one.metadata["flipped"] for one in fields(Settings) if "flipped" in one.metadata}
