"""Roll-backs made visible: what Terraform reads back must be what was asked for.

Trap 9: after a failed update App Runner rolls back and is RUNNING again, which the provider takes for
success (aws/apprunner-roadmap#209). A postcondition makes that apply fail, and the next plan shows the
difference again.

Expressions on ``self`` read the same for every service, so each is made once: making one takes several
calls into Node.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from cdktf import Fn, Op, Postcondition, TerraformSelf, Token

from cdktf_apprunner.templates import quoted

Path = tuple[str | int, ...]
IMAGE: Path = ("source_configuration", 0, "image_repository", 0)
CONFIGURATION: Path = (*IMAGE, "image_configuration", 0)


def rolled_back(
    service_name: str,
    *,
    identifier: str,
    port: str,
    variables: Mapping[str, str],
    secrets: Mapping[str, str],
    cpu: str,
    memory: str,
    egress_type: str,
) -> list[Postcondition]:
    """Compare what runs with what was asked for.

    The start command isn't compared: whether the API returns it is not certain
    (hashicorp/terraform-provider-aws#46915).
    """
    network: Path = ("network_configuration", 0, "egress_configuration", 0, "egress_type")
    settings: tuple[tuple[str, Path, str], ...] = (
        ("image", (*IMAGE, "image_identifier"), identifier),
        ("port", (*CONFIGURATION, "port"), port),
        ("cpu", ("instance_configuration", 0, "cpu"), cpu),
        ("memory", ("instance_configuration", 0, "memory"), memory),
        ("egress type", network, egress_type),
    )
    return [
        *(_equal(service_name, what, path, asked) for what, path, asked in settings),
        # Trap 13: removing the last one may be taken as "leave it as it was".
        _same_map(service_name, "variables", (*CONFIGURATION, "runtime_environment_variables"), variables),
        _same_map(service_name, "secrets", (*CONFIGURATION, "runtime_environment_secrets"), secrets),
    ]


def not_paused(service_name: str) -> Postcondition:
    """Stop the plan where the service is paused.

    Trap 21: App Runner takes no update of a paused service; the provider then waits and fails half way.
    The status in the plan is the one last read.
    """
    return Postcondition(
        condition=Op.neq(_own("status"), "PAUSED"),
        error_message=(
            f"{service_name} is paused, and App Runner takes no update of a paused service. "
            f"Resume it first: aws apprunner resume-service --service-arn {_own('arn')}"
        ),
    )


def _equal(service_name: str, what: str, path: Path, asked: str) -> Postcondition:
    return Postcondition(
        condition=Op.eq(_read(path), asked),
        error_message=(
            f"App Runner rolled {service_name} back. Asked for was {what} {asked}, "
            f"it runs {_read_text(path)}. {_where(service_name)}"
        ),
    )


def _same_map(service_name: str, what: str, path: Path, asked: Mapping[str, str]) -> Postcondition:
    # Maps are compared as JSON, which sorts keys. Values stay unprinted.
    return Postcondition(
        condition=Op.eq(_read_map(path), Fn.jsonencode(quoted(asked))),
        error_message=(
            f"App Runner rolled {service_name} back: its {what} are not those asked for. "
            f"{_where(service_name)}"
        ),
    )


@functools.cache
def _read(path: Path) -> object:
    """Refer to one of the service's own attributes."""
    attribute, *rest = path
    return Fn.lookup_nested(TerraformSelf.get_any(str(attribute)), rest)


@functools.cache
def _read_text(path: Path) -> str:
    return Token.as_string(_read(path))


@functools.cache
def _read_map(path: Path) -> str:
    """Refer to a map as JSON; merge() takes null for nothing."""
    return Fn.jsonencode(Fn.merge([{}, _read(path)]))


@functools.cache
def _own(name: str) -> str:
    return TerraformSelf.get_string(name)


def _where(service_name: str) -> str:
    return f"The reason stands in log group /aws/apprunner/{service_name}/{_own('service_id')}/service."
