"""Lookups of existing resources by name."""

from cdktf_apprunner import lookups
from tests.support.services import web


def test_lookups_by_name(synth):
    made = synth(
        lambda scope: web(
            scope,
            instance_role_arn=lookups.role_arn(scope, "own"),
            kms_key_arn=lookups.key_arn(scope, "alias/shop"),
            web_acl_arn=lookups.web_acl_arn(scope, "shop"),
        )
    )
    assert made.one("data.aws_iam_role") == {"name": "own"}
    assert made.one("data.aws_kms_key") == {"key_id": "alias/shop"}
    assert made.one("data.aws_wafv2_web_acl") == {"name": "shop", "scope": "REGIONAL"}
    service = made.one("aws_apprunner_service")
    assert service["instance_configuration"]["instance_role_arn"].startswith("${data.aws_iam_role.")
    assert service["encryption_configuration"]["kms_key"].startswith("${data.aws_kms_key.")
