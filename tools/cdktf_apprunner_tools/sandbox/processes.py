"""The end of a process and of all processes it started."""

from __future__ import annotations

import signal

import psutil

PATIENCE_SECONDS = 15
"""Time for a process to end by itself: Terraform writes its state and releases its lock."""


def end(pid: int) -> None:
    """End a process and its children: first with SIGINT, so that Terraform can finish, then with SIGKILL."""
    try:
        root = psutil.Process(pid)
        family = [*root.children(recursive=True), root]
    except psutil.NoSuchProcess:
        return
    for process in family:
        _signal(process, signal.SIGINT)
    _, alive = psutil.wait_procs(family, timeout=PATIENCE_SECONDS)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=PATIENCE_SECONDS)


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
