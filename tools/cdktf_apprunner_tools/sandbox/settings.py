"""Settings of a sandbox; where the behaviour of AWS isn't known, a setting selects one."""

from __future__ import annotations

from attrs import frozen


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
        Length of a minute in the sandbox, for the rates of schedules and the interval of alarm evaluations.
    absent_maps_clear
        Whether an update without variables or secrets removes them. Unknown for real AWS.
    returns_start_command
        Whether the description of a service contains its start command. Unknown for real AWS; users report
        a difference in every plan (terraform-provider-aws#46915).
    update_while_paused
        Whether a paused service accepts an update and stays paused. Unknown for real AWS.
    validation_records, validation_records_www
        Number of validation records of a domain, without and with www, for all domains or by domain name; a
        change also changes those that exist. Sources disagree on the number.
    unique_security_groups
        Whether a second connector with the same security groups is refused (pulumi-aws#5364).
    seed
        Seed of the random choice of calls that fail.
    """

    account_id: str = "111122223333"
    operation_seconds: float = 0.5
    role_propagation_seconds: float = 0
    rate_seconds: float = 60
    absent_maps_clear: bool = True
    returns_start_command: bool = True
    update_while_paused: bool = False
    validation_records: int | dict[str, int] = 2
    validation_records_www: int = 3
    unique_security_groups: bool = True
    seed: int = 0
