"""Examples of AWS's documentation are accepted."""

import pytest

from cdktf_apprunner import (
    AutoScaling,
    CustomDomain,
    EcrImage,
    EcrPublicImage,
    HealthCheck,
    Instance,
    PrivateIngress,
    Secret,
)
from cdktf_apprunner.checks import limits
from tests.support.images import HELLO

GUIDE, API = limits.GUIDE, limits.API


@pytest.mark.parametrize(
    ("make", "page"),
    [
        (lambda: CustomDomain("example.com", www=True), f"{GUIDE}/manage-custom-domains.html"),
        (lambda: CustomDomain("login.example.com"), f"{GUIDE}/manage-custom-domains.html"),
        (lambda: CustomDomain("admin.login.example.com", www=True), f"{GUIDE}/manage-custom-domains.html"),
        (lambda: CustomDomain("*.example.com"), f"{GUIDE}/manage-custom-domains.html"),
        (
            lambda: EcrPublicImage(HELLO),
            f"{API}/API_CreateService.html",
        ),
        (
            lambda: EcrImage("my-app", tag="latest", account_id="123456789012", region="us-east-1"),
            f"{API}/API_ImageRepository.html",
        ),
        (lambda: Instance("1024", "2048"), f"{API}/API_InstanceConfiguration.html"),
        (lambda: Instance("0.25 vCPU", "0.5 GB"), f"{API}/API_InstanceConfiguration.html"),
        (lambda: Instance("4 vCPU", "12 GB"), f"{API}/API_InstanceConfiguration.html"),
        (
            lambda: AutoScaling(min_size=5, max_size=20, max_concurrency=50),
            f"{API}/API_CreateAutoScalingConfiguration.html",
        ),
        (
            lambda: HealthCheck.http("/", interval=5, timeout=2, healthy_threshold=1, unhealthy_threshold=5),
            f"{API}/API_HealthCheckConfiguration.html",
        ),
        (
            lambda: Secret.secrets_manager(
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:testingstackAppRunnerConstr-kJFXde"
            ),
            f"{GUIDE}/env-variable-manage.html",
        ),
        (
            lambda: Secret.secrets_manager(
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:testingstack-kJFXde:password::"
            ),
            f"{GUIDE}/env-variable-manage.html",
        ),
        (
            lambda: Secret.parameter("arn:aws:ssm:us-east-1:123456789012:parameter/testing-app-runner"),
            f"{GUIDE}/env-variable-manage.html",
        ),
        (
            lambda: PrivateIngress("vpc-1a2b3c4d", "vpce-1a2b3c4d5e6f7a8b9"),
            f"{API}/API_IngressVpcConfiguration.html",
        ),
    ],
)
def test_accepted(make, page):
    assert str(make()), page


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (limits.SERVICE_NAME, "python-app"),
        (limits.SCALING_NAME, "high-availability"),
        (limits.CONNECTOR_NAME, "MyVpcConnector"),
        (limits.ROLE, "arn:aws:iam::123456789012:role/my-ecr-role"),
        (limits.ROLE, "arn:aws:iam::123456789012:role/service-role/AppRunnerECRAccessRole"),
        (
            limits.KMS_KEY,
            "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ),
        (limits.COMMAND, "yum install -y pycairo && pip install -r requirements.txt"),
        (limits.TAG_KEY, "Cost Center/Team:1"),
        (limits.DOMAIN, "xn--bcher-kva.xn--p1ai"),
        (limits.ANY_REGION, "ap-southeast-3"),
    ],
)
def test_rows_accept_the_examples_of_the_documentation(row, value):
    assert row.check("x", value) == []
