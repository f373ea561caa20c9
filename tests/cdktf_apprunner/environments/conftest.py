"""A folder of environments, and the stack of one."""

import pytest

from cdktf_apprunner.environments._stacks import ServiceStack
from tests.support.environments import DEV, REGISTRY, environment
from tests.support.synthesized import Synthesized


@pytest.fixture
def folder(tmp_path):
    """An environments folder with a registry and dev."""
    (tmp_path / "registry.py").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "dev.py").write_text(DEV, encoding="utf-8")
    return tmp_path


@pytest.fixture
def stack():
    """Synthesize the stack of an environment; arguments are an `Environment`'s."""

    def make(**settings):
        from cdktf import Testing

        return Synthesized(Testing.synth(ServiceStack(Testing.app(), environment(**settings))))

    return make
