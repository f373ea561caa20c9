"""AWS's limits in one table: each row has the rule, the page that documents it, and when the page was read.

Tests compare the rows with botocore's models (``model``) and the Terraform provider's schema
(``argument``). A new limit is a new row; the kinds of row are in `limit`.
"""

from __future__ import annotations

from cdktf_apprunner.checks.limit import INTEGER, Amount, Choice, Limit, Range, Text

GUIDE = "https://docs.aws.amazon.com/apprunner/latest/dg"
API = "https://docs.aws.amazon.com/apprunner/latest/api"
ECR = "https://docs.aws.amazon.com/AmazonECR/latest"
IAM = "https://docs.aws.amazon.com/IAM/latest"
IMAGE_API = "apprunner CreateService.SourceConfiguration.ImageRepository.ImageConfiguration"
IMAGE_ARGUMENT = "aws_apprunner_service.source_configuration.image_repository.image_configuration"


def _name(low: int, high: int, page: str, *, model: str, argument: str) -> Text:
    return Text(
        r"[A-Za-z0-9][A-Za-z0-9_-]*",
        f"allowed are {low} to {high} letters, digits, - and _, beginning with a letter or digit",
        page,
        shortest=low,
        longest=high,
        model=(model,),
        argument=argument,
    )


# Names

SERVICE_NAME = _name(
    4,
    40,
    f"{API}/API_CreateService.html",
    model="apprunner CreateService.ServiceName",
    argument="aws_apprunner_service.service_name",
)
SCALING_NAME = _name(
    4,
    32,
    f"{API}/API_CreateAutoScalingConfiguration.html",
    model="apprunner CreateAutoScalingConfiguration.AutoScalingConfigurationName",
    argument="aws_apprunner_auto_scaling_configuration_version.auto_scaling_configuration_name",
)
OBSERVABILITY_NAME = _name(
    4,
    32,
    f"{API}/API_CreateObservabilityConfiguration.html",
    model="apprunner CreateObservabilityConfiguration.ObservabilityConfigurationName",
    argument="aws_apprunner_observability_configuration.observability_configuration_name",
)
CONNECTOR_NAME = _name(
    4,
    40,
    f"{API}/API_CreateVpcConnector.html",
    model="apprunner CreateVpcConnector.VpcConnectorName",
    argument="aws_apprunner_vpc_connector.vpc_connector_name",
)
INGRESS_NAME = _name(
    4,
    40,
    f"{API}/API_CreateVpcIngressConnection.html",
    model="apprunner CreateVpcIngressConnection.VpcIngressConnectionName",
    argument="aws_apprunner_vpc_ingress_connection.name",
)
CONNECTION_NAME = _name(
    4,
    32,
    f"{API}/API_CreateConnection.html",
    model="apprunner CreateConnection.ConnectionName",
    argument="aws_apprunner_connection.connection_name",
)
ROLE_NAME = Text(
    r"[\w+=,.@-]+",
    "allowed are up to 64 letters, digits and _ + = , . @ -",
    f"{IAM}/APIReference/API_CreateRole.html",
    shortest=1,
    longest=64,
    model=("iam CreateRole.RoleName",),
    argument="aws_iam_role.name",
)
SCHEDULE_NAME = Text(
    r"[0-9A-Za-z_.-]+",
    "allowed are up to 64 letters, digits and - _ .",
    "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
    shortest=1,
    longest=64,
    model=("scheduler CreateSchedule.Name",),
    argument="aws_scheduler_schedule.name",
)
ALARM_NAME = Text(
    r".+",
    "allowed are up to 255 characters",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    shortest=1,
    longest=255,
    model=("cloudwatch PutMetricAlarm.AlarmName",),
    argument="aws_cloudwatch_metric_alarm.alarm_name",
    stricter="a name with a line break can't be read",
)
ENVIRONMENT_NAME = Text(
    r"[a-z][a-z0-9-]*",
    "allowed are up to 31 lower-case letters, digits and hyphens, beginning with a letter",
    "https://developer.hashicorp.com/terraform/cdktf/concepts/stacks",
    shortest=1,
    longest=31,
)

# Image

REPOSITORY_NAME = Text(
    r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*",
    "allowed are 2 to 256 lower-case letters, digits, and single . _ - / between them",
    f"{API}/API_ImageRepository.html",
    shortest=2,
    longest=256,
    model=("ecr CreateRepository.repositoryName",),
    argument="aws_ecr_repository.name",
    stricter="ECR allows __ and -- in a name, but App Runner refuses images from such a repository",
)
IMAGE_TAG = Text(
    r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}",  # includes the length, since Terraform checks only the pattern
    "allowed are up to 128 letters, digits, and . _ -, not beginning with . or -",
    f"{ECR}/APIReference/API_PutImage.html",
    shortest=1,
    longest=128,
    argument="aws_ecr_image.image_tag",
)
DIGEST = Text(
    r"sha256:[0-9a-f]{64}",
    "allowed is sha256: and 64 lower-case hexadecimal digits",
    f"{ECR}/APIReference/API_ImageIdentifier.html",
    shortest=71,
    longest=71,
    argument="aws_ecr_image.image_digest",
)
PUBLIC_IMAGE = Text(
    r"public\.ecr\.aws/[^\s/:@]+/(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*"
    r"(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})",
    "allowed is public.ecr.aws/<alias>/<repository>:<tag>",
    f"{API}/API_ImageRepository.html",
    shortest=1,
    longest=1024,
    model=("apprunner CreateService.SourceConfiguration.ImageRepository.ImageIdentifier",),
    argument="aws_apprunner_service.source_configuration.image_repository.image_identifier",
    stricter="the tag or digest is required, so that no default decides which image runs",
)
IMAGES_KEPT = Range(
    1,
    INTEGER,
    f"{ECR}/userguide/lifecycle_policy_parameters.html",
    "images",
    argument="aws_ecr_lifecycle_policy.policy",
)
UNTAGGED_DAYS = Range(
    1,
    INTEGER,
    f"{ECR}/userguide/lifecycle_policy_parameters.html",
    "days",
    argument="aws_ecr_lifecycle_policy.policy",
)
PROTECTED_TAG = Text(
    r"(?=[^*]*(?:\*[^*]*){0,4}$)[A-Za-z0-9_*][A-Za-z0-9._*-]*",
    "allowed are the characters of a tag, and up to four *",
    f"{ECR}/userguide/lifecycle_policy_parameters.html",
    shortest=1,
    longest=128,
    argument="aws_ecr_lifecycle_policy.policy",
)
PROTECTED_TAGS = Range(
    0,
    48,  # 50 rules in a policy, two of which expire images
    f"{ECR}/userguide/service-quotas.html",
    "tags and patterns, those of the environments included",
    argument="aws_ecr_lifecycle_policy.policy",
)
REPOSITORY_IMAGES = 100_000
"""How many images a repository may have: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html"""

# Source code

CODE_PAGE = f"{GUIDE}/service-source-code.html"
CODE_REPOSITORY = Text(
    r"https://(?:github\.com|bitbucket\.org)/[\w.-]+/[\w.-]+",
    "allowed is https://github.com/<owner>/<repository>, or the same at bitbucket.org",
    CODE_PAGE,
    longest=51200,
    model=("apprunner CreateService.SourceConfiguration.CodeRepository.RepositoryUrl",),
    argument="aws_apprunner_service.source_configuration.code_repository.repository_url",
    stricter="the API takes any text; App Runner reads these two providers only",
)
BRANCH = Text(
    r"[^\s]+",
    "allowed is the name of a branch",
    f"{API}/API_SourceCodeVersion.html",
    shortest=1,
    longest=255,
    model=("apprunner CreateService.SourceConfiguration.CodeRepository.SourceCodeVersion.Value",),
    argument="aws_apprunner_service.source_configuration.code_repository.source_code_version.value",
    stricter="the API takes any text; a Git branch name has no spaces",
)
SOURCE_DIRECTORY = Text(
    r"/[^\x00]*",
    "allowed is a path from the repository's root, beginning with /",
    f"{API}/API_CodeRepository.html",
    shortest=1,
    longest=4096,
    model=("apprunner CreateService.SourceConfiguration.CodeRepository.SourceDirectory",),
    argument="aws_apprunner_service.source_configuration.code_repository.source_directory",
    stricter="the API takes any text; the guide's paths begin with /",
)
CONNECTION = Text(
    r"arn:aws(?:-\w+)*:apprunner:[a-z0-9-]+:\d{12}:connection/[\w/-]+",
    "allowed is the ARN of a connection",
    f"{GUIDE}/manage-connections.html",
    shortest=1,
    longest=1011,
    model=("apprunner CreateService.SourceConfiguration.AuthenticationConfiguration.ConnectionArn",),
    argument="aws_apprunner_service.source_configuration.authentication_configuration.connection_arn",
    stricter="the model's pattern matches every App Runner ARN",
)

# What runs

PORT = Range(
    1,
    65535,
    f"{API}/API_ImageConfiguration.html",
    argument=f"{IMAGE_ARGUMENT}.port",
    stricter="the API takes any text; a TCP port is from 1 to 65535",
)
COMMAND = Text(
    r"[^\r\n]+",
    "allowed is one non-empty line",
    f"{API}/API_ImageConfiguration.html",
    shortest=1,
    model=(f"{IMAGE_API}.StartCommand",),
    argument=f"{IMAGE_ARGUMENT}.start_command",
)
VARIABLE_NAME = Text(
    r"(?!AWSAPPRUNNER|PORT$)[^=\0\r\n\u0085\u2028\u2029]+",
    "allowed is a name without = or line break, not PORT and not beginning with AWSAPPRUNNER",
    f"{GUIDE}/env-variable-manage.html",
    shortest=1,
    longest=51200,
    model=(f"{IMAGE_API}.RuntimeEnvironmentVariables.key",),
    argument=f"{IMAGE_ARGUMENT}.runtime_environment_variables",
    stricter="App Runner reserves PORT and AWSAPPRUNNER; a variable's name can't contain = or null",
)
VARIABLE_VALUE = Text(
    r"[^\0\r\n\u0085\u2028\u2029]*",
    "allowed is up to 51200 characters without a line break",
    f"{API}/API_ImageConfiguration.html",
    longest=51200,
    model=(f"{IMAGE_API}.RuntimeEnvironmentVariables.value",),
    argument=f"{IMAGE_ARGUMENT}.runtime_environment_variables",
    stricter="a process's environment can't hold a null",
)
SECRET_NAME = Text(
    VARIABLE_NAME.pattern,
    "allowed is a name of up to 2048 characters, with the rules for a variable's name",
    f"{GUIDE}/env-variable-manage.html",
    shortest=1,
    longest=2048,
    model=(f"{IMAGE_API}.RuntimeEnvironmentSecrets.key",),
    argument=f"{IMAGE_ARGUMENT}.runtime_environment_secrets",
    stricter=VARIABLE_NAME.stricter,
)
SECRET = Text(
    r"arn:aws[\w-]*:(?:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^\r\n]+"
    r"|ssm:[a-z0-9-]+:\d{12}:parameter/[\w./-]+)",
    "allowed is the ARN of a Secrets Manager secret or an SSM parameter, up to 2048 characters",
    f"{GUIDE}/env-variable.html",
    shortest=1,
    longest=2048,
    model=(f"{IMAGE_API}.RuntimeEnvironmentSecrets.value",),
    argument=f"{IMAGE_ARGUMENT}.runtime_environment_secrets",
    stricter="AWS also takes a parameter's name, but the permission to read it needs the whole ARN",
)
CPU = {"256": "0.25 vCPU", "512": "0.5 vCPU", "1024": "1 vCPU", "2048": "2 vCPU", "4096": "4 vCPU"}
MEMORY_OF_CPU = {
    "256": ("512", "1024"),
    "512": ("1024",),
    "1024": ("2048", "3072", "4096"),
    "2048": ("4096", "6144"),
    "4096": ("8192", "10240", "12288"),
}
"""Pairs as in the AWS CDK's apprunner-alpha documentation; the model doesn't list pairs."""
CPU_UNITS = Choice(
    tuple(CPU),
    f"{API}/API_InstanceConfiguration.html",
    model=("apprunner CreateService.InstanceConfiguration.Cpu",),
    argument="aws_apprunner_service.instance_configuration.cpu",
    stricter="values such as 0.25 vCPU are written in units, because the API returns units",
)
MEMORY_UNITS = Choice(
    tuple(dict.fromkeys(memory for sizes in MEMORY_OF_CPU.values() for memory in sizes)),
    f"{API}/API_InstanceConfiguration.html",
    model=("apprunner CreateService.InstanceConfiguration.Memory",),
    argument="aws_apprunner_service.instance_configuration.memory",
    stricter="values such as 0.5 GB are written in units, because the API returns units",
)

# Scaling and health

MIN_SIZE = Range(
    1,
    25,
    f"{API}/API_CreateAutoScalingConfiguration.html",
    "instances",
    model=("apprunner CreateAutoScalingConfiguration.MinSize",),
    argument="aws_apprunner_auto_scaling_configuration_version.min_size",
)
MAX_SIZE = Range(
    1,
    INTEGER,
    f"{API}/API_CreateAutoScalingConfiguration.html",
    "instances",
    model=("apprunner CreateAutoScalingConfiguration.MaxSize",),
    argument="aws_apprunner_auto_scaling_configuration_version.max_size",
)
"""More than 25 needs a quota increase."""
MAX_CONCURRENCY = Range(
    1,
    200,
    f"{API}/API_CreateAutoScalingConfiguration.html",
    "requests",
    model=("apprunner CreateAutoScalingConfiguration.MaxConcurrency",),
    argument="aws_apprunner_auto_scaling_configuration_version.max_concurrency",
)
SCALING = Text(
    r"arn:aws(?:-\w+)*:apprunner:[a-z0-9-]+:\d{12}:autoscalingconfiguration/[\w-]+/\d+/[0-9a-f]+",
    "allowed is an AutoScaling, an AutoScalingConfiguration, or a revision's ARN with its number and id",
    f"{API}/API_CreateService.html",
    shortest=1,
    longest=1011,
    model=("apprunner CreateService.AutoScalingConfigurationArn",),
    argument="aws_apprunner_service.auto_scaling_configuration_arn",
    stricter="App Runner also takes the ARN up to its name, but returns all of it, so no plan would be empty",
)
HEALTH_PROTOCOL = Choice(
    ("TCP", "HTTP"),
    f"{API}/API_HealthCheckConfiguration.html",
    model=("apprunner CreateService.HealthCheckConfiguration.Protocol",),
    argument="aws_apprunner_service.health_check_configuration.protocol",
)
HEALTH_PATH = Text(
    r"/[^\s]*",
    "allowed is a path that begins with / and has no spaces",
    f"{API}/API_HealthCheckConfiguration.html",
    shortest=1,
    model=("apprunner CreateService.HealthCheckConfiguration.Path",),
    argument="aws_apprunner_service.health_check_configuration.path",
    stricter="the API takes any text; a request's path begins with / and has no space",
)
HEALTH_SECONDS = Range(
    1,
    20,
    f"{API}/API_HealthCheckConfiguration.html",
    "seconds",
    model=(
        "apprunner CreateService.HealthCheckConfiguration.Interval",
        "apprunner CreateService.HealthCheckConfiguration.Timeout",
    ),
    argument="aws_apprunner_service.health_check_configuration.interval",
)
HEALTH_COUNT = Range(
    1,
    20,
    f"{API}/API_HealthCheckConfiguration.html",
    "checks",
    model=(
        "apprunner CreateService.HealthCheckConfiguration.HealthyThreshold",
        "apprunner CreateService.HealthCheckConfiguration.UnhealthyThreshold",
    ),
    argument="aws_apprunner_service.health_check_configuration.healthy_threshold",
)

# Where it runs

REGION = Choice(
    (
        "us-east-1", "us-east-2", "us-west-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "ap-northeast-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3",
    ),
    "https://docs.aws.amazon.com/general/latest/gr/apprunner.html",
)  # fmt: skip
ANY_REGION = Text(
    r"[a-z]+(?:-[a-z]+)+-\d",
    "allowed is a region such as eu-north-1",
    "https://docs.aws.amazon.com/general/latest/gr/ecr.html",
    shortest=9,
    longest=20,
)
"""For images and state, which may be in a region without App Runner."""
ACCOUNT_ID = Text(
    r"\d{12}",
    "allowed are twelve digits, as a string",
    f"{IAM}/UserGuide/console-account-id.html",
    shortest=12,
    longest=12,
    model=("ecr CreateRepository.registryId",),
    argument="aws_ecr_image.registry_id",
)
IP_ADDRESS_TYPE = Choice(
    ("IPV4", "DUAL_STACK"),
    f"{GUIDE}/network-incoming.html",
    model=("apprunner CreateService.NetworkConfiguration.IpAddressType",),
    argument="aws_apprunner_service.network_configuration.ip_address_type",
)


def _id(kind: str, example: str, page: str, argument: str, *model: str) -> Text:
    prefix = example.partition("-")[0]
    return Text(
        rf"{prefix}-[0-9a-f]{{8}}(?:[0-9a-f]{{9}})?",
        f"allowed is {kind}'s id such as {example}",
        page,
        shortest=len(prefix) + 9,
        longest=len(prefix) + 18,
        model=model,
        argument=argument,
        stricter="the API takes any text; an id has 8 or 17 hexadecimal digits" if model else "",
    )


VPC_ID = _id(
    "a VPC",
    "vpc-0a1b2c3d",
    f"{GUIDE}/network-pl.html",
    "aws_apprunner_vpc_ingress_connection.ingress_vpc_configuration.vpc_id",
    "apprunner CreateVpcIngressConnection.IngressVpcConfiguration.VpcId",
)
VPC_ENDPOINT_ID = _id(
    "an interface endpoint",
    "vpce-0a1b2c3d",
    f"{GUIDE}/network-pl.html",
    "aws_apprunner_vpc_ingress_connection.ingress_vpc_configuration.vpc_endpoint_id",
    "apprunner CreateVpcIngressConnection.IngressVpcConfiguration.VpcEndpointId",
)
SUBNET_ID = _id(
    "a subnet",
    "subnet-0a1b2c3d",
    f"{GUIDE}/network-vpc.html",
    "aws_apprunner_vpc_connector.subnets",
    "apprunner CreateVpcConnector.Subnets.member",
)
SECURITY_GROUP_ID = _id(
    "a security group",
    "sg-0a1b2c3d",
    f"{GUIDE}/network-vpc.html",
    "aws_apprunner_vpc_connector.security_groups",
    "apprunner CreateVpcConnector.SecurityGroups.member",
)
SUBNETS = Range(1, 200, "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html", "subnets")
"""A VPC has at most 200, unless AWS raises the quota."""
SECURITY_GROUPS = Range(
    1,
    16,
    "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    "security groups",
    argument="aws_apprunner_vpc_connector.security_groups",
)
"""For one network interface: 5 by default; AWS raises the quota to at most 16."""
CIDR_BLOCK = Text(
    r"\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}",
    "allowed is an IPv4 range such as 10.0.0.0/16",
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
    shortest=9,
    longest=18,
    argument="aws_vpc_security_group_ingress_rule.cidr_ipv4",
)
CONNECTOR = Text(
    r"arn:aws(?:-\w+)*:apprunner:[a-z0-9-]+:\d{12}:vpcconnector/[\w/-]+",
    "allowed is a VpcConnector or the ARN of one",
    f"{API}/API_EgressConfiguration.html",
    shortest=1,
    longest=1011,
    model=("apprunner CreateService.NetworkConfiguration.EgressConfiguration.VpcConnectorArn",),
    argument="aws_apprunner_service.network_configuration.egress_configuration.vpc_connector_arn",
    stricter="the model's pattern matches every App Runner ARN",
)
WEB_ACL = Text(
    r"arn:aws[\w-]*:wafv2:[a-z0-9-]+:\d{12}:regional/webacl/[\w/-]+",
    "allowed is the ARN of a regional WAF web ACL",
    f"{GUIDE}/waf.html",
    shortest=20,
    longest=2048,
    model=("wafv2 AssociateWebACL.WebACLArn",),
    argument="aws_wafv2_web_acl_association.web_acl_arn",
    stricter="the model's pattern matches any text",
)

# Domains

DOMAIN = Text(
    r"(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])",
    "allowed is a domain name such as app.example.com or *.example.com",
    f"{GUIDE}/manage-custom-domains.html",
    shortest=1,
    longest=255,
    model=("apprunner AssociateCustomDomain.DomainName",),
    argument="aws_apprunner_custom_domain_association.domain_name",
    stricter="the model takes any letters, digits, dots, hyphens and asterisks",
)
DOMAINS = Range(0, 5, f"{GUIDE}/manage-custom-domains.html", "domains per service")
ZONE = Text(
    r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?",
    "allowed is a hosted zone's name such as example.com",
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html",
    shortest=1,
    longest=253,
    argument="aws_route53_record.name",
)
RECORD_TYPE = Choice(("A", "CNAME"), f"{GUIDE}/manage-custom-domains.html")
VALIDATION_RECORDS = Range(1, 20, f"{GUIDE}/manage-custom-domains.html", "records")
"""AWS doesn't document how many there are."""

# Logs

RETENTION_DAYS = Choice(
    (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
    argument="aws_cloudwatch_log_group.retention_in_days",
)

# Alarms

ALARM_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
ALARM_MINUTES = Range(1, 1440, ALARM_PAGE, "minutes", argument="aws_cloudwatch_metric_alarm.period")
ALARM_THRESHOLD = Amount(ALARM_PAGE, argument="aws_cloudwatch_metric_alarm.threshold")
ALARM_PERCENT = Amount(ALARM_PAGE, 100, "percent", argument="aws_cloudwatch_metric_alarm.threshold")
PERCENTILE = Choice(
    (50, 90, 95, 99),
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
    argument="aws_cloudwatch_metric_alarm.extended_statistic",
    stricter="CloudWatch takes any; these are the usual ones",
)
FILTER_PATTERN = Text(
    r"[^\r\n]+",
    "allowed are 1 to 1024 characters",
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html",
    shortest=1,
    longest=1024,
    argument="aws_cloudwatch_log_metric_filter.pattern",
)
TOPIC = Text(
    r"arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}",
    "allowed is the ARN of a standard SNS topic",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
    longest=1024,
    argument="aws_cloudwatch_metric_alarm.alarm_actions",
)
EMAIL = Text(
    r"[^@\s]+@[^@\s]+",
    "allowed is an e-mail address",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html",
    argument="aws_sns_topic_subscription.endpoint",
)

# Roles and keys

ROLE = Text(
    r"arn:(?:aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b):iam::\d{12}:role/[\w+=,.@/-]{1,1000}",
    "allowed is the ARN of an IAM role",
    f"{API}/API_InstanceConfiguration.html",
    shortest=29,
    longest=1024,
    model=(
        "apprunner CreateService.InstanceConfiguration.InstanceRoleArn",
        "apprunner CreateService.SourceConfiguration.AuthenticationConfiguration.AccessRoleArn",
    ),
    argument="aws_apprunner_service.instance_configuration.instance_role_arn",
)
POLICY = Text(
    r"arn:aws[\w-]*:iam::(?:\d{12}|aws):policy/[\w+=,.@/-]+",
    "allowed is the ARN of an IAM policy",
    f"{IAM}/UserGuide/access_policies_boundaries.html",
    shortest=20,
    longest=2048,
    model=("iam CreateRole.PermissionsBoundary",),
    argument="aws_iam_role.permissions_boundary",
    stricter="the model has no pattern",
)
ROLE_PATH = Text(
    r"/(?:[!-.0-~]+/)*",
    "allowed is / or a path that begins and ends with /",
    f"{IAM}/APIReference/API_CreateRole.html",
    shortest=1,
    longest=512,
    model=("iam CreateRole.Path",),
    argument="aws_iam_role.path",
)
ACTION = Text(
    r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+",
    "allowed is an IAM action such as s3:GetObject",
    f"{IAM}/UserGuide/reference_policies_elements_action.html",
    shortest=1,
    longest=128,
)
RESOURCE = Text(
    r"\*|arn:[\w*-]+:[\w*-]+:[^\s\"]*",
    "allowed is an ARN, or *",
    f"{IAM}/UserGuide/reference_policies_elements_resource.html",
    shortest=1,
    longest=2048,
)
PERMISSION_NAME = Text(
    r"[A-Za-z0-9][A-Za-z0-9_-]*",
    "allowed are up to 100 letters, digits, _ and -, beginning with a letter or digit",
    f"{IAM}/APIReference/API_PutRolePolicy.html",
    shortest=1,
    longest=100,
)
ROLE_POLICIES = Range(
    0,
    10_240,
    f"{IAM}/UserGuide/reference_iam-quotas.html",
    "characters in all inline policies of a role",
    argument="aws_iam_role_policy.policy",
)
KMS_KEY = Text(
    r"arn:aws(?:-\w+)*:kms:[a-z-]+-\d:\d{12}:key/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "allowed is the ARN of a single-region key, not of an alias",
    f"{API}/API_EncryptionConfiguration.html",
    longest=256,
    model=("apprunner CreateService.EncryptionConfiguration.KmsKey",),
    argument="aws_apprunner_service.encryption_configuration.kms_key",
)
REPOSITORY_KEY = Text(
    r"arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key/[\w-]+",
    "allowed is a KMS key's ARN",
    f"{ECR}/APIReference/API_EncryptionConfiguration.html",
    shortest=1,
    longest=2048,
    model=("ecr CreateRepository.encryptionConfiguration.kmsKey",),
    argument="aws_ecr_repository.encryption_configuration.kms_key",
    stricter="the provider takes an ARN only",
)

# Tags

_OF_TAGS = r"(?u:[\w .:/=+@\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000-])"
"""Letters, digits and spaces of every script."""
TAG_KEY = Text(
    rf"(?![aA][wW][sS]:){_OF_TAGS}*",
    "allowed are 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:",
    f"{IAM}/UserGuide/id_tags.html",
    shortest=1,
    longest=128,
    model=("apprunner CreateService.Tags.Key",),
    argument="aws_apprunner_service.tags",
    stricter="tags go to roles too, and IAM takes these characters only",
)
TAG_VALUE = Text(
    rf"{_OF_TAGS}*",
    "allowed are up to 256 letters, digits, spaces and _ . : / = + - @",
    f"{IAM}/UserGuide/id_tags.html",
    longest=256,
    model=("apprunner CreateService.Tags.Value",),
    argument="aws_apprunner_service.tags",
    stricter="tags go to roles too, and IAM takes these characters only",
)
TAGS = Range(0, 50, f"{IAM}/UserGuide/id_tags.html", "tags", model=("iam CreateRole.Tags",))


def table() -> dict[str, Limit]:
    """Return every row by name."""
    return {name: value for name, value in globals().items() if isinstance(value, Limit)}
