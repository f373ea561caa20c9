"""Roll-backs made visible: what Terraform reads back must be what was asked for.

Trap 9: after a failed update App Runner rolls back and is RUNNING again, which the provider takes for
success (aws/apprunner-roadmap#209). A postcondition makes that apply fail, and the next plan shows the
difference again.
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import Fn, Op, Postcondition, TerraformSelf

IMAGE = "source_configuration[0].image_repository[0]"


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
    configuration = f"{IMAGE}.image_configuration[0]"
    return [
        *(
            _equal(service_name, what, path, asked)
            for what, path, asked in (
                ("image", f"{IMAGE}.image_identifier", identifier),
                ("port", f"{configuration}.port", port),
                ("cpu", "instance_configuration[0].cpu", cpu),
                ("memory", "instance_configuration[0].memory", memory),
                ("egress type", "network_configuration[0].egress_configuration[0].egress_type", egress_type),
            )
        ),
        # Trap 13: removing the last one may be taken as "leave it as it was".
        _same_map(service_name, "variables", f"{configuration}.runtime_environment_variables", variables),
        _same_map(service_name, "secrets", f"{configuration}.runtime_environment_secrets", secrets),
    ]


def not_paused(service_name: str) -> Postcondition:
    """Stop the plan where the service is paused.

    Trap 21: App Runner takes no update of a paused service; the provider then waits and fails half way.
    The status in the plan is the one last read.
    """
    return Postcondition(
        condition=Op.neq(TerraformSelf.get_string("status"), "PAUSED"),
        error_message=(
            f"{service_name} is paused, and App Runner takes no update of a paused service. "
            "Resume it first: aws apprunner resume-service --service-arn ${self.arn}"
        ),
    )


def _equal(service_name: str, what: str, path: str, asked: str) -> Postcondition:
    return Postcondition(
        condition=Op.eq(TerraformSelf.get_string(path), asked),
        error_message=(
            f"App Runner rolled {service_name} back. Asked for was {what} {asked}, it runs ${{self.{path}}}. "
            + _where(service_name)
        ),
    )


def _same_map(service_name: str, what: str, path: str, asked: Mapping[str, str]) -> Postcondition:
    # Maps are compared as JSON, which sorts keys; merge() takes null for nothing. Values stay unprinted.
    runs = Fn.jsonencode(Fn.merge([{}, TerraformSelf.get_any(path)]))
    return Postcondition(
        condition=Op.eq(runs, Fn.jsonencode(dict(asked))),
        error_message=f"App Runner rolled {service_name} back: its {what} are not those asked for. "
        + _where(service_name),
    )


def _where(service_name: str) -> str:
    return f"The reason stands in log group /aws/apprunner/{service_name}/${{self.service_id}}/service."
