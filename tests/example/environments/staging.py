"""Staging: a version, before production runs it."""

from cdktf_apprunner import AutoScaling, CustomDomain, EcrImage, HealthCheck, LogRetention, Secret
from cdktf_apprunner.environments import Environment, S3State

environment = Environment(
    name="staging",
    region="eu-west-1",
    account_id="111122223333",
    backend=S3State(bucket="acme-terraform-state", key="shop/staging.tfstate", region="eu-west-1"),
    image=EcrImage("shop", tag="v1.4.2"),
    environment={"LOG_LEVEL": "info"},
    secrets={
        "DATABASE_PASSWORD": Secret.secrets_manager(
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/staging-AbCdEf", json_key="password"
        ),
    },
    start_command="node server.js --staging",
    scaling=AutoScaling(min_size=1, max_size=4),
    health_check=HealthCheck.http("/healthz"),
    domains=[CustomDomain("staging.shop.example.com", zone_name="shop.example.com", record_type="CNAME")],
    log_retention=LogRetention(days=30),
    tracing=True,
)
