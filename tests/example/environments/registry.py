"""The container registry that all environments share. Deploy it first: ``cdktf deploy registry``."""

from cdktf_apprunner.environments import LocalState, Registry

registry = Registry(
    repository_name="shop",
    region="eu-west-1",
    account_id="111122223333",
    backend=LocalState(),
    protected_tags=["v*"],
    keep_tagged=100,
)
