"""Production: a version, two domains, a VPC, up to 20 instances, logs for a year, alarms."""

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AutoScaling,
    CustomDomain,
    EcrImage,
    HealthCheck,
    Instance,
    LogRetention,
    Secret,
)
from cdktf_apprunner.environments import Environment, Permission, Production, TerraformCloud, Vpc

environment = Environment(
    name="prod",
    region="eu-west-1",
    account_id="111122223333",
    backend=TerraformCloud(organization="acme", workspace="shop-prod"),
    image=EcrImage("shop", tag="v1.4.1"),
    environment={"LOG_LEVEL": "warning"},
    secrets={
        "DATABASE_PASSWORD": Secret.secrets_manager(
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/prod-AbCdEf", json_key="password"
        ),
        "PAYMENT_KEY": Secret.parameter("arn:aws:ssm:eu-west-1:111122223333:parameter/shop/prod/payment-key"),
    },
    permissions=[
        Permission(actions=["s3:GetObject", "s3:PutObject"], resources=["arn:aws:s3:::acme-shop-uploads/*"]),
    ],
    instance=Instance(cpu="2 vCPU", memory="4 GB"),
    scaling=AutoScaling(min_size=2, max_size=20, max_concurrency=80),
    health_check=HealthCheck.http("/healthz", interval=10, timeout=5, unhealthy_threshold=3),
    vpc=Vpc(
        vpc_id="vpc-0a1b2c3d4e5f60718", subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f607182a"]
    ),
    domains=[
        CustomDomain("shop.example.com", zone_name="shop.example.com", www=True),
        CustomDomain("shop.example.net"),  # DNS outside Route 53: the records are an output
    ],
    log_retention=LogRetention(days=365),
    alarms=Alarms(topic=AlarmTopic(emails=["shop-on-call@example.com"]), dashboard=True),
    deletion_protection=True,
    guard=Production(),
)
