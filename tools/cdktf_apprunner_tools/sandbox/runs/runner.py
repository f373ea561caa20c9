"""The services that run: their instances, health checks, log lines, addresses and metrics."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field

from cdktf_apprunner_tools.sandbox.apprunner.service import NotYet, Service, runtime_values
from cdktf_apprunner_tools.sandbox.runs import commands, secrets
from cdktf_apprunner_tools.sandbox.runs.health import SHORTEST_INTERVAL, Check, Health, State, Watch
from cdktf_apprunner_tools.sandbox.runs.instance import GRACE_SECONDS, Instance
from cdktf_apprunner_tools.sandbox.runs.listener import Listener, Measured

DEFAULT_PORT = "8080"
LOOPBACK = ("127.0.0.1", "localhost")
LINES = 10_000
"""The most lines that wait for the log group; an application that writes more loses the oldest."""


class Rollout:
    """One version of an application: an instance, and the next one when that ends or becomes unhealthy.

    App Runner replaces such an instance without a line in the logs (aws/apprunner-roadmap#100).
    """

    def __init__(self, command: str, check: Check, environment: Mapping[str, str]) -> None:
        self.check = check
        self.lines: deque[tuple[str, str]] = deque(maxlen=LINES)
        """What its instances wrote: the id of the instance, and a line."""
        self.outcome: State | None = None
        """Whether the first instance became healthy; ``None`` as long as that isn't known."""
        self.exit_code: int | None = None
        self._command = command
        self._environment = environment
        self._stopped = threading.Event()
        self.instance = self._instance()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _instance(self) -> Instance:
        name = uuid.uuid4().hex
        return Instance(
            self._command,
            self.check.port,
            self._environment,
            lambda line: self.lines.append((name, line)),
        )

    @property
    def alive(self) -> bool:
        """Whether anything of it still runs."""
        return self._thread.is_alive()

    def stop(self, *, wait: bool = False) -> None:
        """End it, now or soon."""
        self._stopped.set()
        if wait:
            self._thread.join(timeout=2 * GRACE_SECONDS)

    def _run(self) -> None:
        try:
            while not self._stopped.is_set() and self.outcome in (None, State.HEALTHY):
                self._watch()
        except Exception:
            logging.exception("the sandbox failed to run %s", self._command)
            self.outcome = State.UNHEALTHY
        finally:
            self.instance.stop()

    def _watch(self) -> None:
        """Look after one instance until it ends, then start another if the first one was healthy."""
        watch = Watch(self.instance, Health(self.check))
        while (state := watch.look()) not in (State.ENDED, State.UNHEALTHY):
            if state is State.HEALTHY:
                self.outcome = state
            if self._stopped.wait(self.check.interval if watch.health.counted else SHORTEST_INTERVAL):
                return
        self.instance.stop()
        self.exit_code = self.instance.exit_code
        if self.outcome is None:
            self.outcome = state
        elif not self._stopped.wait(self.check.interval):
            self.instance = self._instance()


@define(eq=False)
class Running:
    """A service with a command."""

    service: Service
    listener: Listener = field(init=False)
    """Serves only this service, at its loopback address."""
    measured: Measured = field(factory=Measured)
    current: Rollout | None = None
    coming: Rollout | None = None
    rollouts: list[Rollout] = field(factory=list)
    """All that are alive or have lines that aren't in the log group yet."""
    _published: float = field(factory=time.monotonic)

    def __attrs_post_init__(self) -> None:
        self.listener = Listener(self._find, self.service.record["ServiceUrl"])

    def _find(self, host: str) -> Running | None:
        """Return this service for a loopback host; a page in a browser could use another for its own ends."""
        return self if self.serves and host in LOOPBACK else None

    @property
    def serves(self) -> bool:
        """Whether requests reach an instance."""
        return self.current is not None and self.service.record["Status"] not in ("PAUSED", "DELETED")

    @property
    def port(self) -> int:
        """The local port of the instance."""
        assert self.current is not None
        return self.current.instance.port

    @property
    def hosts(self) -> list[str]:
        """The hosts at which the internet reaches the service."""
        record = self.service.record
        if not record["NetworkConfiguration"]["IngressConfiguration"]["IsPubliclyAccessible"]:
            return []
        active = [domain for domain in self.service.domains.values() if domain["Status"] == "ACTIVE"]
        www = [f"www.{domain['DomainName']}" for domain in active if domain["EnableWWWSubdomain"]]
        return [record["ServiceUrl"], *(domain["DomainName"] for domain in active), *www]

    def log(self) -> None:
        """Write what the instances wrote to the application log group."""
        for rollout in list(self.rollouts):
            ended = not rollout.alive
            while rollout.lines:
                instance, line = rollout.lines.popleft()
                if line:  # CloudWatch takes no empty one
                    self.service.log("application", line, instance)
            if ended:
                self.rollouts.remove(rollout)

    def metrics(self, minute: float) -> dict[str, list[float]]:
        """Return the metrics of the last minute if it is over."""
        if not self.serves or time.monotonic() - self._published < minute:
            return {}
        self._published = time.monotonic()
        return {"ActiveInstances": [1.0], **self.measured.take()}

    def stop(self) -> None:
        """Stop all instances, in the background."""
        for rollout in self.rollouts:
            rollout.stop()
        self.current = self.coming = None

    def close(self) -> None:
        """Stop all instances and the listener, in the background."""
        self.stop()
        self.listener.close()


class Runner:
    """The running services of one sandbox."""

    def __init__(self) -> None:
        self.endpoint = ""
        """Address of the sandbox, for applications that call AWS."""
        self.listener: Listener | None = None
        self._running: dict[str, Running] = {}

    def deploy(self, service: Service) -> str | None:
        """Start what stands for the source of a service; return the reason if it fails.

        Raises
        ------
        NotYet
            As long as that isn't known; call it again then.
        """
        command = commands.chosen(service.region.settings.runs, service.record["SourceConfiguration"])
        if command is None:
            if found := self._running.get(service.arn):
                found.stop()
            return None
        if service.arn not in self._running:
            self._running[service.arn] = Running(service)
        running = self._running[service.arn]
        if running.coming is None:
            return self._start(running, command)
        if running.coming.outcome is None:
            raise NotYet
        return self._decide(running)

    def _start(self, running: Running, command: str) -> str | None:
        service = running.service
        environment, lacking = self._environment(service)
        if lacking:
            return f"{lacking} has no value"
        values = runtime_values(service.record["SourceConfiguration"])
        check = Check(
            service.record["HealthCheckConfiguration"],
            int(values.get("Port") or DEFAULT_PORT),
            service.region.settings.rate_seconds,
        )
        # This and the other lines: aws/apprunner-roadmap#128 and #210; logs of 2026 name the protocol too
        service.log("service", "[AppRunner] Provisioning instances and deploying image.")
        running.coming = Rollout(command, check, environment)
        running.rollouts.append(running.coming)
        service.log("service", f"[AppRunner] Performing health check on {check.described}.")
        raise NotYet

    def _decide(self, running: Running) -> str | None:
        """Replace the older version by a healthy one, or give up one that isn't healthy."""
        coming, running.coming = running.coming, None
        assert coming is not None
        running.log()
        log = running.service.log
        if coming.outcome is State.HEALTHY:
            log("service", "[AppRunner] Health check is successful. Routing traffic to application.")
            older, running.current = running.current, coming
            if older:
                older.stop()
            log("service", "[AppRunner] Successfully routed incoming traffic to application.")
            return None
        if coming.outcome is State.ENDED:
            log(
                "service",
                "[AppRunner] Your application stopped or failed to start. See logs for more information.  "
                f"Container exit code: {coming.exit_code}",
            )
        described = coming.check.described.replace(" [Path", "[Path")  # unlike the line of the start
        log(
            "service",
            f"[AppRunner] Health check failed on {described}. Check your configured port number. "
            "For more information, see the application logs.",
        )
        return "Health check failed."

    def _environment(self, service: Service) -> tuple[dict[str, str], str]:
        """Return the variables of an instance, and the first secret without a value.

        They lead calls of AWS to the sandbox: an application must never reach the real AWS by accident.
        """
        region = service.region
        values = runtime_values(service.record["SourceConfiguration"])
        environment = {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": region.account_id,
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "AWS_REGION": region.name,
            "AWS_DEFAULT_REGION": region.name,
            **(values.get("RuntimeEnvironmentVariables") or {}),
        }
        for name, reference in sorted((values.get("RuntimeEnvironmentSecrets") or {}).items()):
            value = secrets.value(region.account_id, region.name, reference)
            if value is None:
                return {}, name
            environment[name] = value
        return environment, ""

    def runs(self, service: Service) -> bool:
        """Whether a command stands for the source of a service."""
        return (
            commands.chosen(service.region.settings.runs, service.record["SourceConfiguration"]) is not None
        )

    def tick(self, service: Service) -> dict[str, list[float]]:
        """Write log lines, stop what is paused or deleted, and return the metrics that are due."""
        running = self._running.get(service.arn)
        if running is None:
            return {}
        running.log()
        if service.record["Status"] == "PAUSED":
            running.stop()
        return running.metrics(service.region.settings.rate_seconds)

    def keep(self, arns: Iterable[str]) -> None:
        """Stop all other services."""
        for arn in set(self._running) - set(arns):
            self._running.pop(arn).close()

    def find(self, host: str) -> Running | None:
        """Return the service that runs at a host."""
        parent = f"*.{host.partition('.')[2]}"
        return next((one for one in self._serving() if {host, parent} & set(one.hosts)), None)

    def _serving(self) -> list[Running]:
        return [running for running in list(self._running.values()) if running.serves]

    def urls(self) -> list[dict[str, Any]]:
        """Return the addresses of each service that runs."""
        assert self.listener is not None
        return [
            {
                "service": running.service.record["ServiceName"],
                "arn": running.service.arn,
                "hosts": running.hosts,
                "connect_to": f"127.0.0.1:{self.listener.port}",
                "url": f"http://127.0.0.1:{running.listener.port}",
            }
            for running in self._serving()
        ]

    def open(self, endpoint: str) -> Listener:
        """Listen for requests to the services."""
        self.endpoint = endpoint
        self.listener = Listener(self.find)
        return self.listener

    def close(self) -> None:
        """End all instances."""
        rollouts = [rollout for running in self._running.values() for rollout in running.rollouts]
        for rollout in rollouts:
            rollout.stop()
        for rollout in rollouts:
            rollout.stop(wait=True)


RUNNER = Runner()
"""The runner of this process, as moto's backends are those of this process."""
