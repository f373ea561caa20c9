"""How large one instance is."""

from __future__ import annotations

import re

from attrs import field, frozen

from cdktf_apprunner.errors import Problem, report
from cdktf_apprunner.limits import CPU, CPU_UNITS, MEMORY_OF_CPU, MEMORY_UNITS, is_token


def _units(value: str | int, unit: str) -> str:
    """Write AWS's spellings as the API returns them: ``"1 vCPU"`` is ``"1024"``."""
    if is_token(value):
        return str(value) if isinstance(value, str) else value  # type: ignore[return-value]  # CDKTF's number
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
        problems = []
        sizes = MEMORY_OF_CPU.get(self.cpu, tuple(map(str, MEMORY_UNITS.values)))
        if CPU_UNITS.check("cpu", self.cpu):
            allowed = f"allowed are {', '.join(CPU.values())}"
            problems.append(Problem("cpu", self.cpu, allowed, page=CPU_UNITS.page))
        if not is_token(self.memory) and self.memory not in sizes:
            whose = f"{CPU[self.cpu]} goes with" if self.cpu in CPU else "allowed are"
            allowed = f"{whose} {', '.join(f'{int(size) / 1024:g} GB' for size in sizes)}"
            problems.append(Problem("memory", self.memory, allowed, page=MEMORY_UNITS.page))
        report(problems)

    def __str__(self) -> str:
        if is_token(self.cpu) or is_token(self.memory):
            return "known after apply"
        return f"{int(self.cpu) / 1024:g} vCPU, {int(self.memory) / 1024:g} GB"
