"""A service: its state, its operations and its events.

An operation continues after the call that started it has returned.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Protocol

from attrs import define, field

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner import events
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, utc_now
from cdktf_apprunner_tools.sandbox.errors import missing, state
from cdktf_apprunner_tools.sandbox.faults import Faults
from cdktf_apprunner_tools.sandbox.settings import Settings

Finish = Callable[[str | None], tuple[str, str]]
"""Gets the reason of a failure, or ``None``; returns the final status of the operation and of the service.

It raises `NotYet` as long as it must be called again.
"""
POLL_SECONDS = 0.05


class NotYet(Exception):  # noqa: N818  # it is no error
    """An operation can't end yet: its instance is neither healthy nor given up."""


class Place(Protocol):
    """The part of a region that a service uses."""

    account_id: str
    name: str
    settings: Settings
    faults: Faults
    services: dict[str, Service]

    def later(self, now: float, seconds: float, act: Callable[[], None]) -> None:
        """Schedule an action for some seconds after ``now``."""


@define
class Service:
    """A service, its operations and its domains."""

    region: Place
    record: Record
    operations: list[Record] = field(factory=list)
    domains: dict[str, Record] = field(factory=dict)
    digest: str | None = None
    """Digest of the image that was deployed last, if the source is an ECR image."""

    @property
    def arn(self) -> str:
        """ARN of the service."""
        return str(self.record["ServiceArn"])

    def uses(self, arn: str) -> bool:
        """Whether the service exists and uses a configuration, connector or connection."""
        record = self.record
        return record["Status"] != "DELETED" and arn in (
            record["AutoScalingConfigurationArn"],
            record["NetworkConfiguration"]["EgressConfiguration"].get("VpcConnectorArn"),
            (record.get("ObservabilityConfiguration") or {}).get("ObservabilityConfigurationArn"),
            record["SourceConfiguration"].get("AuthenticationConfiguration", {}).get("ConnectionArn"),
        )

    def log(self, group: str, line: str, instance: str = "") -> None:
        """Write to a log group of the service; App Runner creates these groups itself.

        Streams: https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cwl.html
        """
        record = self.record
        name = f"/aws/apprunner/{record['ServiceName']}/{record['ServiceId']}/{group}"
        stream = "events" if group == "service" else f"instance/{instance or record['ServiceId']}"
        try:
            neighbours.create_log_group(self.region.account_id, self.region.name, name, stream, line)
        except Exception:  # an operation goes on without its lines
            logging.exception("a line couldn't be written to %s", name)

    def start(self, kind: str, finish: Finish) -> str:
        """Start an operation; the service accepts no other operation until it ends."""
        now = utc_now()
        started = {
            "Id": str(uuid.uuid4()),
            "Type": kind,
            "Status": "IN_PROGRESS",
            "TargetArn": self.arn,
            "StartedAt": now,
            "UpdatedAt": now,
        }
        self.operations.insert(0, started)
        self._tell(kind, events.STARTED)
        self._set("OPERATION_IN_PROGRESS")
        outcome = self.region.faults.take_outcome()

        def end() -> None:
            reason = f"the sandbox was asked to {outcome}" if outcome else None
            try:
                status, after = finish(reason)
            except NotYet:
                self.region.later(time.time(), POLL_SECONDS, end)
                return
            except Exception:  # a bug of the sandbox must not leave a service in progress for ever
                logging.exception("the sandbox failed to end %s", kind)
                status, after = finish("the sandbox failed; see its log")
            ended = utc_now()
            started.update(Status=status, EndedAt=ended, UpdatedAt=ended)
            phase = events.SUCCEEDED if status == "SUCCEEDED" else events.FAILED
            self._tell(kind, phase)
            self._set(after)

        if outcome != "stuck":
            self.region.later(time.time(), self.region.settings.operation_seconds, end)
        return str(started["Id"])

    def fail(self, reason: str) -> None:
        """Write why the deployment of the current operation failed (aws/apprunner-roadmap#128)."""
        number = self.operations[0]["Id"].replace("-", "")
        self.log("service", f"[AppRunner] Deployment with ID : {number} failed. Failure reason : {reason}")

    def _tell(self, kind: str, phase: str) -> None:
        """Write to the log, and send an event, that an operation started, succeeded or failed."""
        self.log("service", events.line(kind, phase))
        events.operation_changed(self.region, self.record, kind, phase)

    def _set(self, status: str) -> None:
        before = self.record["Status"]
        self.record.update(Status=status, UpdatedAt=utc_now())
        self.log("service", f"[AppRunner] Service status is set to {status}.")
        if status != before:
            events.status_changed(self.region, self.record, before)


def runtime_values(source: Record) -> Record:
    """Return the runtime settings of a source: the record itself, or a new empty one."""
    image, code = source.get("ImageRepository") or {}, source.get("CodeRepository") or {}
    configuration = code.get("CodeConfiguration") or {}
    if configuration.get("ConfigurationSource") == "REPOSITORY":  # App Runner ignores the values then
        configuration = {}
    found: Record = image.get("ImageConfiguration") or configuration.get("CodeConfigurationValues") or {}
    return found


def present(region: Place, arn: str) -> Service:
    """Return a service that isn't deleted."""
    service = region.services.get(arn)
    if service is None or service.record["Status"] == "DELETED":
        raise missing(arn)
    return service


def running(region: Place, arn: str, *states: str, verb: str = "changed") -> Service:
    """Return a service if it is in one of the states; without states, if it is ``RUNNING``.

    The wording is known of deletions (hashicorp/terraform-provider-aws#19840).
    """
    service = present(region, arn)
    status = service.record["Status"]
    if status not in (states or ("RUNNING",)):
        raise state(f"Service cannot be {verb} in the current state: {status}.")
    return service
