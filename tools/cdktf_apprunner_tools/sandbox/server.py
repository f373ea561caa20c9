"""The process of one sandbox; it ends when the process that started it ends.

The parent writes a token and the settings to the standard input of this process, keeps the input open and may
write ``guard PID`` to it. When the input ends, for any reason, this process first ends the guarded process
with all its children, then itself.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading

os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # moto reads this when it is imported

from werkzeug.serving import make_server

from cdktf_apprunner_tools.sandbox.api import Application
from cdktf_apprunner_tools.sandbox.control import settings_of
from cdktf_apprunner_tools.sandbox.door import Door
from cdktf_apprunner_tools.sandbox.processes import end
from cdktf_apprunner_tools.sandbox.runs.runner import RUNNER

TICK_SECONDS = 0.05


def main() -> int:
    """Serve until the standard input ends."""
    port = int(sys.argv[1])
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    given = json.loads(sys.stdin.readline())
    try:
        application = Application(settings_of(given["settings"]))
    except ValueError as error:
        print(error, flush=True)
        return 1
    try:
        server = make_server("127.0.0.1", port, Door(application, given["token"]), threaded=True)
    except OverflowError:
        print(f"a port is a number from 0 to 65535, not {port}", flush=True)
        return 1
    except (OSError, SystemExit):
        print(f"port {port} is in use; choose another", flush=True)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    listener = RUNNER.open(f"http://127.0.0.1:{server.server_port}")
    stopped = threading.Event()
    threading.Thread(target=_keep_time, args=(application, stopped), daemon=True).start()
    print(f"ready {server.server_port} {listener.port}", flush=True)
    guarded: list[int] = []
    for line in sys.stdin:
        if line.startswith("guard "):
            guarded.append(int(line.split()[1]))
    for pid in guarded:
        end(pid)
    stopped.set()
    server.shutdown()
    RUNNER.close()
    return 0


def _keep_time(application: Application, stopped: threading.Event) -> None:
    while not stopped.wait(TICK_SECONDS):
        try:
            application.tick()
            services = [
                one for region in list(application.regions.values()) for one in region.services.values()
            ]
            RUNNER.keep(one.arn for one in services if one.record["Status"] != "DELETED")
        except Exception:
            logging.exception("a tick failed")


if __name__ == "__main__":
    sys.exit(main())
