"""How large one instance is."""

from __future__ import annotations

import re

from attrs import field, frozen

from cdktf_apprunner.errors import Problem, report
from cdktf_apprunner.limits import API, CPU, MEMORY_OF_CPU, is_token


def _units(value: str | int, unit: str) -> str:
    """Write AWS's spellings as the API returns them: ``"1 vCPU"`` is ``"1024"``."""
    text = str(value).strip()
    match = re.fullmatch(rf"(\d+(?:\.\d+)?)\s*{unit}", text)
    return str(round(float(match[1]) * 1024)) if match else text


def _cpu_units(value: str | int) -> str:
    return _units(value, "vCPU")


def _memory_units(value: str | int) -> str:
    return _units(value, "GB")


@frozen
class Instance:
    """Virtual CPU and memory of each instance.

    Parameters
    ----------
    cpu
        ``"0.25 vCPU"``, ``"0.5 vCPU"``, ``"1 vCPU"`` (default), ``"2 vCPU"``, ``"4 vCPU"``, or 256 to
        4096 units.
    memory
        ``"0.5 GB"`` to ``"12 GB"``, or 512 to 12288 MB; default ``"2 GB"``. Only some pairs exist.

    Raises
    ------
    ConfigurationError
        When the size doesn't exist or the two don't pair.

    Examples
    --------
    >>> Instance(cpu="2 vCPU", memory="4 GB").memory
    '4096'

    See https://docs.aws.amazon.com/apprunner/latest/api/API_InstanceConfiguration.html
    """

    cpu: str = field(default="1 vCPU", converter=_cpu_units)
    memory: str = field(default="2 GB", converter=_memory_units)

    def __attrs_post_init__(self) -> None:
        page = f"{API}/API_InstanceConfiguration.html"
        if is_token(self.cpu) or is_token(self.memory):
            return
        if self.cpu not in CPU:
            report([Problem("cpu", self.cpu, f"allowed are {', '.join(CPU.values())}", page=page)])
        elif self.memory not in MEMORY_OF_CPU[self.cpu]:
            pairs = ", ".join(f"{int(memory) / 1024:g} GB" for memory in MEMORY_OF_CPU[self.cpu])
            report([Problem("memory", self.memory, f"{CPU[self.cpu]} goes with {pairs}", page=page)])

    def __str__(self) -> str:
        if is_token(self.cpu) or is_token(self.memory):
            return "known after apply"
        return f"{int(self.cpu) / 1024:g} vCPU, {int(self.memory) / 1024:g} GB"
