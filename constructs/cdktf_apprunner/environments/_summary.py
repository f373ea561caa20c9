"""The summary that a synthesis ends with: a block for each environment, which fits a narrow terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cdktf_apprunner.environments.environment import Environment
from cdktf_apprunner.prices import PRICES, MonthlyCost, monthly_cost
from cdktf_apprunner.scaling import bounds
from cdktf_apprunner.sources.source import Rollout

PIPE_WIDTH = 120
"""Columns where the output isn't a terminal."""
NO_ENVIRONMENT = (
    "There is no environment yet. Add a file such as environments/dev.py, which sets environment."
)


def print_summary(environments: list[Environment]) -> None:
    """Print a block for each environment."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    with console.capture() as summary:  # rich itself would end the program where nobody reads
        for number, environment in enumerate(environments):
            if number:
                console.print()
            console.print(Text(environment.name, style="bold"))
            console.print(Padding(block(environment), (0, 0, 0, 2), expand=False))
    print(summary.get().removesuffix("\n") or NO_ENVIRONMENT)


def block(environment: Environment) -> Table:
    """Make the block: what an environment runs, how large it is, what it costs, where it is reached."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, lines in _rows(environment).items():
        grid.add_row(label, "\n".join(lines))
    return grid


def _rows(environment: Environment) -> dict[str, list[str]]:
    retention, image = environment.log_retention, environment.image
    return {
        "Image": [f"{image}, deployed {image.rollout.value}"],
        "Instances": [f"{bounds(environment.scaling) or 'by ARN'}, each {environment.instance}"],
        "Monthly cost": [str(cost(environment))],
        "Domain": [name for domain in environment.domains for name in domain.host_names]
        or ["App Runner's own"],
        "Logs kept": [f"{retention.days} days" if retention else "for ever"],
        "State": [str(environment.backend)],
    }


def cost(environment: Environment) -> MonthlyCost:
    """Estimate an environment's monthly cost, from idle to busy."""
    return monthly_cost(
        PRICES.get(environment.region),
        environment.instance,
        bounds(environment.scaling),
        automatic_deployment=environment.image.rollout is Rollout.ON_PUSH,
    )
