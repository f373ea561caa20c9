"""A service built from source code, through a new connection, behind a firewall."""

from cdktf_apprunner import CodeRepository
from cdktf_apprunner.environments import Environment, LocalState

environment = Environment(
    name="code",
    region="eu-west-1",
    account_id="111122223333",
    backend=LocalState(),
    image=CodeRepository(
        "https://github.com/acme/shop", connection="acme-github", runtime="NODEJS_22", build_command="npm ci"
    ),
    start_command="node server.js",
    web_acl_arn="arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/12345678-1234-1234-1234-123456789012",
)
