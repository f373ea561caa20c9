"""One instance: a command in a process group of its own, which never outlives the sandbox."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping

import psutil

from cdktf_apprunner_tools.sandbox.runs.commands import with_ports

BASE = ("PATH", "HOME", "LANG")
"""The variables of the sandbox's own environment that an instance gets."""
GRACE_SECONDS = 3
"""Time between SIGTERM and SIGKILL; nobody outside AWS knows App Runner's."""
WRAPPER = """
exec 3<&0 4>&2 </dev/null 2>/dev/null
trap again=1 TERM
{ read _ <&3; kill -KILL 0; } & guard=$!
sh -c "trap : TERM; $1" 2>&4 3<&- 4>&- & command=$!
wait $command; code=$?
while [ "$again" ]; do again=; wait $command; code=$?; done
kill -KILL $guard
exit $code
"""
"""Runs the command; kills it as soon as nobody holds the other end of the standard input.

A shell ends at once at SIGTERM, unless it has a trap; it must wait for the application to end.
"""


class Instance:
    """A started command.

    Parameters
    ----------
    command
        What ``sh`` runs, with `PORT` placeholders.
    port
        The port of the service, where App Runner expects the application.
    environment
        Variables besides `BASE` and ``PORT``.
    write
        Gets each line that it writes, to standard output or standard error.
    """

    def __init__(
        self, command: str, port: int, environment: Mapping[str, str], write: Callable[[str], None]
    ) -> None:
        self._ports: dict[int, int] = {}
        self.port = self._local(port)
        # "the default environment variable, PORT":
        # https://docs.aws.amazon.com/apprunner/latest/dg/config-file-ref.html
        variables = {name: os.environ[name] for name in BASE if name in os.environ}
        variables |= {**environment, "PORT": str(self.port)}
        self._process = subprocess.Popen(
            ["sh", "-c", WRAPPER, "sh", with_ports(command, port, self._local)],
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, args=(write,), daemon=True)
        self._reader.start()

    def _local(self, port: int) -> int:
        """Return the local port that stands for a port in the container."""
        if port not in self._ports:
            with socket.socket() as probe:
                probe.bind(("", 0))
                self._ports[port] = probe.getsockname()[1]
        return self._ports[port]

    def _read(self, write: Callable[[str], None]) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                write(line.decode(errors="replace").rstrip("\r\n"))

    @property
    def exit_code(self) -> int | None:
        """The exit code, after everything that it wrote was read; ``None`` while it runs."""
        code = self._process.poll()
        if code is not None:
            self._reader.join(timeout=1)  # a process that it left behind may hold the output open
        return code

    def listens(self) -> bool:
        """Whether any of its processes listens on any port, so that it has started."""
        try:
            family = psutil.Process(self._process.pid).children(recursive=True)
            return any(
                connection.status == psutil.CONN_LISTEN
                for process in family
                for connection in process.net_connections("tcp")
            )
        except psutil.Error:
            return False

    def stop(self) -> None:
        """End it with all its processes."""
        self._signal(signal.SIGTERM)
        end = time.monotonic() + GRACE_SECONDS
        while self._process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        self._signal(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):  # macOS: PermissionError for a group of zombies
            return
