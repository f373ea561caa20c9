"""The files of the folder as Python modules: which are environments, what they share, always from source."""

import os
import sys
from types import ModuleType

import pytest

from cdktf_apprunner.environments import EnvironmentsError, load
from tests.support.environments import DEV
from tests.support.project import copy_app, run

NEVER = (
    *("_common", "__init__", ".#dev", "._dev", ".hidden"),
    *("test_dev", "dev_test", "conftest"),
)


def names(folder):
    return [environment.name for environment in load(folder).environments]


@pytest.mark.parametrize("stem", NEVER)
def test_never_an_environment(folder, stem):
    (folder / f"{stem}.py").write_text("raise AssertionError('run')", encoding="utf-8")
    assert names(folder) == ["dev"]


@pytest.mark.parametrize("stem", ["stacks", "common", "environment", "backends", "guard", "test", "summary"])
def test_every_other_name_is_an_environment(folder, stem):
    (folder / f"{stem}.py").write_text(DEV.replace('name="dev"', f'name="{stem}"'), encoding="utf-8")
    assert sorted(names(folder)) == sorted(["dev", stem])


@pytest.mark.parametrize(
    "statement", ["from environments._common import LEVEL", "from ._common import LEVEL"]
)
def test_a_shared_value(folder, statement):
    (folder / "_common.py").write_text('LEVEL = "trace"\n', encoding="utf-8")
    (folder / "dev.py").write_text(f"{statement}\n{DEV}".replace('"debug"', "LEVEL"), encoding="utf-8")
    (loaded,) = load(folder).environments
    assert loaded.environment == {"LOG_LEVEL": "trace"}


def test_an_environment_from_another(folder):
    """The other file runs once, so its mistakes are reported once."""
    (folder / "qa.py").write_text(
        "from attrs import evolve\n"
        "from environments.dev import environment as dev\n"
        'environment = evolve(dev, name="qa", service_name="shop-qa")\n',
        encoding="utf-8",
    )
    assert names(folder) == ["dev", "qa"]
    (folder / "dev.py").write_text(DEV.replace('region="eu-west-1"', 'region="nowhere"'), encoding="utf-8")
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    assert [problem.field for problem in error.value.by_name["dev"]] == ["region"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "from cdktf_apprunner import AutoScaling\n\nSCALING = AutoScaling(min_size=0)\n",
            "_common.py:3: min_size: got 0",
        ),
        ("LEVEL = 1\nSCALING = =\n", "_common.py:2: SyntaxError: got"),
        ("LEVEL = 1\n\nSCALING = 1 / 0\n", "_common.py:3: ZeroDivisionError: got"),
        ("LEVEL = 1\n", "dev.py:1: SCALING: got 'an unknown name'"),
    ],
)
def test_a_mistake_in_a_shared_file_is_reported_there(folder, text, expected):
    (folder / "_common.py").write_text(text, encoding="utf-8")
    (folder / "dev.py").write_text(f"from environments._common import SCALING\n{DEV}", encoding="utf-8")
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    assert expected in str(error.value)


def test_folders_dont_mix(folder, tmp_path_factory):
    """A second folder's files see their own ``_common.py``, and not the first one's."""
    other = tmp_path_factory.mktemp("other")
    for place, level in ((folder, "trace"), (other, "error")):
        (place / "_common.py").write_text(f'LEVEL = "{level}"\n', encoding="utf-8")
        text = f"from environments._common import LEVEL\n{DEV}".replace('"debug"', "LEVEL")
        (place / "dev.py").write_text(text, encoding="utf-8")
    (other / "registry.py").write_text((folder / "registry.py").read_text(), encoding="utf-8")
    levels = [load(place).environments[0].environment["LOG_LEVEL"] for place in (folder, other, folder)]
    assert levels == ["trace", "error", "trace"]


def test_loading_leaves_nothing_behind(folder, monkeypatch):
    """Modules of that name that were imported before are there again afterwards."""
    earlier = {"environments": ModuleType("environments"), "environments.dev": ModuleType("environments.dev")}
    for name, module in earlier.items():
        monkeypatch.setitem(sys.modules, name, module)
    finders = list(sys.meta_path)
    load(folder)
    assert {name: sys.modules[name] for name in sys.modules if name.startswith("environments")} == earlier
    assert sys.meta_path == finders


def test_source_counts_not_bytecode(folder, monkeypatch):
    """Python takes bytecode for current where size and whole second of the source are the same."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    common = folder / "_common.py"
    (folder / "dev.py").write_text(
        f"from environments._common import LEVEL\n{DEV}".replace('"debug"', "LEVEL"), encoding="utf-8"
    )
    levels = []
    for level in ("trace", "error"):
        common.write_text(f'LEVEL = "{level}"\n', encoding="utf-8")
        os.utime(common, (1_000_000_000, 1_000_000_000))
        levels.append(load(folder).environments[0].environment["LOG_LEVEL"])
    assert levels == ["trace", "error"]
    assert not list(folder.rglob("*.pyc"))


@pytest.mark.slow
def test_a_program_sees_the_edit_of_the_same_second(tmp_path):
    """The same in programs, with bytecode allowed, as on a user's machine."""
    copy_app(tmp_path)
    dev = tmp_path / "environments" / "dev.py"
    for days in (7, 5):
        dev.write_text(DEV.replace("days=7", f"days={days}"), encoding="utf-8")
        os.utime(dev, (1_000_000_000, 1_000_000_000))
        done = run("main.py", folder=tmp_path, PYTHONDONTWRITEBYTECODE="")
        assert f"{days} days" in done.stdout, done.stderr
