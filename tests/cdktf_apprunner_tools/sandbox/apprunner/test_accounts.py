"""Accounts and sandboxes are separate."""

import pytest

from cdktf_apprunner_tools.sandbox import Sandbox

pytestmark = pytest.mark.slow


def test_two_sandboxes_do_not_see_each_other(client, create):
    create()
    with Sandbox() as other:
        assert (
            other.client("apprunner", account_id=client.account_id).list_services()["ServiceSummaryList"]
            == []
        )


def test_accounts_are_separate(sandbox, client, create):
    create()
    other = sandbox.client("apprunner", account_id="999988887777")
    assert other.list_services()["ServiceSummaryList"] == []
    identity = sandbox.client("sts", account_id="999988887777").get_caller_identity()
    assert identity["Account"] == "999988887777"
