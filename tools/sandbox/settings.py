"""What a sandbox can be told; where nobody outside AWS knows, a setting chooses."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Settings:
    """How the sandbox behaves.

    Parameters
    ----------
    account_id
        The account of credentials nobody knows.
    operation_seconds
        How long an operation of a service takes.
    role_propagation_seconds
        How long after it was made a role can't be assumed yet (pulumi-aws#1697).
    rate_seconds
        How long a minute lasts here: the shortest rate of a schedule, and the time between two looks at
        the alarms.
    absent_maps_clear
        Whether an update without variables or secrets removes them. Not known of the real one.
    returns_start_command
        Whether a service is described with its start command. Not known of the real one; users report
        a difference that never settles (terraform-provider-aws#46915).
    update_while_paused
        Whether an update of a paused service is taken, and leaves it paused. Not known of the real one.
    validation_records, validation_records_www
        How many validation records a domain gets, without and with www. Sources disagree.
    unique_security_groups
        Whether a second connector with the same security groups is refused (pulumi-aws#5364).
    seed
        Of the share of calls that fail.
    """

    account_id: str = "111122223333"
    operation_seconds: float = 0.5
    role_propagation_seconds: float = 0
    rate_seconds: float = 60
    absent_maps_clear: bool = True
    returns_start_command: bool = True
    update_while_paused: bool = False
    validation_records: int = 2
    validation_records_www: int = 3
    unique_security_groups: bool = True
    seed: int = 0
