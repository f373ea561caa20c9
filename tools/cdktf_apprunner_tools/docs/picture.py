"""``docs/summary-{light,dark}.svg``: what ``synth`` prints for the example, as the README shows it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from cdktf_apprunner.environments import load, print_stacks

EXAMPLE = Path("tests/example/environments")
COMMAND = "cdktf-apprunner synth"
LABEL = re.compile(r"^  \S+(?: \S+)*(?=  )", re.MULTILINE)
NAME = re.compile(r"^\S.*$", re.MULTILINE)
COLOURS = {"light": ("#ffffff", "#1f2328", "#59636e"), "dark": ("#0d1117", "#f0f6fc", "#9198a1")}
"""Background, text and labels, as on GitHub's pages."""
FORMAT = """\
<svg viewBox="0 0 {{width}} {{height}}" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title">
<title id="title">What {command} prints</title>
<style>
.{{unique_id}}-matrix, .{{unique_id}}-title {{{{
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: {{char_height}}px;
}}}}
.{{unique_id}}-title {{{{ font-size: 16px; }}}}
svg > rect {{{{ stroke: {label}; }}}}
{{styles}}
</style>
<defs>
{{lines}}
</defs>
{{chrome}}
<g transform="translate({{terminal_x}}, {{terminal_y}})">
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""
"""Rich's own format names fonts on a web host."""
ENDS = re.compile(r"<text [^>]*>\n</text>")
"""Rich draws the ends of lines too."""


def light() -> str:
    """Return the picture for a light page."""
    return picture(printed(), "light")


def dark() -> str:
    """Return the picture for a dark page."""
    return picture(printed(), "dark")


def printed() -> str:
    """Return what a synthesis of the example prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_stacks(load(EXAMPLE), as_json=False)
    return re.sub(r" +$", "", out.getvalue(), flags=re.MULTILINE)


def picture(text: str, theme: str) -> str:
    """Draw a text as a terminal shows it: names bold, labels pale."""
    background, foreground, label = COLOURS[theme]
    drawn = Text(text.rstrip())
    drawn.highlight_regex(NAME, "bold")
    drawn.highlight_regex(LABEL, label)
    width = max(map(len, text.splitlines())) + 1
    console = Console(record=True, width=width, file=io.StringIO(), color_system="truecolor")
    console.print(drawn)
    svg = console.export_svg(
        title=COMMAND,
        theme=TerminalTheme(_rgb(background), _rgb(foreground), [(0, 0, 0)] * 8),
        code_format=FORMAT.format(command=COMMAND, label=label),
        unique_id="summary",
    )
    return re.sub(r"(?m)^\s+|[ \t]+$", "", ENDS.sub("\n", svg))


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
