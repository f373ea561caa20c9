"""``docs/sandbox-coverage.md``: what the local AWS makes of App Runner's API model, and on what evidence."""

from cdktf_apprunner_tools.docs.coverage.page import document

__all__ = ["document"]
