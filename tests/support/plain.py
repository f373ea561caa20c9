"""A service in HCL, as people write it."""

from __future__ import annotations

from tests.support.images import HELLO


def service(inner: str = "", source: str = "", image: str = "", configuration: str = "") -> str:
    """Write a service of the public image, or of an image of ECR."""
    return f"""
resource "aws_apprunner_service" "web" {{
  service_name = "hello"
  source_configuration {{
    auto_deployments_enabled = false
    image_repository {{
      image_identifier      = "{image or HELLO}"
      image_repository_type = "{"ECR" if image else "ECR_PUBLIC"}"
      {f"image_configuration {{ {configuration} }}" if configuration else ""}
    }}
    {source}
  }}
  {inner}
}}
"""
