"""AWS's limits, in one table: each row with what is allowed and where that is said.

Values that aren't known when the app is synthesized (CDKTF tokens) pass every check.
Sources were read in November 2026; *model* is botocore's ``apprunner/2020-05-15/service-2.json``.
"""

from __future__ import annotations

import math
import re

from attrs import frozen

from cdktf_apprunner.errors import Problem

GUIDE = "https://docs.aws.amazon.com/apprunner/latest/dg"
API = "https://docs.aws.amazon.com/apprunner/latest/api"
TOKEN_NUMBER = -1e200
"""CDKTF writes a number that isn't known yet as a huge negative one."""


def is_token(value: object) -> bool:
    """Whether the value is known to Terraform only."""
    if isinstance(value, str):
        return "${" in value or "#{" in value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value < TOKEN_NUMBER
    return hasattr(value, "resolve")  # IResolvable can't be asked for at run time


@frozen
class Text:
    """A string that matches a pattern as a whole."""

    pattern: str
    allowed: str
    page: str

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        if is_token(value) or (isinstance(value, str) and re.fullmatch(self.pattern, value, re.DOTALL)):
            return []
        return [Problem(field, value, self.allowed, page=self.page)]


@frozen
class Range:
    """A whole number between two others, both included."""

    low: int
    high: int
    page: str
    unit: str = ""

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if is_token(value) or (whole and self.low <= value <= self.high):  # type: ignore[operator]  # whole
            return []
        unit = f" {self.unit}" if self.unit else ""
        return [
            Problem(
                field,
                value,
                f"allowed is a whole number from {self.low} to {self.high}{unit}",
                page=self.page,
            )
        ]


@frozen
class Amount:
    """A number above 0, and at most another where there is one."""

    page: str
    highest: float = math.inf
    unit: str = ""

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_token(value) or (number and 0 < value <= self.highest):  # type: ignore[operator]  # number
            return []
        most = "" if self.highest == math.inf else f", at most {self.highest:g}"
        unit = f" {self.unit}" if self.unit else ""
        return [Problem(field, value, f"allowed is a number above 0{most}{unit}", page=self.page)]


@frozen
class Choice:
    """One of a few values."""

    values: tuple[object, ...]
    page: str

    def check(self, field: str, value: object) -> list[Problem]:
        """Return the problem, if there is one."""
        if is_token(value) or value in self.values:
            return []
        return [Problem(field, value, f"allowed are {', '.join(map(str, self.values))}", page=self.page)]


def _name(low: int, high: int, page: str) -> Text:
    return Text(
        rf"[A-Za-z0-9][A-Za-z0-9_-]{{{low - 1},{high - 1}}}",
        f"allowed are {low} to {high} letters, digits, - and _, beginning with a letter or digit",
        page,
    )


SERVICE_NAME = _name(4, 40, f"{API}/API_CreateService.html")
SCALING_NAME = _name(4, 32, f"{API}/API_CreateAutoScalingConfiguration.html")
CONNECTOR_NAME = _name(4, 40, f"{API}/API_CreateVpcConnector.html")
PORT = Range(1, 65535, f"{API}/API_ImageConfiguration.html")
"""The model has a string without a rule; a TCP port is from 1 to 65535."""
SCALING = Text(
    r"arn:aws[\w-]*:apprunner:[a-z0-9-]+:\d{12}:autoscalingconfiguration/[\w-]+/\d+/[0-9a-f]+",
    "allowed is an AutoScaling, an AutoScalingConfiguration, or a revision's ARN with its number and id",
    f"{API}/API_CreateService.html",
)
"""App Runner takes the name alone too, but returns the whole, which no plan would settle on."""
MIN_SIZE = Range(1, 25, f"{API}/API_CreateAutoScalingConfiguration.html", "instances")
MAX_SIZE = Range(1, 1_000_000, f"{API}/API_CreateAutoScalingConfiguration.html", "instances")
"""The model has no upper bound; above 25 needs a quota increase."""
MAX_CONCURRENCY = Range(1, 200, f"{API}/API_CreateAutoScalingConfiguration.html", "requests")
HEALTH_SECONDS = Range(1, 20, f"{API}/API_HealthCheckConfiguration.html", "seconds")
HEALTH_COUNT = Range(1, 20, f"{API}/API_HealthCheckConfiguration.html", "checks")
HEALTH_PATH = Text(
    r"/[^\s]*",
    "allowed is a path beginning with / without spaces",
    f"{API}/API_HealthCheckConfiguration.html",
)
COMMAND = Text(r"[^\r\n]+", "allowed is one line", f"{API}/API_ImageConfiguration.html")
VARIABLE_NAME = Text(
    r"(?!AWSAPPRUNNER)[^\s=]{1,51200}",
    "allowed is a name without spaces or = that does not begin with AWSAPPRUNNER",
    f"{GUIDE}/env-variable.html",
)
CPU = {"256": "0.25 vCPU", "512": "0.5 vCPU", "1024": "1 vCPU", "2048": "2 vCPU", "4096": "4 vCPU"}
MEMORY_OF_CPU = {
    "256": ("512", "1024"),
    "512": ("1024",),
    "1024": ("2048", "3072", "4096"),
    "2048": ("4096", "6144"),
    "4096": ("8192", "10240", "12288"),
}
"""Pairs as in the AWS CDK's apprunner-alpha documentation."""
RETENTION_DAYS = Choice(
    (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
)
REGION = Choice(
    (
        "us-east-1", "us-east-2", "us-west-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "ap-northeast-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3",
    ),
    "https://docs.aws.amazon.com/general/latest/gr/apprunner.html",
)  # fmt: skip
ACCOUNT_ID = Text(r"\d{12}", "allowed are twelve digits", f"{GUIDE}/getting-started.html")
REPOSITORY_NAME = Text(
    r"(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*",
    "allowed are 2 to 256 lower-case letters, digits, and single . _ - / between them",
    "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
)
IMAGE_TAG = Text(
    r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}",
    "allowed are up to 128 letters, digits, and . _ -, not beginning with . or -",
    "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html",
)
DIGEST = Text(
    r"sha256:[0-9a-f]{64}",
    "allowed is sha256: and 64 hexadecimal digits",
    "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html",
)
PUBLIC_IMAGE = Text(
    r"public\.ecr\.aws/[^/\s]+/[^\s:@]+(?::[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})",
    "allowed is public.ecr.aws/<alias>/<repository>:<tag>",
    f"{GUIDE}/service-source-image.html",
)
KMS_KEY = Text(
    r"arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key/(?!mrk-)[0-9a-f-]{36}",
    "allowed is the ARN of a single-region key, not of an alias",
    f"{API}/API_EncryptionConfiguration.html",
)
ROLE = Text(
    r"arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]{1,1000}",
    "allowed is the ARN of an IAM role",
    f"{GUIDE}/security_iam_service-with-iam.html",
)
POLICY = Text(
    r"arn:aws[\w-]*:iam::(?:\d{12}|aws):policy/[\w+=,.@/-]{1,1000}",
    "allowed is the ARN of an IAM policy",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)
ROLE_PATH = Text(
    r"/(?:[!-.0-~]+/)*",
    "allowed is / or a path that begins and ends with /",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
)
CIDR_BLOCK = Text(
    r"\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}",
    "allowed is an IPv4 range such as 10.0.0.0/16",
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
)
SUBNET_ID = Text(
    r"subnet-[0-9a-f]{8,17}", "allowed is a subnet's id such as subnet-0a1b2c3d", f"{GUIDE}/network-vpc.html"
)
WEB_ACL = Text(
    r"arn:aws[\w-]*:wafv2:[a-z0-9-]+:\d{12}:regional/webacl/.+",
    "allowed is the ARN of a regional WAF web ACL",
    f"{GUIDE}/waf.html",
)
VPC_ID = Text(r"vpc-[0-9a-f]{8,17}", "allowed is a VPC's id such as vpc-0a1b2c3d", f"{GUIDE}/network-pl.html")
VPC_ENDPOINT_ID = Text(
    r"vpce-[0-9a-f]{8,17}", "allowed is an endpoint's id such as vpce-0a1b2c3d", f"{GUIDE}/network-pl.html"
)
TAG_KEY = Text(
    r"(?!aws:).{1,128}", "allowed are 1 to 128 characters not beginning aws:", f"{API}/API_Tag.html"
)
TAG_VALUE = Text(r".{0,256}", "allowed are up to 256 characters", f"{API}/API_Tag.html")
CONNECTOR = Text(
    r"arn:aws[\w-]*:apprunner:[a-z0-9-]+:\d{12}:vpcconnector/.+",
    "allowed is a VpcConnector or the ARN of one",
    f"{GUIDE}/network-vpc.html",
)
CODE_PAGE = f"{GUIDE}/service-source-code.html"
CODE_REPOSITORY = Text(
    r"https://(?:github\.com|bitbucket\.org)/[^/\s]+/[^/\s]+",
    "allowed is https://github.com/<owner>/<repository>, or the same at bitbucket.org",
    CODE_PAGE,
)
BRANCH = Text(r"[^\s]{1,255}", "allowed is the name of a branch", f"{API}/API_SourceCodeVersion.html")
SOURCE_DIRECTORY = Text(
    r"/[^\x00]{0,4095}",
    "allowed is a path from the repository's root, beginning with /",
    f"{API}/API_CodeRepository.html",
)
CONNECTION_NAME = _name(4, 32, f"{API}/API_CreateConnection.html")
CONNECTION = Text(
    r"arn:aws[\w-]*:apprunner:[a-z0-9-]+:\d{12}:connection/.+",
    "allowed is the ARN of a connection",
    f"{GUIDE}/manage-connections.html",
)
SECRET = Text(
    r"arn:aws[\w-]*:(?:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+|ssm:[a-z0-9-]+:\d{12}:parameter/.+)",
    "allowed is the ARN of a Secrets Manager secret or an SSM parameter",
    f"{GUIDE}/env-variable.html",
)
DOMAIN = Text(
    r"(?=.{1,255}$)(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}",
    "allowed is a domain name such as app.example.com or *.example.com",
    f"{GUIDE}/manage-custom-domains.html",
)
DOMAINS_PER_SERVICE = 5
TOPIC = Text(
    r"arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}",
    "allowed is the ARN of a standard SNS topic",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
)
EMAIL = Text(
    r"[^@\s]+@[^@\s]+",
    "allowed is an e-mail address",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html",
)
ALARM_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
ALARM_MINUTES = Range(1, 1440, ALARM_PAGE, "minutes")
ALARM_THRESHOLD = Amount(ALARM_PAGE)
ALARM_PERCENT = Amount(ALARM_PAGE, 100, "percent")
PERCENTILE = Choice(
    (50, 90, 95, 99),
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
)
"""CloudWatch takes any; these are the usual ones."""
FILTER_PATTERN = Text(
    r".{1,1024}",
    "allowed are 1 to 1024 characters",
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html",
)
ENVIRONMENT_NAME = Text(
    r"[a-z][a-z0-9-]{0,30}",
    "allowed are up to 31 lower-case letters, digits and hyphens, beginning with a letter",
    "https://developer.hashicorp.com/terraform/cdktf/concepts/stacks",
)
