"""The size of an instance: its spellings, and what a mistake shows."""

import pytest

from cdktf_apprunner import ConfigurationError, Instance


@pytest.mark.parametrize(
    ("cpu", "memory", "units"),
    [
        ("0.25 vCPU", "0.5 GB", ("256", "512")),
        ("1vCPU", "2GB", ("1024", "2048")),
        (1024, 2048, ("1024", "2048")),
        ("4096", "12 GB", ("4096", "12288")),
    ],
)
def test_spellings(cpu, memory, units):
    made = Instance(cpu=cpu, memory=memory)
    assert (made.cpu, made.memory) == units


@pytest.mark.parametrize(
    ("settings", "written"),
    [
        ({"cpu": "9 vCPU"}, "cpu: got '9 vCPU'; allowed are 0.25 vCPU"),
        ({"cpu": "1 vcpu"}, "cpu: got '1 vcpu'; allowed are"),
        ({"cpu": 1000}, "cpu: got 1000; allowed are"),
        ({"memory": "8 GB"}, "memory: got '8 GB'; 1 vCPU goes with 2 GB, 3 GB, 4 GB"),
        ({"cpu": "2 vCPU", "memory": 1024}, "memory: got 1024; 2 vCPU goes with 4 GB, 6 GB"),
        ({"cpu": None}, "cpu: got None; allowed are"),
        ({"memory": ["2 GB"]}, "memory: got ['2 GB']; 1 vCPU goes with"),
    ],
)
def test_a_mistake_is_shown_as_it_was_written(settings, written):
    with pytest.raises(ConfigurationError) as raised:
        Instance(**settings)
    assert written in str(raised.value)
