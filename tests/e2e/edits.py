"""The table of edits: every field of an environment, every kind of change, and what Terraform then does.

`test_edits.py` holds each row against Terraform's plan; `make docs` writes the rows into ``docs/changes.md``.
An address in a row may have ``*`` in it. A change of the service names the arguments that change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import evolve, field, frozen

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AutoScaling,
    CodeRepository,
    CustomDomain,
    EcrImage,
    EcrPublicImage,
    HealthCheck,
    Instance,
    Latency,
    LogErrors,
    LogRetention,
    PrivateIngress,
    Rollout,
    Secret,
    Threshold,
)
from cdktf_apprunner.environments import Environment, LocalState, Permission, Production, S3State, Vpc
from tests.support import account
from tests.support.account import ACCOUNT, REGION
from tests.support.images import HELLO

VPC, SUBNETS = "vpc-0a1b2c3d4e5f60718", [f"subnet-0a1b2c3d4e5f6071{number}" for number in range(3)]
GROUPS = ["sg-0a1b2c3d4e5f60710", "sg-0a1b2c3d4e5f60711"]
"""Ids that stand for those of the local AWS."""
WEB_ACLS = [
    f"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/{name}/12345678-1234-1234-1234-123456789012"
    for name in ("shop", "other")
]
CONNECTION = f"arn:aws:apprunner:{REGION}:{ACCOUNT}:connection/shared/{'0' * 32}"
CONNECTOR = f"arn:aws:apprunner:{REGION}:{ACCOUNT}:vpcconnector/shared/1/{'0' * 32}"
SCALING = f"arn:aws:apprunner:{REGION}:{ACCOUNT}:autoscalingconfiguration/shared/1/{'1' * 32}"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:team"
POLICIES = [f"arn:aws:iam::aws:policy/{name}" for name in ("AmazonS3ReadOnlyAccess", "AmazonSQSFullAccess")]
DIGEST = f"sha256:{'0' * 64}"
OTHER_KEY = account.KEY.replace("12345678", "87654321")

PRODUCTION = Environment(
    name="prod",
    region=REGION,
    account_id=ACCOUNT,
    backend=LocalState(),
    image=EcrImage("shop", tag="v1"),
    start_command="node server.js",
    environment={"LOG_LEVEL": "warning", "MODE": "live"},
    secrets={
        "PASSWORD": Secret.secrets_manager(account.SECRET, "password"),
        "KEY": Secret.parameter(account.PARAMETER),
    },
    permissions=[
        Permission(actions=["s3:GetObject"], resources=["arn:aws:s3:::shop-uploads/*"]),
        Permission(actions=["sqs:SendMessage"], resources=["*"], name="queue"),
    ],
    managed_policy_arns=POLICIES,
    instance=Instance(cpu="2 vCPU", memory="4 GB"),
    scaling=AutoScaling(min_size=2, max_size=20, max_concurrency=80),
    health_check=HealthCheck.http("/healthz", interval=10),
    vpc=Vpc(vpc_id=VPC, subnet_ids=SUBNETS[:2]),
    domains=[
        CustomDomain("shop.example.com", zone_name="example.com"),
        CustomDomain("shop.example.net", www=True),
    ],
    log_retention=LogRetention(days=365),
    alarms=Alarms(topic=AlarmTopic(emails=["a@example.com", "b@example.com"]), dashboard=True),
    tracing=True,
    deletion_protection=True,
    guard=Production(),
    web_acl_arn=WEB_ACLS[0],
    permissions_boundary_arn=f"arn:aws:iam::{ACCOUNT}:policy/boundary",
    tags={"team": "shop", "cost": "web"},
)
LIFTED = evolve(
    PRODUCTION,
    deletion_protection=False,
    guard=Production(waive={"deletion-protection": "It is replaced today"}),
)
PLAIN = Environment(
    name="plain", region=REGION, account_id=ACCOUNT, backend=LocalState(), image=EcrImage("shop", tag="v1")
)
PRIVATE = Environment(
    name="private",
    region=REGION,
    account_id=ACCOUNT,
    backend=LocalState(),
    image=EcrPublicImage(HELLO),
    private_ingress=PrivateIngress(vpc_id=VPC, subnet_ids=SUBNETS[:2]),
    kms_key_arn=account.KEY,
    instance_role_arn=account.ROLE,
    log_retention=LogRetention(keep=False),
)
CODE = Environment(
    name="code",
    region=REGION,
    account_id=ACCOUNT,
    backend=LocalState(),
    image=CodeRepository(
        "https://github.com/acme/shop",
        connection_arn=CONNECTION,
        runtime="NODEJS_22",
        build_command="npm ci",
        redeploy="one",
    ),
    log_retention=None,
)
BASES = {
    "nothing": PRODUCTION,
    "production": PRODUCTION,
    "lifted": LIFTED,
    "plain": PLAIN,
    "private": PRIVATE,
    "code": CODE,
}
"""What is deployed before an edit: production, production after its protection is lifted, and others."""
OWN_PROVIDERS = {"EcrImage.region"}
"""Fields whose edit makes a second provider; a running provider can't be two."""
ARGUMENTS = {
    "EcrImage": "image",
    "EcrPublicImage": "image",
    "CodeRepository": "image",
    "Secret": "secrets",
    "Permission": "permissions",
    "Vpc": "vpc",
    "Instance": "instance",
    "AutoScaling": "scaling",
    "HealthCheck": "health_check",
    "PrivateIngress": "private_ingress",
    "CustomDomain": "domains",
    "LogRetention": "log_retention",
    "Alarms": "alarms",
    "AlarmTopic": "alarms",
    "Threshold": "alarms",
    "Latency": "alarms",
    "LogErrors": "alarms",
    "Production": "guard",
}
"""The argument of an environment that takes a value of the class."""


@frozen
class Edit:
    """One row: a field, an edit of it, what happens, and the changes in the plan.

    ``plan`` maps addresses to ``create``, ``update``, ``destroy``, ``replace`` (the old one is destroyed
    first), ``new before old``, ``forget``, ``import`` and ``move``. ``error`` is what Terraform's error says.
    """

    field: str
    edit: str
    change: Callable[[Environment], Environment]
    says: str
    plan: Mapping[str, str] = field(factory=dict)
    base: str = "production"
    error: str | None = None

    @property
    def argument(self) -> str:
        """The argument of the environment that changes."""
        kind, _, name = self.field.partition(".")
        return ARGUMENTS[kind] if name else kind


TAGGED = {
    "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "update",
    "aws_apprunner_observability_configuration.service_tracing": "update",
    "aws_apprunner_vpc_connector.vpc_connector": "update",
    "aws_cloudwatch_event_rule.service_alarms_failures_rule": "update",
    "aws_cloudwatch_log_group.service_log_groups": "update",
    "aws_cloudwatch_metric_alarm.*": "update",
    "aws_iam_role.*": "update",
    "aws_kms_key.service_alarms_topic_key": "update",
    "aws_security_group.vpc_connector_security_group": "update",
    "aws_sns_topic.service_alarms_topic": "update",
}
"""Everything that has tags, besides the service."""


def service(*arguments: str) -> dict[str, str]:
    """Return the plan of a service of which these arguments change."""
    return {f"aws_apprunner_service.service {name}": "update" for name in arguments}


OWN_ACCESS_ROLE = {
    **service("access_role_arn"),
    "aws_iam_role.service_access_role": "create",
    "aws_iam_role_policy.service_access_policy": "create",
    "terraform_data.service_access_role_wait": "create",
}
"""The service gets its own access role."""
OTHER_CONNECTOR = {
    **service("vpc_connector_arn"),
    "aws_apprunner_vpc_connector.vpc_connector": "new before old",
    "aws_security_group.vpc_connector_security_group": "new before old",
}
"""A VPC connector with its own security group is replaced."""
LOGS_RELEASED = {
    "aws_cloudwatch_log_group.service_log_groups": "forget",
    "aws_iam_role.service_log_retention_role": "destroy",
    "aws_iam_role_policy.service_log_retention_policy": "destroy",
    "aws_scheduler_schedule.*": "destroy",
}
"""The log groups are App Runner's again."""
PRIVATE_REPLACED = {
    "aws_apprunner_service.service": "replace",
    "aws_apprunner_vpc_ingress_connection.service_ingress_connection": "replace",
    "aws_iam_role.service_log_retention_role": "update",
    "aws_iam_role_policy.service_log_retention_policy": "update",
    "aws_scheduler_schedule.*": "update",
    "terraform_data.service_made_with": "replace",
}
"""The private service is replaced, and what belongs to it."""

EDITS = [
    Edit(
        "name",
        "change",
        lambda e: evolve(e, name="live", service_name="shop-live"),
        (
            "That is another stack with another state: Terraform makes everything anew. The old "
            "stack and its service stay; no plan shows them any more. To rename the environment, "
            "set `was`."
        ),
        {"*": "create"},
        base="nothing",
    ),
    Edit(
        "was",
        "set, with another name",
        lambda e: evolve(e, name="live", was="prod"),
        "The service and the state stay: only the tag `environment` changes.",
        {**service("tags", "tags_all"), **TAGGED},
    ),
    Edit(
        "region",
        "change",
        lambda e: evolve(e, region="eu-central-1"),
        (
            "Terraform makes everything anew in the other region. It doesn't find the old service "
            "there and forgets it: that one stays and costs money, even with `deletion_protection`. "
            "Destroy it first."
        ),
        {
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "create",
            "aws_apprunner_service.service": "create",
        },
        base="code",
    ),
    Edit(
        "account_id",
        "change",
        lambda e: evolve(e, account_id="444455556666"),
        (
            "The plan stops: the credentials are of another account. With the other account's, use "
            "another state."
        ),
        base="plain",
        error="AWS account ID not allowed",
    ),
    Edit(
        "backend",
        "change",
        lambda e: evolve(e, backend=S3State(bucket="acme-state", key="shop.tfstate", region=REGION)),
        (
            "Terraform stops and asks for `terraform init -migrate-state`, which moves the state. "
            "Nothing else changes."
        ),
        error="Backend initialization required",
    ),
    Edit(
        "service_name",
        "change",
        lambda e: evolve(e, service_name="store"),
        (
            "Another service with another URL: the old one is destroyed first. Its domains, alarms "
            "and roles are replaced with it. The logs stay in production."
        ),
        {
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "new before old",
            "aws_apprunner_custom_domain_association.*": "replace",
            "aws_apprunner_observability_configuration.service_tracing": "new before old",
            "aws_apprunner_service.service": "replace",
            "aws_apprunner_vpc_connector.vpc_connector": "new before old",
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "replace",
            "aws_cloudwatch_event_*": "replace",
            "aws_cloudwatch_log_group.service_log_groups": "forget",
            "aws_cloudwatch_log_metric_filter.service_alarms_log_errors": "replace",
            "aws_cloudwatch_metric_alarm.*": "replace",
            "aws_iam_role.*": "replace",
            "aws_iam_role_policy.*": "replace",
            "aws_iam_role_policy_attachment.*": "replace",
            "aws_kms_key.service_alarms_topic_key": "update",
            "aws_route53_record.service_domain_shop_example_com_target": "update",
            "aws_route53_record.service_domain_shop_example_com_validation_*": "replace",
            "aws_scheduler_schedule.*": "replace",
            "aws_security_group.vpc_connector_security_group": "new before old",
            "aws_sns_topic.service_alarms_topic": "replace",
            "aws_sns_topic_policy.service_alarms_topic_policy": "replace",
            "aws_sns_topic_subscription.*": "replace",
            "aws_wafv2_web_acl_association.service_web_acl": "replace",
        },
        base="lifted",
    ),
    Edit(
        "service_name",
        "change, with deletion_protection",
        lambda e: evolve(e, service_name="store"),
        "The plan stops.",
        error="Instance cannot be destroyed",
    ),
    Edit(
        "image",
        "another kind: EcrPublicImage",
        lambda e: evolve(e, image=EcrPublicImage(HELLO), service_name=e.service_name),
        "The service is deployed again. The access role stays in the registry's stack.",
        {
            **service("access_role_arn", "connection_arn", "image_identifier", "image_repository_type"),
            "terraform_data.service_made_with": "create",
        },
        base="plain",
    ),
    Edit(
        "image",
        "another kind: CodeRepository",
        lambda e: evolve(e, image=CODE.image, service_name=e.service_name),
        (
            "The plan shows an update, but App Runner refuses it: a service can't change from image "
            "to code. Take another `service_name`."
        ),
        {
            **service(
                "access_role_arn",
                "build_command",
                "configuration_source",
                "connection_arn",
                "image_identifier",
                "image_repository_type",
                "port",
                "repository_url",
                "runtime",
                "source_directory",
                "start_command",
                "type",
                "value",
            ),
            "terraform_data.service_made_with": "create",
        },
        base="plain",
    ),
    Edit(
        "EcrImage.repository",
        "change",
        lambda e: evolve(e, image=EcrImage("store", tag="v1"), service_name=e.service_name),
        "The service is deployed again. It uses the other repository's access role.",
        service("access_role_arn", "image_identifier"),
        base="plain",
    ),
    Edit(
        "EcrImage.tag",
        "change",
        lambda e: evolve(e, image=EcrImage("shop", tag="v2")),
        "The service is deployed with the other image.",
        service("image_identifier"),
    ),
    Edit(
        "EcrImage.tag",
        "to one that doesn't exist",
        lambda e: evolve(e, image=EcrImage("shop", tag="v9")),
        "The plan stops and names repository and tag.",
        base="plain",
        error="couldn't find resource",
    ),
    Edit(
        "EcrImage.digest",
        "set instead of the tag",
        lambda e: evolve(e, image=EcrImage("shop", digest=DIGEST)),
        "The service is deployed, if that is another image.",
        service("image_identifier"),
        base="plain",
    ),
    Edit(
        "EcrImage.rollout",
        "to ON_PUSH",
        lambda e: evolve(e, image=evolve(e.image, rollout=Rollout.ON_PUSH)),
        "The service is deployed again. From then on App Runner deploys each push.",
        service("auto_deployments_enabled", "image_identifier"),
        base="plain",
    ),
    Edit(
        "EcrImage.account_id",
        "set",
        lambda e: evolve(e, image=evolve(e.image, account_id=ACCOUNT)),
        "The service is deployed again. It gets its own access role.",
        OWN_ACCESS_ROLE,
        base="plain",
    ),
    Edit(
        "EcrImage.region",
        "set",
        lambda e: evolve(e, image=evolve(e.image, region=REGION)),
        "The service is deployed again. It gets its own access role.",
        OWN_ACCESS_ROLE,
        base="plain",
    ),
    Edit(
        "EcrPublicImage.identifier",
        "another tag",
        lambda e: evolve(e, image=EcrPublicImage(HELLO.replace("latest", "v2"))),
        "The service is deployed again.",
        service("image_identifier"),
        base="private",
    ),
    Edit(
        "EcrPublicImage.redeploy",
        "set",
        lambda e: evolve(e, image=evolve(e.image, redeploy="today")),
        "The service is deployed again.",
        {"aws_apprunner_deployment.service_deployment": "create"},
        base="private",
    ),
    Edit(
        "CodeRepository.repository_url",
        "change",
        lambda e: evolve(
            e,
            image=evolve(e.image, repository_url="https://github.com/acme/store"),
            service_name=e.service_name,
        ),
        "App Runner builds and deploys the other repository.",
        service("repository_url"),
        base="code",
    ),
    Edit(
        "CodeRepository.branch",
        "change",
        lambda e: evolve(e, image=evolve(e.image, branch="next")),
        "App Runner builds and deploys the other branch.",
        service("value"),
        base="code",
    ),
    Edit(
        "CodeRepository.connection_arn",
        "unset, for connection",
        lambda e: evolve(e, image=evolve(e.image, connection_arn=None, connection="acme")),
        (
            "Terraform makes the connection. The apply stops until a person completes its "
            "hand-shake; apply again."
        ),
        {**service("connection_arn"), "aws_apprunner_connection.service_connection": "create"},
        base="code",
    ),
    Edit(
        "CodeRepository.runtime",
        "change",
        lambda e: evolve(e, image=evolve(e.image, runtime="PYTHON_311")),
        "App Runner builds and deploys again.",
        service("runtime"),
        base="code",
    ),
    Edit(
        "CodeRepository.runtime",
        "unset",
        lambda e: evolve(e, image=evolve(e.image, runtime=None, build_command=None)),
        "App Runner builds and deploys again, with the settings of `apprunner.yaml`.",
        service("build_command", "configuration_source", "port", "runtime", "start_command"),
        base="code",
    ),
    Edit(
        "CodeRepository.build_command",
        "unset",
        lambda e: evolve(e, image=evolve(e.image, build_command=None)),
        "App Runner builds and deploys again.",
        service("build_command"),
        base="code",
    ),
    Edit(
        "CodeRepository.source_directory",
        "change",
        lambda e: evolve(e, image=evolve(e.image, source_directory="/web")),
        "App Runner builds and deploys again.",
        service("source_directory"),
        base="code",
    ),
    Edit(
        "CodeRepository.rollout",
        "to ON_PUSH",
        lambda e: evolve(e, image=evolve(e.image, rollout=Rollout.ON_PUSH, redeploy=None)),
        "From then on App Runner deploys each push. What remembers `redeploy` goes; nothing in AWS does.",
        {**service("auto_deployments_enabled"), "terraform_data.service_made_with": "destroy"},
        base="code",
    ),
    Edit(
        "CodeRepository.redeploy",
        "change",
        lambda e: evolve(e, image=evolve(e.image, redeploy="two")),
        "App Runner builds and deploys the branch as it is now.",
        {"aws_apprunner_deployment.service_deployment": "create"},
        base="code",
    ),
    Edit("port", "change", lambda e: evolve(e, port=9000), "The service is deployed again.", service("port")),
    Edit(
        "start_command",
        "change",
        lambda e: evolve(e, start_command="node other.js"),
        "The service is deployed again.",
        service("start_command"),
    ),
    Edit(
        "start_command",
        "unset",
        lambda e: evolve(e, start_command=None),
        "The service is deployed again.",
        service("start_command"),
    ),
    Edit(
        "environment",
        "change a value",
        lambda e: evolve(e, environment={**e.environment, "MODE": "test"}),
        "The service is deployed again.",
        service("runtime_environment_variables"),
    ),
    Edit(
        "environment",
        "rename a variable",
        lambda e: evolve(e, environment={"LEVEL": "warning", "MODE": "live"}),
        "The service is deployed again.",
        service("runtime_environment_variables"),
    ),
    Edit(
        "environment",
        "reorder",
        lambda e: evolve(e, environment=dict(reversed(e.environment.items()))),
        "Nothing changes.",
    ),
    Edit(
        "environment",
        "unset",
        lambda e: evolve(e, environment={}),
        "The service is deployed again.",
        service("runtime_environment_variables"),
    ),
    Edit(
        "environment",
        "set",
        lambda e: evolve(e, environment={"MODE": "live"}),
        "The service is deployed again.",
        service("runtime_environment_variables"),
        base="plain",
    ),
    Edit(
        "secrets",
        "change the JSON key",
        lambda e: evolve(
            e, secrets={**e.secrets, "PASSWORD": Secret.secrets_manager(account.SECRET, "other")}
        ),
        "The service is deployed again.",
        service("runtime_environment_secrets"),
    ),
    Edit(
        "secrets",
        "rename a variable",
        lambda e: evolve(e, secrets={"PASS": e.secrets["PASSWORD"], "KEY": e.secrets["KEY"]}),
        "The service is deployed again.",
        service("runtime_environment_secrets"),
    ),
    Edit(
        "secrets",
        "reorder",
        lambda e: evolve(e, secrets=dict(reversed(e.secrets.items()))),
        "Nothing changes.",
    ),
    Edit(
        "secrets",
        "remove one",
        lambda e: evolve(e, secrets={"KEY": e.secrets["KEY"]}),
        "The service is deployed again. The permission to read it goes.",
        {**service("runtime_environment_secrets"), "aws_iam_role_policy.service_secrets_policy": "update"},
    ),
    Edit(
        "secrets",
        "unset",
        lambda e: evolve(e, secrets={}),
        "The service is deployed again. The permissions to read them go.",
        {**service("runtime_environment_secrets"), "aws_iam_role_policy.service_secrets_policy": "destroy"},
    ),
    Edit(
        "secrets",
        "set",
        lambda e: evolve(e, secrets={"KEY": account.PARAMETER}),
        "The service is deployed again. The permission to read it is made first.",
        {**service("runtime_environment_secrets"), "aws_iam_role_policy.service_secrets_policy": "create"},
        base="plain",
    ),
    Edit(
        "Secret.arn",
        "change",
        lambda e: evolve(e, secrets={**e.secrets, "KEY": Secret.parameter(account.PARAMETER + "2")}),
        "The service is deployed again. The permission changes first.",
        {**service("runtime_environment_secrets"), "aws_iam_role_policy.service_secrets_policy": "update"},
    ),
    Edit(
        "Secret.json_key",
        "unset",
        lambda e: evolve(e, secrets={**e.secrets, "PASSWORD": Secret.secrets_manager(account.SECRET)}),
        "The service is deployed again.",
        service("runtime_environment_secrets"),
    ),
    Edit(
        "Secret.version_stage",
        "set",
        lambda e: evolve(
            e, secrets={**e.secrets, "PASSWORD": evolve(e.secrets["PASSWORD"], version_stage="AWSPREVIOUS")}
        ),
        "The service is deployed again.",
        service("runtime_environment_secrets"),
    ),
    Edit(
        "Secret.kms_key_arn",
        "set",
        lambda e: evolve(e, secrets={**e.secrets, "KEY": evolve(e.secrets["KEY"], kms_key_arn=account.KEY)}),
        "The instance role may decrypt with the key. Nothing is deployed.",
        {"aws_iam_role_policy.service_secrets_policy": "update"},
    ),
    Edit("permissions", "reorder", lambda e: evolve(e, permissions=e.permissions[::-1]), "Nothing changes."),
    Edit(
        "permissions",
        "remove one",
        lambda e: evolve(e, permissions=e.permissions[1:]),
        "That policy of the instance role goes.",
        {"aws_iam_role_policy.service_allow_s3_shop-uploads_policy": "destroy"},
    ),
    Edit(
        "permissions",
        "unset",
        lambda e: evolve(e, permissions=()),
        "Their policies of the instance role go.",
        {"aws_iam_role_policy.service_allow_*": "destroy"},
    ),
    Edit(
        "permissions",
        "add one",
        lambda e: evolve(e, permissions=[Permission(["sns:Publish"], ["*"]), *e.permissions]),
        "A policy of the instance role is made.",
        {"aws_iam_role_policy.service_allow_sns_all_policy": "create"},
    ),
    Edit(
        "Permission.actions",
        "change",
        lambda e: evolve(
            e,
            permissions=[
                evolve(e.permissions[0], actions=["s3:GetObject", "s3:PutObject"]),
                e.permissions[1],
            ],
        ),
        "The policy changes in place.",
        {"aws_iam_role_policy.service_allow_s3_shop-uploads_policy": "update"},
    ),
    Edit(
        "Permission.resources",
        "change, without a name",
        lambda e: evolve(
            e, permissions=[evolve(e.permissions[0], resources=["arn:aws:s3:::other/*"]), e.permissions[1]]
        ),
        "Another policy is made, and the old one goes. With a `name` the policy changes in place.",
        {
            "aws_iam_role_policy.service_allow_s3_other_policy": "create",
            "aws_iam_role_policy.service_allow_s3_shop-uploads_policy": "destroy",
        },
    ),
    Edit(
        "Permission.resources",
        "change, with a name",
        lambda e: evolve(
            e,
            permissions=[
                e.permissions[0],
                evolve(e.permissions[1], resources=["arn:aws:sqs:eu-west-1:111122223333:jobs"]),
            ],
        ),
        "The policy changes in place.",
        {"aws_iam_role_policy.service_allow_queue_policy": "update"},
    ),
    Edit(
        "Permission.name",
        "change",
        lambda e: evolve(e, permissions=[e.permissions[0], evolve(e.permissions[1], name="jobs")]),
        (
            "Another policy is made, and the old one goes. The service can be without the "
            "permission for a moment."
        ),
        {
            "aws_iam_role_policy.service_allow_jobs_policy": "create",
            "aws_iam_role_policy.service_allow_queue_policy": "destroy",
        },
    ),
    Edit(
        "vpc",
        "unset",
        lambda e: evolve(e, vpc=None),
        "The service is deployed again. The connector and its security group go after that.",
        {
            **service("egress_type", "vpc_connector_arn"),
            "aws_apprunner_vpc_connector.vpc_connector": "destroy",
            "aws_security_group.vpc_connector_security_group": "destroy",
        },
    ),
    Edit(
        "vpc",
        "set",
        lambda e: evolve(e, vpc=Vpc(vpc_id=VPC, subnet_ids=SUBNETS[:2])),
        "The service is deployed again. Its connector and security group are made first.",
        {
            **service("egress_type", "vpc_connector_arn"),
            "aws_apprunner_vpc_connector.vpc_connector": "create",
            "aws_security_group.vpc_connector_security_group": "create",
        },
        base="plain",
    ),
    Edit(
        "vpc",
        "to the ARN of a connector",
        lambda e: evolve(e, vpc=CONNECTOR),
        "The service is deployed again. The old connector and its security group go after that.",
        {
            **service("vpc_connector_arn"),
            "aws_apprunner_vpc_connector.vpc_connector": "destroy",
            "aws_security_group.vpc_connector_security_group": "destroy",
        },
    ),
    Edit(
        "Vpc.vpc_id",
        "change",
        lambda e: evolve(e, vpc=Vpc("vpc-0a1b2c3d4e5f60719", ["subnet-0a1b2c3d4e5f60719"])),
        (
            "The service is deployed again. The new connector and security group are made before "
            "the old ones go."
        ),
        OTHER_CONNECTOR,
    ),
    Edit(
        "Vpc.subnet_ids",
        "add one",
        lambda e: evolve(e, vpc=Vpc(VPC, SUBNETS)),
        (
            "The service is deployed again. The new connector and security group are made before "
            "the old ones go. Rules of a database that name the old group must change too."
        ),
        OTHER_CONNECTOR,
    ),
    Edit(
        "Vpc.subnet_ids",
        "reorder",
        lambda e: evolve(e, vpc=Vpc(VPC, SUBNETS[1::-1])),
        "As for another subnet: connector and security group are replaced.",
        OTHER_CONNECTOR,
    ),
    Edit(
        "Vpc.security_group_ids",
        "set",
        lambda e: evolve(e, vpc=Vpc(VPC, SUBNETS[:2], GROUPS)),
        (
            "The service is deployed again. The new connector is made before the old one and its "
            "security group go."
        ),
        {
            **service("vpc_connector_arn"),
            "aws_apprunner_vpc_connector.vpc_connector": "new before old",
            "aws_security_group.vpc_connector_security_group": "destroy",
        },
    ),
    Edit(
        "instance",
        "unset",
        lambda e: evolve(e, instance=Instance()),
        "The service is deployed again.",
        service("cpu", "memory"),
    ),
    Edit(
        "Instance.cpu",
        "change",
        lambda e: evolve(e, instance=Instance("4 vCPU", "8 GB")),
        "The service is deployed again.",
        service("cpu", "memory"),
    ),
    Edit(
        "Instance.memory",
        "change",
        lambda e: evolve(e, instance=Instance("2 vCPU", "6 GB")),
        "The service is deployed again.",
        service("memory"),
    ),
    Edit(
        "scaling",
        "to the ARN of a configuration",
        lambda e: evolve(e, scaling=SCALING, alarms=evolve(e.alarms, at_maximum=None)),
        (
            "The service takes the other configuration. Its own goes, and so does the alarm that "
            "needs to know `max_size`."
        ),
        {
            **service("auto_scaling_configuration_arn"),
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "destroy",
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_at-maximum-warning": "destroy",
        },
    ),
    Edit(
        "AutoScaling.min_size",
        "change",
        lambda e: evolve(e, scaling=evolve(e.scaling, min_size=3)),
        "A new revision is made, the service takes it, and the old revision goes.",
        {
            **service("auto_scaling_configuration_arn"),
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "new before old",
        },
    ),
    Edit(
        "AutoScaling.max_size",
        "change",
        lambda e: evolve(e, scaling=evolve(e.scaling, max_size=25)),
        (
            "A new revision is made, the service takes it, and the old revision goes. The alarm "
            "`at_maximum` follows."
        ),
        {
            **service("auto_scaling_configuration_arn"),
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "new before old",
            "aws_cloudwatch_metric_alarm.service_alarms_at-maximum-warning": "update",
        },
    ),
    Edit(
        "AutoScaling.max_concurrency",
        "change",
        lambda e: evolve(e, scaling=evolve(e.scaling, max_concurrency=50)),
        "A new revision is made, the service takes it, and the old revision goes.",
        {
            **service("auto_scaling_configuration_arn"),
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "new before old",
        },
    ),
    Edit(
        "health_check",
        "unset",
        lambda e: evolve(e, health_check=HealthCheck()),
        "The service is deployed again.",
        service("interval", "path", "protocol"),
    ),
    Edit(
        "HealthCheck.protocol",
        "change",
        lambda e: evolve(e, health_check=HealthCheck.http("/")),
        "The service is deployed again.",
        service("protocol"),
        base="plain",
    ),
    Edit(
        "HealthCheck.path",
        "change",
        lambda e: evolve(e, health_check=evolve(e.health_check, path="/live")),
        "The service is deployed again.",
        service("path"),
    ),
    Edit(
        "HealthCheck.interval",
        "change",
        lambda e: evolve(e, health_check=evolve(e.health_check, interval=5)),
        "The service is deployed again.",
        service("interval"),
    ),
    Edit(
        "HealthCheck.timeout",
        "change",
        lambda e: evolve(e, health_check=evolve(e.health_check, timeout=3)),
        "The service is deployed again.",
        service("timeout"),
    ),
    Edit(
        "HealthCheck.healthy_threshold",
        "change",
        lambda e: evolve(e, health_check=evolve(e.health_check, healthy_threshold=2)),
        "The service is deployed again.",
        service("healthy_threshold"),
    ),
    Edit(
        "HealthCheck.unhealthy_threshold",
        "change",
        lambda e: evolve(e, health_check=evolve(e.health_check, unhealthy_threshold=3)),
        "The service is deployed again.",
        service("unhealthy_threshold"),
    ),
    Edit(
        "private_ingress",
        "set",
        lambda e: evolve(e, private_ingress=PrivateIngress(vpc_id=VPC, subnet_ids=SUBNETS[:2])),
        "The service is no longer reachable from the internet. An endpoint and its connection are made.",
        {
            **service("is_publicly_accessible"),
            "aws_apprunner_vpc_ingress_connection.service_ingress_connection": "create",
            "aws_security_group.service_ingress_endpoint_security_group": "create",
            "aws_vpc_endpoint.service_ingress_endpoint": "create",
        },
        base="plain",
    ),
    Edit(
        "private_ingress",
        "unset",
        lambda e: evolve(e, private_ingress=None),
        "The service is reachable from the internet. The endpoint and its connection go.",
        {
            **service("is_publicly_accessible"),
            "aws_apprunner_vpc_ingress_connection.service_ingress_connection": "destroy",
            "aws_security_group.service_ingress_endpoint_security_group": "destroy",
            "aws_vpc_endpoint.service_ingress_endpoint": "destroy",
        },
        base="private",
    ),
    Edit(
        "PrivateIngress.vpc_id",
        "change",
        lambda e: evolve(
            e,
            private_ingress=evolve(
                e.private_ingress, vpc_id="vpc-0a1b2c3d4e5f60719", subnet_ids=["subnet-0a1b2c3d4e5f60719"]
            ),
        ),
        "Endpoint and connection are replaced: the service can't be reached until the new ones are there.",
        {
            "aws_apprunner_vpc_ingress_connection.service_ingress_connection": "replace",
            "aws_security_group.service_ingress_endpoint_security_group": "new before old",
            "aws_vpc_endpoint.service_ingress_endpoint": "replace",
        },
        base="private",
    ),
    Edit(
        "PrivateIngress.vpc_endpoint_id",
        "set instead of subnets",
        lambda e: evolve(
            e, private_ingress=PrivateIngress(vpc_id=VPC, vpc_endpoint_id="vpce-0a1b2c3d4e5f60718")
        ),
        (
            "The connection is replaced: the service can't be reached until the new one is there. "
            "The old endpoint goes."
        ),
        {
            "aws_apprunner_vpc_ingress_connection.service_ingress_connection": "replace",
            "aws_security_group.service_ingress_endpoint_security_group": "destroy",
            "aws_vpc_endpoint.service_ingress_endpoint": "destroy",
        },
        base="private",
    ),
    Edit(
        "PrivateIngress.subnet_ids",
        "add one",
        lambda e: evolve(e, private_ingress=evolve(e.private_ingress, subnet_ids=SUBNETS)),
        "The endpoint changes in place.",
        {"aws_vpc_endpoint.service_ingress_endpoint": "update"},
        base="private",
    ),
    Edit(
        "PrivateIngress.subnet_ids",
        "reorder",
        lambda e: evolve(e, private_ingress=evolve(e.private_ingress, subnet_ids=SUBNETS[1::-1])),
        "Nothing changes.",
        base="private",
    ),
    Edit(
        "PrivateIngress.allowed_cidr_blocks",
        "set",
        lambda e: evolve(e, private_ingress=evolve(e.private_ingress, allowed_cidr_blocks=["10.1.0.0/16"])),
        "The endpoint's security group changes in place.",
        {"aws_security_group.service_ingress_endpoint_security_group": "update"},
        base="private",
    ),
    Edit(
        "ip_address_type",
        "change",
        lambda e: evolve(e, ip_address_type="DUAL_STACK"),
        "The service changes in place.",
        service("ip_address_type"),
    ),
    Edit("domains", "reorder", lambda e: evolve(e, domains=e.domains[::-1]), "Nothing changes."),
    Edit(
        "domains",
        "add one in front",
        lambda e: evolve(e, domains=[CustomDomain("api.example.com", zone_name="example.com"), *e.domains]),
        "The domain and its DNS records are made. The others stay.",
        {
            "aws_apprunner_custom_domain_association.service_domain_api_example_com_association": "create",
            "aws_route53_record.service_domain_api_example_com_*": "create",
        },
    ),
    Edit(
        "domains",
        "remove one",
        lambda e: evolve(e, domains=e.domains[1:]),
        "Its association and its DNS records go. The others stay.",
        {
            "aws_apprunner_custom_domain_association.service_domain_shop_example_com_association": "destroy",
            "aws_route53_record.service_domain_shop_example_com_*": "destroy",
        },
    ),
    Edit(
        "domains",
        "unset",
        lambda e: evolve(e, domains=()),
        "All associations and their DNS records go: the service answers under App Runner's URL only.",
        {
            "aws_apprunner_custom_domain_association.*": "destroy",
            "aws_route53_record.service_domain_shop_example_com_*": "destroy",
        },
    ),
    Edit(
        "CustomDomain.domain_name",
        "change",
        lambda e: evolve(e, domains=[evolve(e.domains[0], domain_name="store.example.com"), e.domains[1]]),
        "The old domain goes and the new one is made. To have no gap, add the new one first.",
        {
            "aws_apprunner_custom_domain_association.service_domain_shop_example_com_association": "destroy",
            "aws_apprunner_custom_domain_association.service_domain_store_example_com_association": "create",
            "aws_route53_record.service_domain_shop_example_com_*": "destroy",
            "aws_route53_record.service_domain_store_example_com_*": "create",
        },
    ),
    Edit(
        "CustomDomain.domain_name",
        "in upper case",
        lambda e: evolve(e, domains=[evolve(e.domains[0], domain_name="Shop.example.com"), e.domains[1]]),
        "The domain is associated anew: it doesn't answer until its new certificate is valid.",
        {
            "aws_apprunner_custom_domain_association.service_domain_shop_example_com_association": "replace",
            "aws_route53_record.service_domain_shop_example_com_validation_*": "replace",
        },
    ),
    Edit(
        "CustomDomain.zone_name",
        "set",
        lambda e: evolve(e, domains=[e.domains[0], evolve(e.domains[1], zone_name="example.net")]),
        "The DNS records are made. The association stays.",
        {"aws_route53_record.service_domain_shop_example_net_*": "create"},
    ),
    Edit(
        "CustomDomain.zone_name",
        "unset",
        lambda e: evolve(e, domains=[evolve(e.domains[0], zone_name=None), e.domains[1]]),
        (
            "The DNS records go, and the domain stops answering unless you have made them "
            "elsewhere. The association stays."
        ),
        {"aws_route53_record.service_domain_shop_example_com_*": "destroy"},
    ),
    Edit(
        "CustomDomain.www",
        "unset",
        lambda e: evolve(e, domains=[e.domains[0], evolve(e.domains[1], www=False)]),
        (
            "The domain is associated anew: it doesn't answer until its new certificate is valid. "
            "Records of `www` go."
        ),
        {"aws_apprunner_custom_domain_association.service_domain_shop_example_net_association": "replace"},
    ),
    Edit(
        "CustomDomain.www",
        "set",
        lambda e: evolve(e, domains=[evolve(e.domains[0], www=True), e.domains[1]]),
        "The domain is associated anew: it doesn't answer until its new certificate is valid.",
        {
            "aws_apprunner_custom_domain_association.service_domain_shop_example_com_association": "replace",
            "aws_route53_record.service_domain_shop_example_com_target_www": "create",
            "aws_route53_record.service_domain_shop_example_com_validation_1": "replace",
            "aws_route53_record.service_domain_shop_example_com_validation_2": "replace",
            "aws_route53_record.service_domain_shop_example_com_validation_3": "create",
        },
    ),
    Edit(
        "CustomDomain.record_type",
        "change",
        lambda e: evolve(e, domains=[evolve(e.domains[0], record_type="CNAME"), e.domains[1]]),
        "The records that lead to the service change their type.",
        {"aws_route53_record.service_domain_shop_example_com_target": "update"},
    ),
    Edit(
        "CustomDomain.validation_records",
        "more",
        lambda e: evolve(e, domains=[evolve(e.domains[0], validation_records=4), e.domains[1]]),
        "A spare record is made. The others stay.",
        {
            "aws_route53_record.service_domain_shop_example_com_validation_3": "create",
            "aws_route53_record.service_domain_shop_example_com_validation_4": "create",
        },
    ),
    Edit(
        "CustomDomain.validation_records",
        "fewer than the least",
        lambda e: evolve(e, domains=[evolve(domain, validation_records=1) for domain in e.domains]),
        "Nothing changes.",
    ),
    Edit(
        "log_retention",
        "unset",
        lambda e: evolve(e, log_retention=None),
        "Terraform forgets the log groups; the logs stay. The schedules that set their retention go.",
        LOGS_RELEASED,
        base="plain",
    ),
    Edit(
        "log_retention",
        "unset, in production",
        lambda e: evolve(
            e, log_retention=None, guard=Production(waive={"log-retention": "Others keep them"})
        ),
        "Terraform forgets the log groups; the logs stay. The schedules that set their retention go.",
        LOGS_RELEASED,
    ),
    Edit(
        "log_retention",
        "set",
        lambda e: evolve(e, log_retention=LogRetention(days=7)),
        "Terraform imports the log groups and sets their retention.",
        {
            "aws_cloudwatch_log_group.service_log_groups": "import",
            "aws_iam_role.service_log_retention_role": "create",
            "aws_iam_role_policy.service_log_retention_policy": "create",
            "aws_scheduler_schedule.*": "create",
        },
        base="code",
    ),
    Edit(
        "LogRetention.days",
        "change",
        lambda e: evolve(e, log_retention=LogRetention(days=30)),
        "The retention changes in place. Fewer days delete older events.",
        {"aws_cloudwatch_log_group.service_log_groups": "update", "aws_scheduler_schedule.*": "update"},
    ),
    Edit(
        "LogRetention.keep",
        "to True",
        lambda e: evolve(e, log_retention=evolve(e.log_retention, keep=True)),
        "The log groups stay when the service goes. Nothing in AWS changes now.",
        {"aws_cloudwatch_log_group.service_log_groups": "update"},
    ),
    Edit(
        "LogRetention.keep",
        "to True, without protection",
        lambda e: evolve(e, log_retention=evolve(e.log_retention, keep=True)),
        "The log groups stay when the service goes. Nothing in AWS changes now.",
        {"aws_cloudwatch_log_group.service_log_groups": "update"},
        base="private",
    ),
    Edit(
        "alarms",
        "unset",
        lambda e: evolve(e, alarms=None, guard=Production(waive={"alarms": "Others watch it"})),
        (
            "All alarms, the topic, its subscriptions and the dashboard go. The topic's key can be "
            "restored for 7 days."
        ),
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "destroy",
            "aws_cloudwatch_event_*": "destroy",
            "aws_cloudwatch_log_metric_filter.service_alarms_log_errors": "destroy",
            "aws_cloudwatch_metric_alarm.*": "destroy",
            "aws_kms_key.service_alarms_topic_key": "destroy",
            "aws_sns_topic.service_alarms_topic": "destroy",
            "aws_sns_topic_policy.service_alarms_topic_policy": "destroy",
            "aws_sns_topic_subscription.*": "destroy",
        },
    ),
    Edit(
        "alarms",
        "set",
        lambda e: evolve(e, alarms=Alarms(topic=TOPIC)),
        "The alarms are made.",
        {
            "aws_cloudwatch_event_*": "create",
            "aws_cloudwatch_log_metric_filter.service_alarms_log_errors": "create",
            "aws_cloudwatch_metric_alarm.*": "create",
        },
        base="plain",
    ),
    Edit(
        "Alarms.topic",
        "to the ARN of a topic",
        lambda e: evolve(e, alarms=evolve(e.alarms, topic=TOPIC)),
        (
            "The alarms notify that topic. The old topic and its subscriptions go; its key can be "
            "restored for 7 days."
        ),
        {
            "aws_cloudwatch_event_target.service_alarms_failures_target": "update",
            "aws_cloudwatch_metric_alarm.*": "update",
            "aws_kms_key.service_alarms_topic_key": "destroy",
            "aws_sns_topic.service_alarms_topic": "destroy",
            "aws_sns_topic_policy.service_alarms_topic_policy": "destroy",
            "aws_sns_topic_subscription.*": "destroy",
        },
    ),
    Edit(
        "Alarms.critical_topic",
        "set",
        lambda e: evolve(e, alarms=evolve(e.alarms, critical_topic=TOPIC)),
        "The critical alarms and failures notify that topic.",
        {
            "aws_cloudwatch_event_target.service_alarms_failures_target": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_cpu-critical": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_latency-critical": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_memory-critical": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_no-instances-critical": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_server-error-rate-critical": "update",
        },
    ),
    Edit(
        "Alarms.server_error_rate",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, server_error_rate=None)),
        "Its alarms go.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_server-error-rate-*": "destroy",
        },
    ),
    Edit(
        "Alarms.latency",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, latency=None)),
        "Its alarms go.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_latency-*": "destroy",
        },
    ),
    Edit(
        "Alarms.cpu",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, cpu=None)),
        "Its alarms go.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_cpu-*": "destroy",
        },
    ),
    Edit(
        "Alarms.memory",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, memory=None)),
        "Its alarms go.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_memory-*": "destroy",
        },
    ),
    Edit(
        "Alarms.at_maximum",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, at_maximum=None)),
        "Its alarms go.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_at-maximum-warning": "destroy",
        },
    ),
    Edit(
        "Alarms.no_instances",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, no_instances=None)),
        "Its alarms go.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_no-instances-critical": "destroy",
        },
    ),
    Edit(
        "Alarms.log_errors",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, log_errors=None)),
        "Its alarms go.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_log_metric_filter.service_alarms_log_errors": "destroy",
            "aws_cloudwatch_metric_alarm.service_alarms_log-errors-warning": "destroy",
        },
    ),
    Edit(
        "Alarms.failures",
        "to False",
        lambda e: evolve(e, alarms=evolve(e.alarms, failures=False)),
        "The rule that notifies of failed operations goes.",
        {"aws_cloudwatch_event_*": "destroy"},
    ),
    Edit(
        "Alarms.dashboard",
        "to False",
        lambda e: evolve(e, alarms=evolve(e.alarms, dashboard=False)),
        "The dashboard goes.",
        {"aws_cloudwatch_dashboard.service_alarms_dashboard": "destroy"},
    ),
    Edit(
        "AlarmTopic.emails",
        "remove one",
        lambda e: evolve(e, alarms=evolve(e.alarms, topic=AlarmTopic(["b@example.com"]))),
        "That subscription goes.",
        {"aws_sns_topic_subscription.service_alarms_topic_email_a_at_example_com": "destroy"},
    ),
    Edit(
        "AlarmTopic.emails",
        "change one",
        lambda e: evolve(e, alarms=evolve(e.alarms, topic=AlarmTopic(["c@example.com", "b@example.com"]))),
        "The old subscription goes. The new address must confirm its own.",
        {
            "aws_sns_topic_subscription.service_alarms_topic_email_a_at_example_com": "destroy",
            "aws_sns_topic_subscription.service_alarms_topic_email_c_at_example_com": "create",
        },
    ),
    Edit(
        "AlarmTopic.emails",
        "reorder",
        lambda e: evolve(e, alarms=evolve(e.alarms, topic=AlarmTopic(["b@example.com", "a@example.com"]))),
        "Nothing changes.",
    ),
    Edit(
        "Threshold.warning",
        "change",
        lambda e: evolve(e, alarms=evolve(e.alarms, cpu=Threshold(warning=70, critical=95, minutes=10))),
        "The alarm changes in place.",
        {"aws_cloudwatch_metric_alarm.service_alarms_cpu-warning": "update"},
    ),
    Edit(
        "Threshold.critical",
        "unset",
        lambda e: evolve(e, alarms=evolve(e.alarms, cpu=Threshold(warning=80, minutes=10))),
        "That alarm goes.",
        {
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_metric_alarm.service_alarms_cpu-critical": "destroy",
        },
    ),
    Edit(
        "Threshold.minutes",
        "change",
        lambda e: evolve(e, alarms=evolve(e.alarms, cpu=Threshold(warning=80, critical=95, minutes=5))),
        "The alarms change in place.",
        {"aws_cloudwatch_metric_alarm.service_alarms_cpu-*": "update"},
    ),
    Edit(
        "Latency.percentile",
        "change",
        lambda e: evolve(
            e, alarms=evolve(e.alarms, latency=Latency(warning=1000, critical=3000, percentile=95))
        ),
        "The alarms change in place.",
        {"aws_cloudwatch_metric_alarm.service_alarms_latency-*": "update"},
    ),
    Edit(
        "LogErrors.pattern",
        "change",
        lambda e: evolve(e, alarms=evolve(e.alarms, log_errors=LogErrors(pattern="ERROR", warning=1))),
        "The filter changes in place.",
        {"aws_cloudwatch_log_metric_filter.service_alarms_log_errors": "update"},
    ),
    Edit(
        "tracing",
        "to False",
        lambda e: evolve(e, tracing=False),
        "The service is deployed again. Its configuration and permission go.",
        {
            **service("observability_configuration_arn", "observability_enabled"),
            "aws_apprunner_observability_configuration.service_tracing": "destroy",
            "aws_iam_role_policy.service_tracing_policy": "destroy",
        },
    ),
    Edit(
        "tracing",
        "to True",
        lambda e: evolve(e, tracing=True),
        "The service is deployed again. Its configuration and permission are made first.",
        {
            **service("observability_configuration_arn", "observability_enabled"),
            "aws_apprunner_observability_configuration.service_tracing": "create",
            "aws_iam_role_policy.service_tracing_policy": "create",
        },
        base="plain",
    ),
    Edit(
        "deletion_protection",
        "to False",
        lambda e: evolve(e, deletion_protection=False, guard=LIFTED.guard),
        (
            "Terraform may destroy or replace the service from the next apply on. In production the "
            "logs are kept from then on."
        ),
        {"aws_cloudwatch_log_group.service_log_groups": "update"},
    ),
    Edit(
        "deletion_protection",
        "to True",
        lambda e: evolve(e, deletion_protection=True, guard=Production()),
        "Terraform refuses to destroy or replace the service and its log groups.",
        {"aws_cloudwatch_log_group.service_log_groups": "update"},
        base="lifted",
    ),
    Edit(
        "deletion_protection",
        "to False, with another service_name in the same apply",
        lambda e: evolve(e, deletion_protection=False, guard=LIFTED.guard, service_name="store"),
        (
            "The service is replaced, **and its logs are destroyed**. Lift the protection in an "
            "apply of its own."
        ),
        {
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "new before old",
            "aws_apprunner_custom_domain_association.*": "replace",
            "aws_apprunner_observability_configuration.service_tracing": "new before old",
            "aws_apprunner_service.service": "replace",
            "aws_apprunner_vpc_connector.vpc_connector": "new before old",
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "replace",
            "aws_cloudwatch_event_*": "replace",
            "aws_cloudwatch_log_group.service_log_groups": "destroy",
            "aws_cloudwatch_log_metric_filter.service_alarms_log_errors": "replace",
            "aws_cloudwatch_metric_alarm.*": "replace",
            "aws_iam_role.*": "replace",
            "aws_iam_role_policy.*": "replace",
            "aws_iam_role_policy_attachment.*": "replace",
            "aws_kms_key.service_alarms_topic_key": "update",
            "aws_route53_record.service_domain_shop_example_com_target": "update",
            "aws_route53_record.service_domain_shop_example_com_validation_*": "replace",
            "aws_scheduler_schedule.*": "replace",
            "aws_security_group.vpc_connector_security_group": "new before old",
            "aws_sns_topic.service_alarms_topic": "replace",
            "aws_sns_topic_policy.service_alarms_topic_policy": "replace",
            "aws_sns_topic_subscription.*": "replace",
            "aws_wafv2_web_acl_association.service_web_acl": "replace",
        },
    ),
    Edit(
        "kms_key_arn",
        "set",
        lambda e: evolve(e, kms_key_arn=account.KEY),
        (
            "The service is replaced, with another URL and another id: the old one is destroyed "
            "first. Its domains are associated anew."
        ),
        {
            "aws_apprunner_custom_domain_association.*": "replace",
            "aws_apprunner_service.service": "replace",
            "aws_cloudwatch_dashboard.service_alarms_dashboard": "update",
            "aws_cloudwatch_log_metric_filter.service_alarms_log_errors": "replace",
            "aws_cloudwatch_metric_alarm.*": "update",
            "aws_iam_role.service_log_retention_role": "update",
            "aws_iam_role_policy.service_log_retention_policy": "update",
            "aws_route53_record.service_domain_shop_example_com_target": "update",
            "aws_route53_record.service_domain_shop_example_com_validation_*": "replace",
            "aws_scheduler_schedule.*": "update",
            "aws_wafv2_web_acl_association.service_web_acl": "replace",
        },
        base="lifted",
    ),
    Edit(
        "kms_key_arn",
        "set, with deletion_protection",
        lambda e: evolve(e, kms_key_arn=account.KEY),
        "The plan stops.",
        error="Instance cannot be destroyed",
    ),
    Edit(
        "kms_key_arn",
        "unset",
        lambda e: evolve(e, kms_key_arn=None),
        "The service is replaced, with another URL and another id: the old one is destroyed first.",
        PRIVATE_REPLACED,
        base="private",
    ),
    Edit(
        "kms_key_arn",
        "change",
        lambda e: evolve(e, kms_key_arn=OTHER_KEY),
        "The service is replaced, with another URL and another id: the old one is destroyed first.",
        PRIVATE_REPLACED,
        base="private",
    ),
    Edit(
        "web_acl_arn",
        "change",
        lambda e: evolve(e, web_acl_arn=WEB_ACLS[1]),
        "The other web ACL is associated. For a moment the service has none.",
        {"aws_wafv2_web_acl_association.service_web_acl": "replace"},
    ),
    Edit(
        "web_acl_arn",
        "unset",
        lambda e: evolve(e, web_acl_arn=None),
        "The service has no web ACL any more.",
        {"aws_wafv2_web_acl_association.service_web_acl": "destroy"},
    ),
    Edit(
        "web_acl_arn",
        "set",
        lambda e: evolve(e, web_acl_arn=WEB_ACLS[0]),
        "The web ACL is associated.",
        {"aws_wafv2_web_acl_association.service_web_acl": "create"},
        base="plain",
    ),
    Edit(
        "access_role_arn",
        "set",
        lambda e: evolve(e, access_role_arn=account.ROLE),
        "The service is deployed again. It pulls its image with that role.",
        service("access_role_arn"),
    ),
    Edit(
        "instance_role_arn",
        "set",
        lambda e: evolve(e, instance_role_arn=account.ROLE, permissions=(), managed_policy_arns=()),
        "The service is deployed again. Its own role and the role's policies go after that.",
        {
            **service("instance_role_arn"),
            "aws_iam_role.service_instance_role": "destroy",
            "aws_iam_role_policy.service_allow_*": "destroy",
            "aws_iam_role_policy.service_secrets_policy": "destroy",
            "aws_iam_role_policy.service_tracing_policy": "destroy",
            "aws_iam_role_policy_attachment.*": "destroy",
        },
    ),
    Edit(
        "instance_role_arn",
        "unset",
        lambda e: evolve(e, instance_role_arn=None),
        "The service is deployed again. Its own role is made first.",
        {**service("instance_role_arn"), "aws_iam_role.service_instance_role": "create"},
        base="private",
    ),
    Edit(
        "managed_policy_arns",
        "reorder",
        lambda e: evolve(e, managed_policy_arns=POLICIES[::-1]),
        "Nothing changes.",
    ),
    Edit(
        "managed_policy_arns",
        "remove one",
        lambda e: evolve(e, managed_policy_arns=POLICIES[1:]),
        "That policy is detached.",
        {"aws_iam_role_policy_attachment.service_managed_policy_AmazonS3ReadOnlyAccess": "destroy"},
    ),
    Edit(
        "managed_policy_arns",
        "unset",
        lambda e: evolve(e, managed_policy_arns=()),
        "The policies are detached.",
        {"aws_iam_role_policy_attachment.*": "destroy"},
    ),
    Edit(
        "managed_policy_arns",
        "set",
        lambda e: evolve(e, managed_policy_arns=POLICIES[:1]),
        "The policy is attached.",
        {"aws_iam_role_policy_attachment.service_managed_policy_AmazonS3ReadOnlyAccess": "create"},
        base="plain",
    ),
    Edit(
        "permissions_boundary_arn",
        "unset",
        lambda e: evolve(e, permissions_boundary_arn=None),
        "The roles change in place.",
        {"aws_iam_role.*": "update"},
    ),
    Edit(
        "permissions_boundary_arn",
        "change",
        lambda e: evolve(e, permissions_boundary_arn=POLICIES[0]),
        "The roles change in place.",
        {"aws_iam_role.*": "update"},
    ),
    Edit(
        "permissions_boundary_arn",
        "set",
        lambda e: evolve(e, permissions_boundary_arn=POLICIES[0]),
        "The roles change in place.",
        {"aws_iam_role.*": "update"},
        base="plain",
    ),
    Edit(
        "role_path",
        "change",
        lambda e: evolve(e, role_path="/shop/"),
        (
            "The roles and their policies are replaced, the old ones first, and the service is deployed "
            "again. Until then the service has no permissions."
        ),
        {
            **service("instance_role_arn"),
            "aws_iam_role.*": "replace",
            "aws_iam_role_policy.*": "replace",
            "aws_iam_role_policy_attachment.*": "replace",
            "aws_scheduler_schedule.*": "update",
        },
    ),
    Edit(
        "tags",
        "add one",
        lambda e: evolve(e, tags={**e.tags, "owner": "web"}),
        "The tags change in place. Nothing is deployed.",
        {**service("tags_all"), **TAGGED},
    ),
    Edit(
        "tags",
        "rename one",
        lambda e: evolve(e, tags={"group": "shop", "cost": "web"}),
        "The tags change in place. Nothing is deployed.",
        {**service("tags", "tags_all"), **TAGGED},
    ),
    Edit("tags", "reorder", lambda e: evolve(e, tags=dict(reversed(e.tags.items()))), "Nothing changes."),
    Edit(
        "tags",
        "unset",
        lambda e: evolve(e, tags={}),
        "The tags change in place. Nothing is deployed.",
        {**service("tags", "tags_all"), **TAGGED},
    ),
    Edit(
        "guard",
        "unset",
        lambda e: evolve(e, guard=None),
        "Nothing changes while `deletion_protection` is on.",
    ),
    Edit(
        "guard",
        "unset, without protection",
        lambda e: evolve(e, guard=None),
        "The logs are no longer kept when the service goes.",
        {"aws_cloudwatch_log_group.service_log_groups": "update"},
        base="lifted",
    ),
    Edit(
        "guard",
        "set",
        lambda e: evolve(
            e,
            guard=Production(
                waive=dict.fromkeys(("min-instances", "alarms", "deletion-protection"), "A trial")
            ),
        ),
        "The logs are kept from then on. Nothing else changes.",
        {"aws_cloudwatch_log_group.service_log_groups": "update"},
        base="plain",
    ),
    Edit(
        "Production.waive",
        "set",
        lambda e: evolve(
            e,
            instance=e.instance,
            scaling=evolve(e.scaling, min_size=1),
            guard=Production(waive={"min-instances": "It is quiet"}),
        ),
        (
            "The plan shows the reason as the output `waived`; what the rule was about changes "
            "(here `min_size`)."
        ),
        {
            **service("auto_scaling_configuration_arn"),
            "aws_apprunner_auto_scaling_configuration_version.service_scaling_version": "new before old",
        },
    ),
]
