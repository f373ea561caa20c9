"""Roles: paths and managed policies."""

import pytest

from cdktf_apprunner import ConfigurationError, EcrImage
from tests.support import services
from tests.support.account import ROLE

POLICY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
OWN_POLICY = "arn:aws:iam::111122223333:policy/shop"


def web(scope, **arguments):
    return services.web(scope, source=EcrImage("shop", tag="v1"), **arguments)


def test_the_path_is_on_every_role(synth):
    roles = synth(lambda scope: web(scope, role_path="/apps/shop/")).all("aws_iam_role").values()
    assert [role["path"] for role in roles] == ["/apps/shop/"] * 3


def test_no_path_is_written_by_default(synth):
    assert all("path" not in role for role in synth(web).all("aws_iam_role").values())


def test_managed_policies_are_attached_before_the_service_runs(synth):
    made = synth(lambda scope: web(scope, managed_policy_arns=[POLICY, OWN_POLICY]))
    attached = made.all("aws_iam_role_policy_attachment")
    assert {item["policy_arn"] for item in attached.values()} == {POLICY, OWN_POLICY}
    needed = made.one("aws_apprunner_service")["depends_on"]
    assert {f"aws_iam_role_policy_attachment.{name}" for name in attached} <= set(needed)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"role_path": "apps"}, "role_path"),
        ({"role_path": "/apps"}, "role_path"),
        ({"managed_policy_arns": ["AmazonS3ReadOnlyAccess"]}, "managed_policy_arns"),
        ({"managed_policy_arns": [POLICY], "instance_role_arn": ROLE}, "managed_policy_arns"),
    ],
)
def test_refused(synth, arguments, field):
    with pytest.raises(ConfigurationError) as error:
        synth(lambda scope: web(scope, **arguments))
    assert [problem.field for problem in error.value.problems] == [field]
