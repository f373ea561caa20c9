"""The events of services in EventBridge.

Types, names of failures, and that there are start events:
https://docs.aws.amazon.com/apprunner/latest/dg/monitor-ev.html and
https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-apprunner.html. The guide and
aws/apprunner-roadmap#128 and #142 quote some messages; the others, and the names of start events, are guesses
of that form.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any, Protocol

from cdktf_apprunner_tools.sandbox import neighbours
from cdktf_apprunner_tools.sandbox.apprunner.records import Record, utc_now

LOGS = "For details, see service logs."
MESSAGES = {
    "CreateServiceStarted": "Service creation started.",
    "CreateServiceCompletedSuccessfully": "Service creation completed successfully.",
    "CreateServiceFailed": f"Service creation failed. {LOGS}",
    "DeleteServiceStarted": "Service deletion started.",
    "DeleteServiceCompletedSuccessfully": "Service deletion completed successfully.",
    "DeleteServiceFailed": "Service deletion failed.",
    "UpdateServiceStarted": "Service update started.",
    "UpdateServiceCompletedSuccessfully": (
        "Service update completed successfully. New application and configuration is deployed."
    ),
    "UpdateServiceFailed": f"Service update failed. {LOGS}",
    "DeploymentStarted": "Deployment started.",
    "DeploymentCompletedSuccessfully": "Deployment completed successfully.",
    "DeploymentFailed": f"Deployment failed. {LOGS}",
    "PauseServiceStarted": "Service pause started.",
    "PauseServiceCompletedSuccessfully": "Service pause completed successfully.",
    "PauseServiceFailed": "Service pause failed.",
    "ResumeServiceStarted": "Service resume started.",
    "ResumeServiceCompletedSuccessfully": "Service resume completed successfully.",
    "ResumeServiceFailed": "Service resume failed.",
}
OPERATIONS = {
    "CREATE_SERVICE": "CreateService",
    "UPDATE_SERVICE": "UpdateService",
    "DELETE_SERVICE": "DeleteService",
    "START_DEPLOYMENT": "Deployment",
    "PAUSE_SERVICE": "PauseService",
    "RESUME_SERVICE": "ResumeService",
}
STARTED, SUCCEEDED, FAILED = "Started", "CompletedSuccessfully", "Failed"


class Place(Protocol):
    """The part of a region that an event names."""

    account_id: str
    name: str


def line(kind: str, phase: str) -> str:
    """Return the line in the service's log about an operation; it has the text of the event."""
    return f"[AppRunner] {MESSAGES[f'{OPERATIONS[kind]}{phase}']}"


def operation_changed(place: Place, service: Record, kind: str, phase: str) -> None:
    """Tell that an operation started, succeeded or failed."""
    status = f"{OPERATIONS[kind]}{phase}"
    severity = "ERROR" if phase == FAILED else "INFO"
    detail = {"operationStatus": status, "message": MESSAGES[status], "severity": severity}
    _put(place, service, "AppRunner Service Operation Status Change", detail)


def status_changed(place: Place, service: Record, before: str) -> None:
    """Tell the status of a service and the one before it."""
    status = service["Status"]
    detail = {
        "previousServiceStatus": before,
        "currentServiceStatus": status,
        "message": f"Service status is set to {status}.",
        "severity": "ERROR" if status.endswith("_FAILED") else "INFO",
    }
    _put(place, service, "AppRunner Service Status Change", detail)


def domain_validated(place: Place, service: Record, domain: Record) -> None:
    """Tell that the certificate of a domain was validated; the fields are a guess, no page has them."""
    detail = {
        "domainName": domain["DomainName"],
        "status": domain["Status"],
        "message": f"Custom domain {domain['DomainName']} is {domain['Status']}.",
        "severity": "INFO",
    }
    _put(place, service, "AppRunner Custom Domain Validation Status Update", detail)


def _put(place: Place, service: Record, kind: str, detail: dict[str, Any]) -> None:
    """Deliver an event; App Runner's delivery is best effort, so a failure stops nothing."""
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": kind,
        "source": "aws.apprunner",
        "account": place.account_id,
        "time": utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": place.name,
        "resources": [service["ServiceArn"]],
        "detail": {**detail, "serviceName": service["ServiceName"], "serviceId": service["ServiceId"]},
    }
    try:
        neighbours.put_event(place.account_id, place.name, event)
    except Exception:
        logging.exception("an event couldn't be delivered")
