"""The process of one sandbox; it ends when the process that started it ends.

The parent keeps the standard input of this process open and may write ``guard PID`` to it. When the input
ends, for any reason, this process first ends the guarded process with all its children, then itself.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # moto reads this when it is imported

import psutil
from werkzeug.serving import make_server

from cdktf_apprunner_tools.sandbox.api import Application
from cdktf_apprunner_tools.sandbox.settings import Settings

TICK_SECONDS = 0.05
PATIENCE_SECONDS = 15
"""Time for a guarded process to end by itself: Terraform writes its state and releases its lock."""


def main() -> int:
    """Serve until the standard input ends."""
    port = int(sys.argv[1])
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = Application(Settings(account_id=sys.argv[2]))
    try:
        server = make_server("127.0.0.1", port, application, threaded=True)
    except (OSError, SystemExit):
        print(f"port {port} is in use; choose another", flush=True)
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


if __name__ == "__main__":
    sys.exit(main())
