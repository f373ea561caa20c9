"""The summary that synthesis prints."""

import re
from io import StringIO

import pytest
from rich.console import Console

from cdktf_apprunner import AutoScaling, CodeRepository, CustomDomain, EcrImage, LogRetention
from cdktf_apprunner.environments import S3State
from cdktf_apprunner.environments._summary import block, print_summary
from tests.support.environments import environment


def shown(width: int = 120, **settings: object) -> str:
    console = Console(width=width, file=StringIO())
    console.print(block(environment(**settings)))
    return console.file.getvalue()


def row(label: str, **settings: object) -> str:
    (found,) = re.findall(rf"^{label} +(.*?) *$", shown(**settings), re.MULTILINE)
    return found


def test_source_code():
    connection = "arn:aws:apprunner:eu-west-1:111122223333:connection/acme/abc"
    source = CodeRepository("https://bitbucket.org/acme/shop", branch="next", connection_arn=connection)
    assert row("Image", image=source) == "bitbucket.org/acme/shop, branch next, deployed on apply"


def test_without_domain_and_retention():
    assert row("Domain") == "App Runner's own"
    assert row("Logs kept", log_retention=None) == "for ever"
    assert row("Logs kept", log_retention=LogRetention(days=1)) == "1 days"


def test_cost():
    """One instance of 1 vCPU and 2 GB idle; 25 of them busy."""
    assert row("Monthly cost") == "$10.22 to $1,423.50"
    assert row("Monthly cost", region="eu-central-1") == "unknown"


def test_scaling_by_arn():
    arn = "arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/shared/1/0123456789abcdef"
    assert row("Instances", scaling=arn) == "by ARN, each 1 vCPU, 2 GB"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_figure_or_name_is_lost(width):
    """Each text is whole on its line, or where it is wider than the terminal, folded but complete."""
    long = "a" * 60 + ".example.com"
    bucket = S3State(bucket="acme-terraform-state", key="shop/" + "k" * 90, region="eu-west-1")
    text = shown(
        width,
        image=EcrImage("acme/" + "shop" * 20, tag="v1.4.2"),
        scaling=AutoScaling(min_size=2, max_size=20, max_concurrency=80),
        domains=[CustomDomain("shop.example.com", www=True), CustomDomain(long)],
        backend=bucket,
    )
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    for whole in ("2 to 20 × 80", "1 vCPU, 2 GB", "$20.44 to $1,138.80", "www.shop.example.com"):
        assert whole in text
    folded = re.sub(r"\s", "", text)
    for name in ("acme/" + "shop" * 20 + ":v1.4.2", long, str(bucket)):
        assert name in folded


def test_without_an_environment(capsys):
    print_summary([])
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("There is no environment yet. Add a file such as environments/dev.py")


def test_blocks_have_a_blank_line_between_them(capsys):
    print_summary([environment(name="dev"), environment(name="qa")])
    lines = capsys.readouterr().out.splitlines()
    assert [number for number, line in enumerate(lines) if not line.strip()] == [lines.index("qa") - 1]
    assert lines[0] == "dev"
