"""Environments found and loaded from a folder; every problem of every file is named."""

import re
from pathlib import Path

import pytest

from cdktf_apprunner import ConfigurationError
from cdktf_apprunner.environments import EnvironmentsError, load
from tests.support.environments import DEV, REGISTRY


def problems(folder: Path) -> list[str]:
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    assert isinstance(error.value, ConfigurationError)
    return [f"{name} {problem}" for name, found in error.value.by_name.items() for problem in found]


def test_a_new_environment_is_one_file(folder):
    (folder / "qa.py").write_text(DEV.replace('name="dev"', 'name="qa"'), encoding="utf-8")
    loaded = load(folder)
    assert [environment.name for environment in loaded.environments] == ["dev", "qa"]
    assert [environment.service_name for environment in loaded.environments] == ["shop-dev", "shop-qa"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'name="dev"',
            'name="qa"',
            "name: got 'qa'; it must be the file's name, dev",
        ),
        ('name="dev"', 'name="Dev"', "name: got 'Dev'"),
        ('region="eu-west-1"', 'region="eu-west-9"', "region: got 'eu-west-9'"),
        ('account_id="111122223333"', 'account_id="1"', "account_id: got '1'"),
        ("LocalState()", "None", "backend: got None"),
        ("environment = ", "settings = ", "dev.py must set environment to an Environment"),
        ("environment = ", "environment = = ", "SyntaxError"),
        ("cdktf_apprunner.environments", "cdktf_apprunner.environment", "an unknown module"),
        ("LogRetention(days=7)", "LogRetention(day=7)", "Did you mean days?"),
        ("EcrImage(", "undefined(", "an unknown name"),
        ("days=7", "days='7'", "days: got '7'"),
        (
            "log_retention=",
            "instance_role_arn='arn:aws:iam::111122223333:role/a', permissions=[1], log_retention=",
            "permissions: got",
        ),
    ],
)
def test_each_mistake_is_named(folder, old, new, expected):
    (folder / "dev.py").write_text(DEV.replace(old, new), encoding="utf-8")
    assert expected in "\n".join(problems(folder))


def test_registry_is_needed(folder):
    (folder / "registry.py").unlink()
    assert "registry.py" in problems(folder)[0]


@pytest.mark.parametrize("account", ["1", "12345678901a"])
def test_pull_accounts_are_checked(folder, account):
    wrong = REGISTRY.replace("keep_tagged=100", f'pull_accounts=["444455556666", "{account}"]')
    (folder / "registry.py").write_text(wrong, encoding="utf-8")
    (found,) = problems(folder)
    assert f"pull_accounts: got '{account}'; allowed are twelve digits" in found


def test_registry_is_checked(folder):
    (folder / "registry.py").write_text(REGISTRY.replace('"shop"', '"Shop"'), encoding="utf-8")
    assert "repository_name: got 'Shop'" in problems(folder)[0]


def test_registry_may_not_expire_what_an_environment_runs(folder):
    expiring = REGISTRY.replace("keep_tagged=100", "expire_untagged_days=14")
    (folder / "registry.py").write_text(expiring, encoding="utf-8")
    assert load(folder).registry.expires
    (folder / "dev.py").write_text(DEV.replace(", rollout=Rollout.ON_PUSH", ""), encoding="utf-8")
    (found,) = problems(folder)
    assert "registry.py:" in found
    assert "expire_untagged_days: got 14; dev runs dev, and goes on running" in found


def test_two_environments_may_not_share_name_or_state(folder):
    state = 'S3State(bucket="b", key="k", region="eu-west-1")'
    shared = DEV.replace("LocalState()", state).replace(", LocalState", ", S3State")
    shared = shared.replace('name="dev"', 'name="NAME",\n    service_name="shop"')
    for name in ("dev", "qa"):
        (folder / f"{name}.py").write_text(shared.replace("NAME", name), encoding="utf-8")
    registry = REGISTRY.replace("LocalState()", state).replace("import LocalState", "import S3State")
    (folder / "registry.py").write_text(registry, encoding="utf-8")
    found = "\n".join(problems(folder))
    assert "service_name: got 'shop, account 111122223333'; dev has the same" in found
    assert "backend: got 's3://b/k'; registry keeps its state in the same place" in found
    assert "dev dev.py:11: backend: got 's3://b/k'; registry keeps its state in the same place" in found


def with_lines(name: str, *lines: str) -> str:
    text = DEV.replace('name="dev"', f'name="{name}"').replace(
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
    assert problem.startswith("qa qa.py:12: domains: got")
    assert "dev has the same" in problem


def test_service_names_are_unique_in_an_account(folder):
    (folder / "dev.py").write_text(with_lines("dev", 'service_name="shop"'), encoding="utf-8")
    other = with_lines("qa", 'service_name="shop"').replace("eu-west-1", "us-east-1")
    (folder / "qa.py").write_text(other, encoding="utf-8")
    (problem,) = problems(folder)
    assert "must be unique in an account" in problem
    (folder / "qa.py").write_text(other.replace("111122223333", "444455556666"), encoding="utf-8")
    assert len(load(folder).environments) == 2


def test_lines_are_sorted_as_numbers(folder):
    text = with_lines("dev", "port=0").replace("min_size=1", "min_size=0").replace('"dev"', '"Dev"', 1)
    (folder / "dev.py").write_text(text, encoding="utf-8")
    lines = [int(re.search(r"dev\.py:(\d+)", problem)[1]) for problem in problems(folder)]
    assert lines == sorted(lines)
    assert lines[0] < 10 < lines[-1]


def test_a_problem_in_another_file_keeps_its_location(folder):
    """The problem of a value from another module has that module's line, not the environment's."""
    (folder / "dev.py").write_text(
        DEV.replace("LogRetention(days=7)", "eval('LogRetention(days=8)')"), encoding="utf-8"
    )
    (problem,) = problems(folder)
    assert problem.startswith("dev <string>:1: days: got 8")
