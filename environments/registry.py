"""The container registry that all environments share: ``cdktf deploy registry`` comes first."""

from environments.backends import LocalState
from environments.environment import Registry

registry = Registry(
    repository_name="shop",
    region="eu-west-1",
    account_id="111122223333",
    backend=LocalState(),
    keep_tagged=100,
)
