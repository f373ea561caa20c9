"""The size of an instance."""

from __future__ import annotations

import re

from attrs import field, frozen

from cdktf_apprunner.checks.errors import Problem, report
from cdktf_apprunner.checks.limits import CPU, CPU_UNITS, MEMORY_OF_CPU, MEMORY_UNITS
from cdktf_apprunner.checks.tokens import is_token


def _units(value: str | int, unit: str) -> str:
    """Convert a size to the units that the API returns: ``"1 vCPU"`` becomes ``"1024"``."""
    if is_token(value):
        return str(value) if isinstance(value, str) else value  # type: ignore[return-value]  # a number token
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
        ``"0.5 GB"`` to ``"12 GB"``, or 512 to 12288 MB; default ``"2 GB"``. AWS offers only some
        pairs of CPU and memory.

    Raises
    ------
    ConfigurationError
        When AWS doesn't offer a size or the pair.

    Examples
    --------
    >>> Instance(cpu="2 vCPU", memory="4 GB").memory
    '4096'

    See https://docs.aws.amazon.com/apprunner/latest/api/API_InstanceConfiguration.html
    """

    cpu: str = field(default="1 vCPU", converter=_cpu_units)
    memory: str = field(default="2 GB", converter=_memory_units)

    def __attrs_pre_init__(self, cpu: str | int = "1 vCPU", memory: str | int = "2 GB") -> None:
        """Check the values as they were written, before they become units."""
        problems = []
        cpu_units, memory_units = _cpu_units(cpu), _memory_units(memory)
        sizes = MEMORY_OF_CPU.get(cpu_units, tuple(map(str, MEMORY_UNITS.values)))
        if CPU_UNITS.check("cpu", cpu_units):
            allowed = f"allowed are {', '.join(CPU.values())}"
            problems.append(Problem("cpu", cpu, allowed, page=CPU_UNITS.page))
        if not is_token(memory_units) and memory_units not in sizes:
            beginning = f"{CPU[cpu_units]} goes with" if cpu_units in CPU else "allowed are"
            allowed = f"{beginning} {', '.join(f'{int(size) / 1024:g} GB' for size in sizes)}"
            problems.append(Problem("memory", memory, allowed, page=MEMORY_UNITS.page))
        report(problems)

    def __str__(self) -> str:
        if is_token(self.cpu) or is_token(self.memory):
            return "known after apply"
        return f"{int(self.cpu) / 1024:g} vCPU, {int(self.memory) / 1024:g} GB"
