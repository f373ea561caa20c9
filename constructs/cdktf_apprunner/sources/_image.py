"""The part of the configuration that both kinds of image share."""

from __future__ import annotations

from typing import Any

from cdktf_apprunner.postconditions import Path, Setting
from cdktf_apprunner.sources.configuration import SOURCE, SourceConfiguration
from cdktf_apprunner.sources.program import Program
from cdktf_apprunner.terraform import TerraformResource

IMAGE: Path = (*SOURCE, "image_repository", 0)
CONFIGURATION: Path = (*IMAGE, "image_configuration", 0)


def image_configuration(
    repository_type: str,
    identifier: str,
    program: Program,
    *,
    auto_deployments_enabled: bool = False,
    access_role_arn: str | None = None,
    needed: tuple[TerraformResource, ...] = (),
) -> SourceConfiguration:
    """Configure an image; ``auto_deployments_enabled`` is always written, since AWS's default is true."""
    block: dict[str, Any] = {
        "auto_deployments_enabled": auto_deployments_enabled,
        "image_repository": {
            "image_identifier": identifier,
            "image_repository_type": repository_type,
            "image_configuration": program.block,
        },
    }
    if access_role_arn is not None:
        block["authentication_configuration"] = {"access_role_arn": access_role_arn}
    image = Setting("image", (*IMAGE, "image_identifier"), identifier)
    return SourceConfiguration(identifier, block, (image, *program.compared(CONFIGURATION)), needed)
