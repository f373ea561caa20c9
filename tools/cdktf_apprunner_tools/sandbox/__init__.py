"""A local AWS with App Runner, for tests and experiments.

>>> from cdktf_apprunner_tools.sandbox import Sandbox
>>> with Sandbox() as sandbox:
...     sandbox.client("apprunner").list_services()["ServiceSummaryList"]
[]
"""

from cdktf_apprunner_tools.sandbox.client import Sandbox, SandboxError
from cdktf_apprunner_tools.sandbox.settings import Settings

__all__ = ["Sandbox", "SandboxError", "Settings"]
