"""Trap 19, refused: with deletion protection neither a rename nor a destroy gets past the plan."""

import pytest

from tools.terraform import TerraformError

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("deletion")]


def test_a_protected_service_is_neither_replaced_nor_destroyed(ours):
    deployed = ours(deletion_protection=True, service_name="shop-one").apply()
    before = deployed.service["ServiceId"]
    ours(deletion_protection=True, service_name="shop-two")
    for command in (deployed.terraform.plan, deployed.terraform.destroy):
        with pytest.raises(TerraformError) as error:
            command()
        assert "Instance cannot be destroyed" in str(error.value)
        assert "aws_apprunner_service.service_" in str(error.value)
    assert deployed.service["ServiceId"] == before
    assert deployed.service["ServiceName"] == "shop-one"
