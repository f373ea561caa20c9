"""The app: byte for byte the same, a table at the end, and every problem at once."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import main
from cdktf_apprunner import ConfigurationError
from environments import findings
from environments.discovery import EnvironmentsError, load
from tests.conftest import PROJECT

GOOD = (PROJECT / "environments" / "dev.py").read_text(encoding="utf-8")
REGISTRY = (PROJECT / "environments" / "registry.py").read_text(encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.json")}


@pytest.fixture
def folder(tmp_path):
    """An environments folder with a registry and dev."""
    (tmp_path / "registry.py").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "dev.py").write_text(GOOD, encoding="utf-8")
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    assert isinstance(error.value, ConfigurationError)
    return [f"{name} {problem}" for name, found in error.value.by_name.items() for problem in found]


def test_same_bytes_again_and_elsewhere(stacks, tmp_path):
    outdir = tmp_path / "other" / "cdktf.out"
    main.synthesize(load(), outdir)
    first = contents(outdir)
    main.synthesize(load(), outdir)
    assert contents(outdir) == first == contents(stacks)
    assert {path.name for path in outdir.parent.iterdir()} == {"cdktf.out"}


def test_it_needs_neither_terraform_nor_node_on_path(stacks, tmp_path):
    outdir = tmp_path / "cdktf.out"
    variables = {"PATH": "/nowhere", "HOME": str(tmp_path), "CDKTF_OUTDIR": str(outdir)}
    subprocess.run([sys.executable, "main.py"], cwd=PROJECT, env=variables, capture_output=True, check=True)
    assert contents(outdir) == contents(stacks)


def test_what_terraform_left_stays_and_stacks_that_went_are_removed(tmp_path):
    outdir = tmp_path / "cdktf.out"
    main.synthesize(load(), outdir)
    kept = outdir / "stacks" / "dev" / ".terraform.lock.hcl"
    kept.write_text("kept", encoding="utf-8")
    gone = outdir / "stacks" / "gone"
    gone.mkdir()
    (gone / "cdk.tf.json").write_text("{}", encoding="utf-8")
    main.synthesize(load(), outdir)
    assert kept.read_text(encoding="utf-8") == "kept"
    assert not gone.exists()


def test_table(stacks):
    printed = (stacks / "printed").read_text(encoding="utf-8")
    for text in (
        *("dev", "staging", "prod", "shop:dev", "shop:v1.4.2", "on push", "on apply", "0.25 vCPU, 0.5 GB"),
        *("2 to 20 × 80", "www.shop.example.com", "365 days", "local file", "s3://acme-terraform-state"),
    ):
        assert text in printed


@pytest.fixture
def copy(tmp_path):
    """A copy of the app, to be broken."""
    for name in ("main.py", "environments", "constructs"):
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def test_bad_input_leaves_earlier_output_untouched(copy, stacks):
    shutil.copytree(stacks, copy / "cdktf.out")
    before = contents(copy / "cdktf.out")
    dev, prod = copy / "environments" / "dev.py", copy / "environments" / "prod.py"
    dev.write_text(GOOD.replace("min_size=1", "min_size=0").replace("days=7", "days=8"), encoding="utf-8")
    prod.write_text(prod.read_text(encoding="utf-8").replace("scaling=", "scalling="), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=copy, env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "3 problems; nothing was written." in done.stderr
    for text in (
        "\ndev\n",
        "min_size: got 0",
        "days: got 8",
        "\nprod\n",
        "scalling",
        "Did you mean scaling?",
    ):
        assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert contents(copy / "cdktf.out") == before
    assert not [path for path in copy.iterdir() if path.name.startswith(".cdktf.out")]


def test_environment_is_one_more_file(folder):
    (folder / "qa.py").write_text(GOOD.replace('name="dev"', 'name="qa"'), encoding="utf-8")
    loaded = load(folder)
    assert [environment.name for environment in loaded.environments] == ["dev", "qa"]
    assert [environment.service_name for environment in loaded.environments] == ["shop-dev", "shop-qa"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'name="dev"',
            'name="qa"',
            "name: got 'qa'; the file's name says dev",
        ),
        ('name="dev"', 'name="Dev"', "name: got 'Dev'"),
        ('region="eu-west-1"', 'region="eu-west-9"', "region: got 'eu-west-9'"),
        ('account_id="111122223333"', 'account_id="1"', "account_id: got '1'"),
        ("LocalState()", "None", "backend: got None"),
        ("environment = ", "settings = ", "dev.py sets environment to an Environment"),
        ("environment = ", "environment = = ", "SyntaxError"),
        ("from environments.backends", "from environments.backend", "ModuleNotFoundError"),
        ("LogRetention(days=7)", "LogRetention(day=7)", "Did you mean days?"),
        ("EcrImage(", "undefined(", "NameError"),
        ("days=7", "days='7'", "days: got '7'"),
        (
            "log_retention=",
            "instance_role_arn='arn:aws:iam::111122223333:role/a', permissions=[1], log_retention=",
            "permissions: got",
        ),
    ],
)
def test_each_mistake_is_named(folder, old, new, expected):
    (folder / "dev.py").write_text(GOOD.replace(old, new), encoding="utf-8")
    assert expected in "\n".join(problems(folder))


def test_warnings_are_printed(folder, tmp_path, capsys):
    source = 'CodeRepository("https://github.com/acme/shop", connection="acme-github", runtime="GO_1")'
    text = GOOD.replace('EcrImage("shop", tag="dev", rollout=Rollout.ON_PUSH)', source)
    (folder / "dev.py").write_text(text.replace("EcrImage,", "CodeRepository,"), encoding="utf-8")
    loaded = load(folder)
    main.synthesize(loaded, tmp_path / "out" / "cdktf.out")
    said = capsys.readouterr().err
    assert said.startswith("dev: warning: shop-dev: App Runner's support of GO_1 ended on 2025-12-01")
    assert said.count("\n") == 1
    assert "stacktrace" not in (tmp_path / "out" / "cdktf.out" / "manifest.json").read_text(encoding="utf-8")


def test_registry_is_needed(folder):
    (folder / "registry.py").unlink()
    assert "registry.py" in problems(folder)[0]


@pytest.mark.parametrize("account", ["1", "12345678901a"])
def test_accounts_that_pull_are_checked(folder, account):
    wrong = REGISTRY.replace("keep_tagged=100", f'pull_accounts=["444455556666", "{account}"]')
    (folder / "registry.py").write_text(wrong, encoding="utf-8")
    (found,) = problems(folder)
    assert f"pull_accounts: got '{account}'; allowed are twelve digits" in found


def test_registry_is_checked(folder):
    (folder / "registry.py").write_text(REGISTRY.replace('"shop"', '"Shop"'), encoding="utf-8")
    assert "repository_name: got 'Shop'" in problems(folder)[0]


def test_two_environments_may_not_share_name_or_state(folder):
    state = 'S3State(bucket="b", key="k", region="eu-west-1")'
    shared = GOOD.replace("LocalState()", state).replace("import LocalState", "import S3State")
    shared = shared.replace('name="dev"', 'name="NAME",\n    service_name="shop"')
    for name in ("dev", "qa"):
        (folder / f"{name}.py").write_text(shared.replace("NAME", name), encoding="utf-8")
    registry = REGISTRY.replace("LocalState()", state).replace("import LocalState", "import S3State")
    (folder / "registry.py").write_text(registry, encoding="utf-8")
    found = "\n".join(problems(folder))
    assert "service_name: got 'shop, account 111122223333'; dev has the same" in found
    assert "backend: got 's3://b/k'; registry keeps its state there" in found
    assert "dev dev.py:12: backend: got 's3://b/k'; registry keeps its state there" in found


def with_lines(name: str, *lines: str) -> str:
    text = GOOD.replace('name="dev"', f'name="{name}"').replace(
        "import AutoScaling", "import CustomDomain, AutoScaling"
    )
    return text.replace("    environment=", "".join(f"    {line},\n" for line in lines) + "    environment=")


@pytest.mark.parametrize(
    "other", ['"example.com", www=True', '"WWW.example.com"', '"*.example.net"', '"a.example.org"']
)
def test_a_domain_leads_to_one_service(folder, other):
    own = 'CustomDomain("www.example.com"), CustomDomain("*.example.net")'
    (folder / "dev.py").write_text(with_lines("dev", f"domains=[{own}]"), encoding="utf-8")
    (folder / "qa.py").write_text(with_lines("qa", f"domains=[CustomDomain({other})]"), encoding="utf-8")
    if "example.org" in other:
        assert len(load(folder).environments) == 2
        return
    (problem,) = problems(folder)
    assert problem.startswith("qa qa.py:13: domains: got")
    assert "dev has the same" in problem


def test_service_names_are_an_accounts_in_all_regions(folder):
    (folder / "dev.py").write_text(with_lines("dev", 'service_name="shop"'), encoding="utf-8")
    other = with_lines("qa", 'service_name="shop"').replace("eu-west-1", "us-east-1")
    (folder / "qa.py").write_text(other, encoding="utf-8")
    (problem,) = problems(folder)
    assert "shares in all regions" in problem
    (folder / "qa.py").write_text(other.replace("111122223333", "444455556666"), encoding="utf-8")
    assert len(load(folder).environments) == 2


def test_local_states_never_clash(folder):
    (folder / "qa.py").write_text(with_lines("qa"), encoding="utf-8")
    main.synthesize(load(folder), folder / "cdktf.out")
    paths = {
        json.loads(path.read_text(encoding="utf-8"))["terraform"]["backend"]["local"]["path"]
        for path in (folder / "cdktf.out").rglob("cdk.tf.json")
    }
    assert len(paths) == 3


def test_lines_are_sorted_as_numbers(folder):
    text = with_lines("dev", "port=0").replace("min_size=1", "min_size=0").replace('"dev"', '"Dev"', 1)
    (folder / "dev.py").write_text(text, encoding="utf-8")
    lines = [int(re.search(r"dev\.py:(\d+)", problem)[1]) for problem in problems(folder)]
    assert lines == sorted(lines)
    assert lines[0] < 10 < lines[-1]


def test_a_problem_elsewhere_keeps_its_place(folder):
    """A value from another module is found there, not in the environment's file."""
    (folder / "dev.py").write_text(
        GOOD.replace("LogRetention(days=7)", "eval('LogRetention(days=8)')"), encoding="utf-8"
    )
    (problem,) = problems(folder)
    assert problem.startswith("dev <string>:1: days: got 8")


def test_show_counts(capsys, folder):
    (folder / "dev.py").write_text(GOOD.replace("days=7", "days=8"), encoding="utf-8")
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    findings.show(error.value)
    assert capsys.readouterr().err.startswith("1 problem; nothing was written.\n\ndev\n  dev.py:")
