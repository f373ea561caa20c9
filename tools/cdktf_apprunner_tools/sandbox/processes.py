"""The end of a process and of all processes it started."""

from __future__ import annotations

import signal
import time

import psutil

PATIENCE_SECONDS = 15
"""Time for a process to end by itself: Terraform writes its state and releases its lock."""
POLL_SECONDS = 0.05


def end(pid: int) -> None:
    """End a process and its children: first with SIGINT, so that Terraform can finish, then with SIGKILL."""
    try:
        root = psutil.Process(pid)
        family = [*root.children(recursive=True), root]
    except psutil.NoSuchProcess:
        return
    for process in family:
        _signal(process, signal.SIGINT)
    for process in _still_there(family):
        _signal(process, signal.SIGKILL)
    _still_there(family)


def _still_there(family: list[psutil.Process]) -> list[psutil.Process]:
    """Wait until all have ended, for some time; return the others. A zombie has ended."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (alive := [one for one in family if _runs(one)]) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return alive


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
