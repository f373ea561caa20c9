"""Every operation answers only errors that AWS's model has for it."""

import itertools
import json

import botocore.session
import pytest
from botocore import xform_name
from werkzeug.test import Client

from cdktf_apprunner.checks import limits
from cdktf_apprunner_tools.sandbox import errors, model
from cdktf_apprunner_tools.sandbox.api import OPERATIONS, Application
from cdktf_apprunner_tools.sandbox.errors import ApiError
from cdktf_apprunner_tools.sandbox.settings import Settings

SERVICE = botocore.session.get_session().get_service_model("apprunner")
KINDS = {
    "invalid": errors.invalid("text"),
    "state": errors.state("text"),
    "missing": ApiError("ResourceNotFoundException", "text"),
    "quota": errors.quota("text"),
    "of nobody": ApiError("WeatherException", "text"),
    "throttled": ApiError("ThrottlingException", "text"),
    "internal": ApiError("InternalServiceErrorException", "text", 500),
}
SIGNED = "AWS4-HMAC-SHA256 Credential=sandbox/20260101/{}/apprunner/aws4_request, Signature=0"


def call(operation, region="eu-west-1", data="{}", signed=SIGNED):
    headers = {"X-Amz-Target": f"AppRunner.{operation}", "Authorization": signed.format(region)}
    answer = Client(Application(Settings())).post("/", data=data, headers=headers)
    return answer.status_code, json.loads(answer.get_data())


@pytest.mark.parametrize(("name", "kind"), list(itertools.product(SERVICE.operation_names, KINDS)))
def test_an_operation_has_the_errors_of_its_model(monkeypatch, name, kind):
    def fail(region, request):
        raise KINDS[kind]

    monkeypatch.setitem(OPERATIONS, xform_name(name), fail)
    monkeypatch.setattr(model, "check", lambda shape, given: None)
    status, answer = call(name)
    own = {shape.name for shape in SERVICE.operation_model(name).error_shapes}
    raised = KINDS[kind].name
    assert answer == {
        "__type": raised if raised in own | {"ThrottlingException"} else "InvalidRequestException",
        "message": "text",
    }
    assert status == (500 if kind == "internal" else 400)


@pytest.mark.parametrize("name", SERVICE.operation_names)
def test_an_operation_that_breaks_has_an_internal_error(monkeypatch, name):
    def fail(region, request):
        raise RuntimeError

    monkeypatch.setitem(OPERATIONS, xform_name(name), fail)
    monkeypatch.setattr(model, "check", lambda shape, given: None)
    status, answer = call(name)
    assert (status, answer["__type"]) == (500, "InternalServiceErrorException")


def test_the_regions_are_those_of_the_constructs():
    assert model.regions() == set(limits.REGION.values)


@pytest.mark.parametrize("region", sorted({*model.regions(), "eu-north-1", "mars"}))
def test_only_regions_with_app_runner_answer(region):
    status, answer = call("ListServices", region)
    if region in model.regions():
        assert status == 200
    else:
        assert (status, answer["message"]) == (400, f"App Runner has no endpoint in {region}")


@pytest.mark.parametrize(
    ("operation", "data", "signed", "name"),
    [
        ("ListServices", "{", SIGNED, "SerializationException"),
        ("ListServices", "[]", SIGNED, "SerializationException"),
        ("ListServices", b"\xff", SIGNED, "SerializationException"),
        ("ListServices", '{"MaxResults": NaN}', SIGNED, "SerializationException"),
        ("ListWeather", "{}", SIGNED, "UnknownOperationException"),
        ("ListServices", "{}", "", "MissingAuthenticationTokenException"),
    ],
)
def test_a_request_that_reaches_no_operation(operation, data, signed, name):
    assert call(operation, data=data, signed=signed)[1]["__type"] == name
