"""The HTTP server: App Runner's operations, moto for all other services, and control requests of tests."""

from __future__ import annotations

import io
import json
import logging
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from moto.moto_api._internal.models import moto_api_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Request, Response

from cdktf_apprunner_tools.sandbox import accounts, calls, control, corrections, door, model, registries
from cdktf_apprunner_tools.sandbox.alarms import Alarms
from cdktf_apprunner_tools.sandbox.apprunner import OPERATIONS, Region, clock
from cdktf_apprunner_tools.sandbox.errors import ApiError
from cdktf_apprunner_tools.sandbox.faults import Faults
from cdktf_apprunner_tools.sandbox.filters import MetricFilters
from cdktf_apprunner_tools.sandbox.retries import Retries
from cdktf_apprunner_tools.sandbox.schedules import Schedules
from cdktf_apprunner_tools.sandbox.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TARGET = "AppRunner."


corrections.install()


def _refusal(error: ApiError) -> Response:
    answer = {"__type": error.name, "message": error.message}
    return Response(json.dumps(answer), error.status, content_type="application/x-amz-json-1.1")


class Application:
    """The WSGI application of one sandbox."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.regions: dict[tuple[str, str], Region] = {}
        self.calls: set[str] = set()
        self.retries = Retries()
        self.lock = threading.RLock()
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._begin()

    def _begin(self) -> None:
        self.faults = Faults(self.settings.seed)
        self.schedules = Schedules(self.settings.rate_seconds)
        self.alarms = Alarms(self.settings.rate_seconds)
        self.filters = MetricFilters()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        """Answer a request."""
        request = Request(environ)
        if called := calls.action(request):
            self.calls.add(called)
        if request.headers.get("X-Amz-Target", "").startswith(TARGET):
            return self.retries.answer(request, lambda: self._apprunner(request))(environ, start_response)
        if request.path.startswith(door.CONTROL):
            with self.lock:
                return control.answer(self, request)(environ, start_response)
        try:
            account_id = self._owner(request, environ)
        except ApiError as error:
            return _refusal(error)(environ, start_response)
        # moto takes the account of a request from this header
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account_id
        made = self.retries.answer(request, lambda: Response.from_app(self._moto, environ, buffered=True))
        return made(environ, start_response)

    def _owner(self, request: Request, environ: WSGIEnvironment) -> str:
        """Return the account whose resources a request is for: the caller's, except in ECR."""
        caller = self._account(request)
        target = request.headers.get("X-Amz-Target", "")
        if not target.startswith(registries.TARGET):
            return caller
        body = request.get_data()
        environ["wsgi.input"] = io.BytesIO(body)  # moto reads the body again
        region = accounts.region(request.headers.get("Authorization", "")) or ""
        return registries.owner(target, json.loads(body or b"{}"), region, caller)

    def _account(self, request: Request) -> str:
        return accounts.of(request.headers.get("Authorization", ""), self.settings.account_id)

    def _apprunner(self, request: Request) -> Response:
        try:
            self.faults.strike()
            answer, status = self._answer(request), 200
        except ApiError as error:
            answer, status = {"__type": error.name, "message": error.message}, error.status
        except Exception:
            logging.exception("the sandbox failed at %s", request.headers["X-Amz-Target"])
            answer, status = {"__type": "InternalServiceErrorException", "message": "See the log"}, 500
        return Response(
            json.dumps(answer),
            status,
            {"x-amzn-RequestId": str(uuid.uuid4())},
            content_type="application/x-amz-json-1.0",
        )

    def _answer(self, request: Request) -> Any:
        operation = model.operation(request.headers["X-Amz-Target"].removeprefix(TARGET))
        name = accounts.region(request.headers.get("Authorization", ""))
        if name is None:
            raise ApiError("MissingAuthenticationTokenException", "Missing Authentication Token", 403)
        if name not in model.regions():
            raise ApiError("UnknownEndpoint", f"App Runner has no endpoint in {name}")
        try:
            given = json.loads(request.get_data() or b"{}")
        except ValueError:
            raise ApiError("SerializationException", "The request isn't JSON") from None
        model.check(operation.input_shape, given)
        with self.lock:
            region = self.region(self._account(request), name)
            try:
                answer = OPERATIONS[xform_name(operation.name)](region, given)
            except ApiError as error:
                raise model.known(operation, error) from None
            return model.shape(operation.output_shape, answer)

    def region(self, account_id: str, name: str) -> Region:
        """Return the App Runner resources of an account in a region."""
        key = (account_id, name)
        if key not in self.regions:
            self.regions[key] = Region(account_id, name, self.settings, self.faults)
        return self.regions[key]

    def tick(self) -> None:
        """Do everything that is due: operations, pushes, DNS records, schedules, log filters, alarms."""
        with self.lock:
            now = time.time()
            for region in list(self.regions.values()):
                for item in [one for one in region.due if one[0] <= now]:
                    region.due.remove(item)
                    item[1]()
                clock.tick(region)
            self.schedules.tick(now)
            self.filters.tick()
            self.alarms.tick(now)

    def use(self, settings: Settings) -> None:
        """Use other settings from now on."""
        self.settings = settings
        self.schedules.rate_seconds = self.alarms.minute_seconds = settings.rate_seconds
        for region in self.regions.values():
            region.settings = settings

    def forget(self) -> None:
        """Forget everything, as after a new start."""
        self._begin()
        self.regions.clear()
        moto_api_backend.reset()
