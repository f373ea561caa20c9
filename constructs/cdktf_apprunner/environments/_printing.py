"""What a synthesis prints, for people or as JSON.

The printers are imported when they are needed: rich takes a thirtieth of a whole synthesis.
"""

from __future__ import annotations

import importlib
import threading

from cdktf_apprunner.environments._discovery import EnvironmentsError, Loaded


def print_problems(error: EnvironmentsError, *, as_json: bool) -> None:
    """Print every problem: to standard error for people, to standard output as JSON."""
    from cdktf_apprunner.environments import _findings

    if as_json:
        print(_findings.as_json(error.by_name, stacks=[]))
    else:
        _findings.show(error)


def print_stacks(loaded: Loaded, *, as_json: bool) -> None:
    """Print what was written: a summary of each environment, or the names of the stacks as JSON."""
    if as_json:
        from cdktf_apprunner.environments import _findings

        stacks = ["registry", *(environment.name for environment in loaded.environments)]
        print(_findings.as_json({}, stacks=stacks))
    else:
        from cdktf_apprunner.environments import _summary

        _summary.print_summary(loaded.environments)


def prepare() -> None:
    """Import the summary in a thread, while Node synthesizes."""
    threading.Thread(target=importlib.import_module, args=["cdktf_apprunner.environments._summary"]).start()
