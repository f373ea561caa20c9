"""Development: App Runner deploys every push of the tag ``dev``."""

from cdktf_apprunner import AutoScaling, EcrImage, HealthCheck, Instance, LogRetention, Rollout
from cdktf_apprunner.environments import Environment, LocalState

environment = Environment(
    name="dev",
    region="eu-west-1",
    account_id="111122223333",
    backend=LocalState(),
    image=EcrImage("shop", tag="dev", rollout=Rollout.ON_PUSH),
    environment={"LOG_LEVEL": "debug"},
    instance=Instance(cpu="0.25 vCPU", memory="0.5 GB"),
    scaling=AutoScaling(min_size=1, max_size=2),
    health_check=HealthCheck.http("/healthz"),
    log_retention=LogRetention(days=7),
)
