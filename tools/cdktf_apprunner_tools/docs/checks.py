"""``docs/checks.md``: its text, the rules of the guard, the forms of credentials and the table of limits."""

from __future__ import annotations

import re
from typing import Any

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.credentials import FORMS
from cdktf_apprunner.environments.guard import RULES

PAGE = """<!-- Made by `make docs`; the text is in `cdktf_apprunner_tools/docs/checks.py`. -->

# What is checked before anything is written

Synthesis finds a mistake within a second. It reports all problems of all environments at once. Where there is
a problem, nothing is written, `cdktf.out` doesn't change, and the exit code is 1.

```console
$ python main.py
2 problems; nothing was written.

prod
  prod.py:14: port: got 80800; allowed is a whole number from 1 to 65535. See https://docs.aws.amazon.com/…
  prod.py:24: min_size: got 5; it must be at most max_size, 4.
```

Each problem names its place, the given value, the allowed values, what to do where that isn't obvious, and
the page that has the rule. On a terminal a problem takes several lines; on a pipe, in CI and with `NO_COLOR`
it takes one line. `python main.py --format json` prints JSON for editors and bots: `problems`, each with
`environment`, `file`, `line`, `field`, `given`, `allowed`, `advice` and `page`, and the `stacks` that were
written.

A value that only Terraform knows (a CDKTF token, `${{var.port}}`) passes every check. Values of variables and
secrets are never printed.

## Checks across several values

- Two environments share no state. Two environments in one account share no service name: roles are named
  after the service, and a role's name is unique in all regions of an account.
- No domain leads to two services, with or without its `www`. A service has at most five domains.
- `Rollout.ON_PUSH` needs a tag in the ECR of the service's own account and region.
- A private service has no custom domain and only IPv4.
- A parameter of Systems Manager is in the environment's account.
- Tag keys differ in more than upper and lower case; the stack's own `environment` and `managed-by` count too.
- The permissions of the service fit into the inline policies of a role.
- Every string in Terraform's JSON is a template. `%{{` is escaped here. `${{PORT}}` for a shell is refused:
  write `$${{PORT}}`, or `$PORT`.

## Credentials in plain variables

`environment` is readable in state, plan and console. A value there that looks like a credential is refused,
and the message names `secrets`. The value is recognized by its form ({forms}), or by a name that ends like
`PASSWORD`, `SECRET`, `TOKEN` or `API_KEY`. Where the value isn't a credential, use `PlainText`:

```python
from cdktf_apprunner import Alarms, AutoScaling, EcrImage, LogRetention, PlainText
from cdktf_apprunner.environments import Environment, Production, S3State

environment = Environment(
    name="prod",
    region="eu-west-1",
    account_id="111122223333",
    image=EcrImage("shop", tag="v1.4.2"),
    backend=S3State(bucket="acme-terraform-state", key="shop/prod.tfstate", region="eu-west-1"),
    environment={{"CAPTCHA_API_KEY": PlainText("public-by-design")}},
    scaling=AutoScaling(min_size=1),
    log_retention=LogRetention(days=365),
    alarms=Alarms(topic="arn:aws:sns:eu-west-1:111122223333:on-call"),
    deletion_protection=True,
    guard=Production(waive={{"min-instances": "Nobody waits for the nightly job"}}),
)
```

## The guard of production

An environment with `guard=Production()` must follow these rules. Each rule can be waived with a reason. The
plan shows the reasons as the output `waived`. A waiver is refused where its rule holds or doesn't exist.

| Rule | In production | Otherwise |
|---|---|---|
{rules}

A tag with `Rollout.ON_APPLY` is pinned: the plan resolves it to a digest, and only an apply changes what
runs.

`deletion_protection` is Terraform's `prevent_destroy`: a plan stops where it would destroy the service, or
replace it because of another name or key. To destroy the service, first set `deletion_protection=False`. It
doesn't protect the service where the whole environment is removed.

## Limits

{count} rows. The tests compare them with botocore's models and the provider's schema. Where AWS's page
doesn't describe the behaviour, the model decides.

| Limit | Allowed | Source | Read |
|---|---|---|---|
{limits}

Refused here although AWS's model accepts it:

| Limit | Why |
|---|---|
{stricter}

## How it is tested

The tests check both sides of every bound. `make fuzz` draws 10,000 environments. An accepted environment must
also be accepted by `terraform validate`, by botocore's models and by the [local AWS](sandbox.md). A refused
one must name the wrong field. `make test` draws the same 250 each time. Not proven on real AWS.
"""


def document() -> str:
    """Return the page."""
    rows: dict[str, Any] = limits.table()  # each kind of limit adds its own page and allowed
    return PAGE.format(
        forms=", ".join(form.kind for form in FORMS),
        rules="\n".join(f"| `{rule.name}` | {rule.allowed} | {rule.advice} |" for rule in RULES),
        count=len(rows),
        limits="\n".join(
            f"| {_words(name)} | {_allowed(row.allowed)} | [page]({row.page}) | {row.read} |"
            for name, row in rows.items()
        ),
        stricter="\n".join(
            f"| {_words(name)} | {row.stricter} |" for name, row in rows.items() if row.stricter
        ),
    )


def _words(name: str) -> str:
    return name.replace("_", " ").lower()


def _allowed(text: str) -> str:
    text = re.sub("^allowed (?:is|are) (?:a whole number )?", "", text)
    return re.sub(r"([|*<_])", r"\\\1", text)
