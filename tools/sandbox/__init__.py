"""A local AWS with App Runner, for tests and for trying things out.

>>> from tools.sandbox import Sandbox
>>> with Sandbox() as sandbox:
...     sandbox.client("apprunner").list_services()["ServiceSummaryList"]
[]
"""

from tools.sandbox.client import Sandbox, SandboxError
from tools.sandbox.settings import Settings

__all__ = ["Sandbox", "SandboxError", "Settings"]
