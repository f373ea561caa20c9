"""The table that a synthesis ends with."""

from __future__ import annotations

import sys

from rich import box
from rich.console import Console
from rich.table import Table

from cdktf_apprunner import Rollout
from cdktf_apprunner.prices import PRICES, MonthlyCost, monthly_cost
from cdktf_apprunner.scaling import bounds
from environments.environment import Environment


def print_summary(environments: list[Environment]) -> None:
    """Print the table, as wide as it is where nobody reads it on a terminal."""
    Console(width=None if sys.stdout.isatty() else 240).print(summary(environments))


def summary(environments: list[Environment]) -> Table:
    """Make the table: what each environment runs, how large, where."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in (
        "Environment", "Image", "Rollout", "Size", "Scaling", "Monthly cost", "Domain", "Logs kept", "State",
    ):  # fmt: skip
        table.add_column(heading)
    for item in environments:
        retention = item.log_retention
        table.add_row(
            item.name,
            str(item.image),
            item.image.rollout.value,
            str(item.instance),
            str(bounds(item.scaling) or "by ARN"),
            str(cost(item)),
            "\n".join(map(str, item.domains)) or "App Runner's own",
            f"{retention.days} days" if retention else "for ever",
            str(item.backend),
        )
    return table


def cost(item: Environment) -> MonthlyCost:
    """Estimate an environment's monthly cost: idle to busy."""
    return monthly_cost(
        PRICES.get(item.region),
        item.instance,
        bounds(item.scaling),
        automatic_deployment=item.image.rollout is Rollout.ON_PUSH,
    )
