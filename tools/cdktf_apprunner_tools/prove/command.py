"""``cdktf-apprunner prove``: the scenarios against the local AWS, or against a real account."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TextIO

import click
from botocore.exceptions import BotoCoreError, ClientError

from cdktf_apprunner_tools.errors import PROGRAM, Stopped, Unusable
from cdktf_apprunner_tools.prove import permissions
from cdktf_apprunner_tools.prove.account import LOCAL, Account, Pace
from cdktf_apprunner_tools.prove.cleaning import clean as clean_up
from cdktf_apprunner_tools.prove.clients import Clients
from cdktf_apprunner_tools.prove.exchange import Call, read, redact, unmatched
from cdktf_apprunner_tools.prove.record import RecordError, RunRecord
from cdktf_apprunner_tools.prove.report import Report
from cdktf_apprunner_tools.prove.running import Outcome, run
from cdktf_apprunner_tools.prove.scenarios import TIERS, Scenario, chosen
from cdktf_apprunner_tools.sandbox import Sandbox, SandboxError, Settings

LOCAL_DOMAIN = "example.com"


@click.command()
@click.option("--real", is_flag=True, help="Use a real account; without it, a local AWS.")
@click.option("--region", default="eu-west-1", show_default=True)
@click.option("--account-id", help="The account of your credentials; --real needs it.")
@click.option("--budget", type=click.IntRange(min=0), help="Cents that the run may cost; --real needs it.")
@click.option(
    "--up-to",
    type=click.Choice(list(TIERS)),
    help="Last tier of scenarios; by default read with --real, and endpoint without.",
)
@click.option("--domain", help="A domain of yours for the tier domain; nothing is written to its DNS.")
@click.option(
    "--folder", type=click.Path(path_type=Path), help="For record and report; ./prove-RUN by default."
)
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--unknown-price", is_flag=True, help="Don't ask either where a price isn't known.")
@click.option("--record", "keep", is_flag=True, help="Keep all requests and responses in exchange.jsonl.")
@click.option(
    "--against",
    type=click.File(),
    help="A kept exchange.jsonl; say which of its responses this run hasn't.",
)
@click.option("--clean", metavar="RUN", help="Delete what an earlier run left.")
@click.option("--permissions", "policy", is_flag=True, help="Print the IAM policy of the tiers, and stop.")
@click.option(
    "--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True
)
@click.pass_context
def prove(
    context: click.Context,
    real: bool,
    region: str,
    account_id: str | None,
    budget: int | None,
    up_to: str | None,
    domain: str | None,
    folder: Path | None,
    yes: bool,
    unknown_price: bool,
    keep: bool,
    against: TextIO | None,
    clean: str | None,
    policy: bool,
    form: str,
) -> None:
    """Compare the local AWS with a real account.

    Each scenario makes calls and compares what comes with what the local AWS does. Without --real they run
    against a local AWS. With --real the run asks first, tags all that it makes, and deletes it at the end.
    The exit code is 1 where something differs or is left.
    """
    up_to = up_to or ("read" if real else "endpoint")
    if policy:
        click.echo(json.dumps(permissions.policy(up_to), indent=2))
        return
    signal.signal(signal.SIGTERM, _interrupt)
    if clean:
        _clean(folder or Path(f"prove-{clean}"), (context.obj or {}).get("prove_endpoint"))
        return
    kept = _kept(against)
    scenarios = [each for each in chosen(up_to) if each.tier != "domain" or domain or not real]
    if len(scenarios) < len(chosen(up_to)):
        click.echo("without --domain the tier domain is left out", err=True)
    name = uuid.uuid4().hex[:8]
    with contextlib.ExitStack() as stack:
        if real:
            clients = Clients(region, (context.obj or {}).get("prove_endpoint"))
            _check_real(clients, account_id, budget)
            assert account_id is not None
            _agree(name, region, scenarios, budget or 0, yes, unknown_price)
        else:
            clients, account_id = stack.enter_context(_local(region))
        account = Account(
            clients,
            _record(folder or Path(f"prove-{name}"), name, account_id, region),
            Pace() if clients.endpoint_url is None else LOCAL,
            domain or LOCAL_DOMAIN,
        )
        outcome = _run(account, scenarios)
    report = Report(name, region, real, outcome)
    written = {"markdown": report.markdown, "json": report.json}[form]()
    place = account.record.path.parent
    (place / f"report.{'md' if form == 'markdown' else 'json'}").write_text(written)
    if keep:
        (place / "exchange.jsonl").write_text(clients.exchange.lines())
    click.echo(written, nl=False)
    if outcome.left:
        click.echo(f"{PROGRAM}: {_again(account)} deletes the rest", err=True)
    lost = unmatched(kept, clients.exchange.calls)
    for line in lost:
        click.echo(f"{PROGRAM}: this run hasn't {line}", err=True)
    sys.exit(bool(lost) or not outcome.good)


def _kept(file: TextIO | None) -> list[Call]:
    """Return the calls of a kept exchange."""
    try:
        return read(file.read()) if file else []
    except (ValueError, TypeError):
        raise Unusable("--against needs the exchange.jsonl of a run with --record") from None


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _local(region: str) -> Iterator[tuple[Clients, str]]:
    """Start a local AWS for the run."""
    settings = Settings(operation_seconds=0.05)
    try:
        with Sandbox(settings, region=region) as sandbox:
            yield Clients(region, sandbox.url, "sandbox"), settings.account_id
    except SandboxError as error:
        raise Unusable(str(error)) from None


def _record(folder: Path, name: str, account_id: str, region: str) -> RunRecord:
    try:
        return RunRecord.begin(folder, name, account_id, region)
    except (RecordError, OSError) as error:
        raise Unusable(str(error)) from None


def _run(account: Account, scenarios: list[Scenario]) -> Outcome:
    """Run the scenarios; a second Ctrl-C stops the cleaning too."""
    try:
        return run(account, scenarios, lambda line: click.echo(line, err=True))
    except KeyboardInterrupt:
        raise Stopped(f"interrupted again; {_again(account)} deletes what is left") from None


def _again(account: Account) -> str:
    """Return the command that deletes what the run left."""
    return f"{PROGRAM} prove --clean {account.record.run} --folder {account.record.path.parent}"


def _check_real(clients: Clients, account_id: str | None, budget: int | None) -> None:
    """Stop unless the credentials belong to the account that was named."""
    if account_id is None or budget is None:
        raise Unusable("--real needs --account-id and --budget")
    if _caller(clients) != account_id:
        raise Unusable("the credentials belong to another account than --account-id names")


def _caller(clients: Clients) -> str:
    """Return the account of the credentials."""
    try:
        return str(clients["sts"].get_caller_identity()["Account"])
    except (ClientError, BotoCoreError) as error:
        raise Unusable(f"the credentials can't be used: {redact(str(error))}") from None


def _agree(
    name: str, region: str, scenarios: list[Scenario], budget: int, yes: bool, unknown_price: bool
) -> None:
    """Say what the run makes and costs; stop unless somebody agrees."""
    from cdktf_apprunner_tools.prove import costs  # imports the library, which takes longer than the rest

    cost = costs.cost(region, scenarios)
    click.echo(f"Run {name} makes in {region}, and deletes at the end:", err=True)
    for line in costs.made(scenarios):
        click.echo(f"  {line}", err=True)
    click.echo(f"It takes {cost}.", err=True)
    if cost.cents > budget:
        raise Stopped(f"that is more than the budget of {budget} cents")
    if cost.unknown and not unknown_price:
        _ask("Type unknown to go on without a known price", "unknown", "--unknown-price doesn't ask")
    if not yes:
        _ask(f"Type {region} to go on", region, "--yes doesn't ask")


def _ask(question: str, answer: str, otherwise: str) -> None:
    if not sys.stdin.isatty():
        raise Unusable(f"nobody can answer without a terminal; {otherwise}")
    try:
        given = click.prompt(question, err=True)
    except click.Abort:
        raise Stopped("nobody answered; nothing was made") from None
    if given.strip() != answer:
        raise Stopped("nothing was made")


def _clean(folder: Path, endpoint_url: str | None) -> None:
    """Delete what the record of an earlier run holds."""
    try:
        record = RunRecord.load(folder)
    except RecordError as error:
        raise Unusable(str(error)) from None
    clients = Clients(record.region, endpoint_url)
    if _caller(clients) != record.account_id:
        raise Unusable("the credentials belong to another account than that of the run")
    account = Account(clients, record, LOCAL if endpoint_url else Pace())
    left = clean_up(account, lambda line: click.echo(line, err=True))
    if left:
        raise Stopped("\n".join(left))
    click.echo(f"nothing of run {record.run} is left")
