"""An environment with fifteen mistakes of different kinds."""

from cdktf_apprunner import Alarms, AutoScaling, CustomDomain, EcrImage, HealthCheck, Instance, LogRetention
from cdktf_apprunner.environments import Environment, LocalState, Production, Vpc

environment = Environment(
    name="prod",
    region="eu-north-1",
    account_id="111122223333",
    backend=LocalState(),
    image=EcrImage("Shop", tag="v1.4.2"),
    port=80800,
    start_command="gunicorn --bind 0.0.0.0:${PORT}",
    environment={
        "PORT": "8080",
        "DATABASE_URL": "postgres://shop:hunter2@db.example.com/shop",
    },
    secrets={
        "API_KEY": "hunter3",
    },
    instance=Instance(cpu="1 vCPU", memory="8 GB"),
    scaling=AutoScaling(min_size=5, max_size=4),
    health_check=HealthCheck.http("healthz"),
    vpc=Vpc(vpc_id="vpc-0a1b2c3d", subnet_ids=["10.0.1.0/24"]),
    domains=[CustomDomain("shop_1.example.com")],
    log_retention=LogRetention(days=31),
    tags={"Environment": "prod"},
    alarms=Alarms(topic="arn:aws:sns:eu-west-1:111122223333:on-call"),
    deletion_protection=True,
    guard=Production(waive={"log-retention": "  "}),
)
