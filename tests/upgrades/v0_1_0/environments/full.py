"""Every resource that a service with a public endpoint can have."""

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AutoScaling,
    CustomDomain,
    EcrImage,
    HealthCheck,
    Latency,
    LogErrors,
    LogRetention,
    Secret,
    Threshold,
)
from cdktf_apprunner.environments import Environment, LocalState, Permission, Vpc

environment = Environment(
    name="full",
    region="eu-west-1",
    account_id="111122223333",
    backend=LocalState(),
    image=EcrImage("shop", tag="v1.4.1", account_id="111122223333"),
    secrets={
        "DATABASE_PASSWORD": Secret.secrets_manager(
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/prod-AbCdEf", json_key="password"
        ),
    },
    permissions=[
        Permission(actions=["s3:GetObject"], resources=["arn:aws:s3:::acme-shop-uploads/*"]),
        Permission(actions=["s3:PutObject"], resources=["arn:aws:s3:::acme-shop-exports/*"]),
        Permission(actions=["sqs:SendMessage"], resources=["arn:aws:sqs:eu-west-1:111122223333:orders"]),
    ],
    managed_policy_arns=[
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess",
    ],
    scaling=AutoScaling(min_size=2, max_size=4),
    health_check=HealthCheck.http("/healthz"),
    vpc=Vpc(
        vpc_id="vpc-0a1b2c3d4e5f60718",
        subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f607182a"],
    ),
    domains=[
        CustomDomain("full.shop.example.com", zone_name="shop.example.com", www=True),
        CustomDomain("api.shop.example.com", zone_name="shop.example.com", record_type="CNAME"),
        CustomDomain("*.shop.example.net"),
    ],
    log_retention=LogRetention(days=14),
    alarms=Alarms(
        topic=AlarmTopic(emails=["one@example.com", "two.b+c@example.com"]),
        critical_topic=AlarmTopic(emails=["on-call@example.com"]),
        latency=Latency(warning=500, critical=2000),
        memory=Threshold(warning=70, critical=90),
        log_errors=LogErrors(warning=1, critical=100),
        dashboard=True,
    ),
    tracing=True,
    role_path="/shop/",
    tags={"team": "shop"},
)
