"""The process that serves one sandbox: it ends when whoever started it does.

Whoever started it holds its standard input open, and may write ``guard PID`` there: when the input ends,
however that came about, the guarded process and all it started are ended first, then this one.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # read when moto is imported

import psutil
from werkzeug.serving import make_server

from tools.sandbox.api import Application
from tools.sandbox.settings import Settings

TICK_SECONDS = 0.05
PATIENCE_SECONDS = 15
"""How long a guarded process has to end by itself: Terraform then writes its state and lets its lock go."""


def main() -> int:
    """Serve until the standard input ends."""
    port = int(sys.argv[1])
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = Application(Settings(account_id=sys.argv[2]))
    try:
        server = make_server("127.0.0.1", port, application, threaded=True)
    except (OSError, SystemExit):
        print(f"port {port} is in use", flush=True)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stopped = threading.Event()
    threading.Thread(target=_keep_time, args=(application, stopped), daemon=True).start()
    print(f"ready {server.server_port}", flush=True)
    guarded: list[int] = []
    for line in sys.stdin:
        if line.startswith("guard "):
            guarded.append(int(line.split()[1]))
    for pid in guarded:
        end(pid)
    stopped.set()
    server.shutdown()
    return 0


def _keep_time(application: Application, stopped: threading.Event) -> None:
    while not stopped.wait(TICK_SECONDS):
        try:
            application.tick()
        except Exception:
            logging.exception("a tick failed")


def end(pid: int) -> None:
    """End a process and all it started: asked first, so that Terraform can finish, then by force."""
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


if __name__ == "__main__":
    sys.exit(main())
