"""Run a command and measure it with all the processes it starts."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
from attrs import frozen


@frozen
class Run:
    """The times of one run."""

    wall_seconds: float
    cpu_seconds: float


@frozen
class Measured:
    """The median times of several runs, and the peak memory of one more: watching memory takes time."""

    name: str
    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float
    runs: list[Run]


def measure(
    name: str,
    command: Sequence[str],
    *,
    folder: Path,
    variables: Callable[[], dict[str, str]],
    runs: int,
    warm: bool,
) -> Measured:
    """Run a command several times, each time with new variables, and return the medians.

    A warm command first runs once without measurement, so that caches are filled.
    """
    if warm:
        _run(command, folder, variables())
    done = [_run(command, folder, variables()) for _ in range(runs)]
    peak = [0]
    _run(command, folder, variables(), peak)
    return Measured(
        name,
        statistics.median(run.wall_seconds for run in done),
        statistics.median(run.cpu_seconds for run in done),
        peak[0] / 1e6,
        done,
    )


def _run(
    command: Sequence[str], folder: Path, variables: dict[str, str], peak: list[int] | None = None
) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **variables, "PYTHONDONTWRITEBYTECODE": ""},  # Python's default
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if peak is not None:
        threading.Thread(target=_watch, args=(process.pid, peak), daemon=True).start()
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode()}")
    return Run(wall, used.ru_utime + used.ru_stime)


def _watch(pid: int, peak: list[int]) -> None:
    """Keep the highest sum of resident memory of the process and its children."""
    try:
        root = psutil.Process(pid)
        while root.status() != psutil.STATUS_ZOMBIE:
            total = 0
            for process in [root, *root.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            peak[0] = max(peak[0], total)
            time.sleep(0.02)
    except psutil.Error:
        return
