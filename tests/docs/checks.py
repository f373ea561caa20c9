"""``docs/checks.md``: prose, with the guard's rules, the forms of credentials and the table of limits."""

from __future__ import annotations

import re

from cdktf_apprunner import limits
from cdktf_apprunner.credentials import FORMS
from environments.guard import RULES

PAGE = """# What is checked before anything is written

A mistake is found in the second that synthesis takes. All problems of all environments are said at once;
where there is one, nothing is written, `cdktf.out` stays as it was, and the exit code is 1.

```console
$ python main.py
2 problems; nothing was written.

prod
  prod.py:14: port: got 80800; allowed is a whole number from 1 to 65535. See https://docs.aws.amazon.com/…
  prod.py:24: min_size: got 5; it may not be above max_size, 4.
```

Each says where it stands, what was given, what is allowed, what to do where that isn't plain, and the page
it comes from. On a terminal they are set out over several lines; on a pipe, in CI and with `NO_COLOR` it is
a line each. `python main.py --format json` prints for editors and bots: `problems`, each with `environment`,
`file`, `line`, `field`, `given`, `allowed`, `advice` and `page`, and the `stacks` that were written.

A value that Terraform alone knows (a CDKTF token, `${{var.port}}`) passes every check. Values of variables
and secrets are never printed.

## More than single values

- Two environments share no state, and no service name in one account: roles are named after the service,
  and an account's roles share their names in all regions.
- No domain leads to two services, with or without its `www`; five a service.
- `Rollout.ON_PUSH` goes with a tag in the account's and region's own ECR.
- A private service has no custom domain here, and IPv4 only.
- A parameter of Systems Manager lies in the environment's account.
- Tag keys differ in more than their case, the stack's own `environment` and `managed-by` among them.
- What the service may read fits into a role's inline policies.
- Every string of Terraform's JSON is a template. `%{{` is escaped here. `${{PORT}}` for a shell is refused:
  write `$${{PORT}}`, or `$PORT`.

## Credentials in plain variables

`environment` stands readable in state, plan and console. What looks like a credential there is refused, with
a pointer to `secrets`: by its form ({forms}), or by a name that ends like `PASSWORD`, `SECRET`, `TOKEN` or
`API_KEY`. Where it is none, say so with `PlainText`:

```python
from cdktf_apprunner import Alarms, AutoScaling, EcrImage, LogRetention, PlainText
from environments.backends import S3State
from environments.environment import Environment
from environments.guard import Production

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

An environment with `guard=Production()` keeps to these rules. Each can be waived with a reason; the reasons
stand in the plan as the output `waived`. A waiver of a rule that holds, or of none, is refused.

| Rule | In production | Otherwise |
|---|---|---|
{rules}

A tag with `Rollout.ON_APPLY` is pinned: the plan resolves it to a digest, and only an apply changes what
runs.

`deletion_protection` is Terraform's `prevent_destroy`: a plan that would destroy the service, or replace it
for another name or key, stops. To destroy it, set it to `False` first. Taking the whole environment away
isn't stopped by it.

## Limits

{count} rows, held by the tests against botocore's models and the provider's schema. Where the page doesn't
say how AWS behaves, the model decides.

| Limit | Allowed | Source | Read |
|---|---|---|---|
{limits}

Refused although AWS's model takes it:

| Limit | Why |
|---|---|
{stricter}

## How it is tested

Both sides of every bound. `make fuzz` draws 10,000 environments: what is accepted must be accepted by
`terraform validate`, by botocore's models and by the [local AWS](sandbox.md); what is refused must name its
field. `make test` draws the same 500 each time. Nothing of it has been run on real AWS.
"""


def document() -> str:
    """Write the page."""
    rows = limits.table()
    return PAGE.format(
        forms=", ".join(form.kind for form in FORMS),
        rules="\n".join(f"| `{rule.name}` | {rule.allowed} | {rule.advice} |" for rule in RULES),
        count=len(rows),
        limits="\n".join(
            f"| {_words(name)} | {_allowed(row)} | [page]({row.page}) | {row.read} |"
            for name, row in rows.items()
        ),
        stricter="\n".join(
            f"| {_words(name)} | {row.stricter} |" for name, row in rows.items() if row.stricter
        ),
    )


def _words(name: str) -> str:
    return name.replace("_", " ").lower()


def _allowed(row: limits.Limit) -> str:
    text = re.sub("^allowed (?:is|are) (?:a whole number )?", "", row.allowed)
    return re.sub(r"([|*<_])", r"\\\1", text)
