"""A second private service of an account and region is a warning; synthesis goes on."""

import pytest

from cdktf_apprunner import PrivateIngress
from cdktf_apprunner.environments import LocalState, Registry, write
from cdktf_apprunner.environments._discovery import Loaded
from cdktf_apprunner.environments._private import warnings
from tests.support.account import ACCOUNT, REGION
from tests.support.environments import environment

PRIVATE = {"private_ingress": PrivateIngress(vpc_id="vpc-0a1b2c3d", vpc_endpoint_id="vpce-0a1b2c3d")}
FIRST = environment(name="dev", **PRIVATE)


@pytest.mark.parametrize(
    ("settings", "warned"),
    [
        (PRIVATE, True),
        ({}, False),
        ({**PRIVATE, "region": "eu-central-1"}, False),
        ({**PRIVATE, "account_id": "444455556666"}, False),
    ],
)
def test_the_second_one(settings, warned):
    second = environment(name="qa", **settings)
    assert warnings([FIRST, second], FIRST) == []
    found = [str(each) for each in warnings([FIRST, second], second)]
    assert bool(found) is warned
    if warned:
        assert found[0].startswith(
            f"private_ingress: got 'vpc-0a1b2c3d'; dev has one in {ACCOUNT}, {REGION} too; "
        )


def test_synthesis_prints_it_and_goes_on(tmp_path, capsys):
    registry = Registry(repository_name="shop", region=REGION, account_id=ACCOUNT, backend=LocalState())
    write(Loaded(registry, [FIRST, environment(name="qa", **PRIVATE)]), tmp_path / "out")
    assert "qa: warning: private_ingress: got" in capsys.readouterr().err
    assert (tmp_path / "out/stacks/qa/cdk.tf.json").exists()
