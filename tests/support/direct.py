"""The sandbox's API in this process: no server, no waiting."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.test import Client

from cdktf_apprunner_tools.sandbox.api import Application
from cdktf_apprunner_tools.sandbox.settings import Settings
from tests.support.account import ACCOUNT, REGION

AUTHORIZATION = f"AWS4-HMAC-SHA256 Credential=sandbox/20260101/{REGION}/apprunner/aws4_request, Signature=0"


class Refused(Exception):  # noqa: N818  # a pytest.raises reads well with it
    """An error of the API: its name, then its text."""


class Direct:
    """App Runner without a network; operations end when `tick` is called."""

    def __init__(self, **settings: Any) -> None:
        self.application = Application(Settings(account_id=ACCOUNT, operation_seconds=0, **settings))
        self._client = Client(self.application)

    def __call__(self, operation: str, **request: Any) -> Any:
        """Call an operation and return its answer."""
        answer = self._client.post(
            "/",
            data=json.dumps(request),
            headers={"X-Amz-Target": f"AppRunner.{operation}", "Authorization": AUTHORIZATION},
        )
        body = json.loads(answer.get_data())
        if answer.status_code != 200:
            raise Refused(f"{body['__type']}: {body['message']}")
        return body

    def tick(self) -> None:
        """Do everything that is due."""
        self.application.tick()
