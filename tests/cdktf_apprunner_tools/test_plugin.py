"""The fixture ``apprunner_sandbox`` in the tests of another project."""

import os
import subprocess
import sys

import pytest

from tests.support.pages import blocks
from tests.support.project import read

pytestmark = pytest.mark.slow
TESTS = """
import os
import boto3
import pytest

IMAGE = {
    "ImageRepository": {
        "ImageIdentifier": "public.ecr.aws/aws-containers/hello-app-runner:latest",
        "ImageRepositoryType": "ECR_PUBLIC",
    }
}

@pytest.mark.parametrize("number", [1, 2])
def test_each_test_begins_with_an_empty_account(apprunner_sandbox, number):
    client = boto3.client("apprunner")
    assert client.list_services()["ServiceSummaryList"] == []
    client.create_service(ServiceName="shop", SourceConfiguration=IMAGE)
    apprunner_sandbox.control(operation_seconds=60)

def test_the_settings_are_back(apprunner_sandbox):
    client = boto3.client("apprunner")
    arn = client.create_service(ServiceName="shop", SourceConfiguration=IMAGE)["Service"]["ServiceArn"]
    for _ in range(100):
        if client.describe_service(ServiceArn=arn)["Service"]["Status"] == "RUNNING":
            return
    raise AssertionError

def test_without_it_the_environment_is_as_before():
    assert os.environ["AWS_ENDPOINT_URL"] == "http://before"
    assert os.environ["AWS_PROFILE"] == "mine"
"""
UNUSED = """
import sys

def test_nothing_is_imported():
    assert not {"moto", "boto3", "cdktf", "cdktf_apprunner_tools.sandbox"} & set(sys.modules)
"""


(PAGE,) = blocks(read("docs/testing.md"), "python")


@pytest.mark.parametrize(("text", "passed"), [(TESTS, 4), (UNUSED, 1), (PAGE, 2)])
def test_it(tmp_path, text, passed):
    (tmp_path / "test_shop.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "AWS_ENDPOINT_URL": "http://before", "AWS_PROFILE": "mine", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{passed} passed" in done.stdout, done.stdout + done.stderr
