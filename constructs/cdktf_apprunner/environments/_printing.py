"""What a synthesis prints, for people or as JSON.

The printers are imported when they are needed: rich takes a thirtieth of a whole synthesis.
"""

from __future__ import annotations

import codecs
import importlib
import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cdktf_apprunner.environments._discovery import EnvironmentsError, Loaded

SIMILAR = str.maketrans({"×": "x", "…": "..."})


def print_problems(error: EnvironmentsError, *, as_json: bool) -> None:
    """Print every problem: to standard error for people, to standard output as JSON."""
    from cdktf_apprunner.environments import _findings

    with printing():
        if as_json:
            print(_findings.as_json(error.by_name, stacks=[]))
        else:
            _findings.show(error)


def print_stacks(loaded: Loaded, *, as_json: bool) -> None:
    """Print what was written: a summary of each environment, or the names of the stacks as JSON."""
    if as_json:
        from cdktf_apprunner.environments import _findings

        stacks = ["registry", *(environment.name for environment in loaded.environments)]
        with printing():
            print(_findings.as_json({}, stacks=stacks))
    else:
        from cdktf_apprunner.environments import _summary

        with printing():
            _summary.print_summary(loaded.environments)


@contextmanager
def printing() -> Iterator[None]:
    """Replace characters that the output's encoding lacks, and stop quietly where nobody reads on."""
    codecs.register_error(__name__, _replace)
    streams = [stream for stream in (sys.stdout, sys.stderr) if isinstance(stream, io.TextIOWrapper)]
    for stream in streams:
        stream.reconfigure(errors=__name__)
    with suppress(BrokenPipeError):
        yield
    for stream in streams:
        try:
            stream.flush()
        except BrokenPipeError:  # Python flushes again at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Write a similar text, or the character as Python escapes it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    escaped = error.object[error.start : error.end].translate(SIMILAR).encode("ascii", "backslashreplace")
    return escaped.decode("ascii"), error.end


def prepare() -> None:
    """Import the summary in a thread, while Node synthesizes."""
    threading.Thread(target=importlib.import_module, args=["cdktf_apprunner.environments._summary"]).start()
