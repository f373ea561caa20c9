"""Python's own errors in a file of the folder: each row has the mistake, and the problem that is reported."""

from itertools import chain
from pathlib import Path

import pytest

from cdktf_apprunner import Problem
from cdktf_apprunner.environments import EnvironmentsError, load
from tests.support.environments import DEV, REGISTRY
from tests.support.project import run

IMAGE = '    image=EcrImage("shop", tag="dev", rollout=Rollout.ON_PUSH),\n'
LINE = {
    text: 1 + DEV[: DEV.index(text)].count("\n")
    for text in (
        *("from cdktf_apprunner import", "from cdktf_apprunner.environments", "environment = ", "region="),
        *("image=", "environment={", "scaling=", "health_check=", "log_retention="),
    )
}
LENGTH = DEV.count("\n")
NAME, FIELD, MODULE = "an unknown name", "an unknown field", "an unknown module"
SET = "a name must be imported, or set above"
INSTALLED = "a module must be installed, or a file of this folder"
ENDS = "the file must run to its end"
EXIT = "Remove the call that ends the program"
SETS = "dev.py must set environment to an Environment"
UTF_8 = ("the file must be text in UTF-8", "Save it as UTF-8")
UNNAMED = "too many values without a name"
NOTHING = "Write environment = Environment(…), or name a file with shared values _dev.py"


def dev(*changes: tuple[str, str]) -> str:
    """Return dev's file with texts replaced by others."""
    text = DEV
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def first(*lines: str) -> str:
    """Return dev's file with lines before it."""
    return "\n".join([*lines, DEV])


def at(text: str) -> str:
    return f"dev.py:{LINE[text]}"


NAMES = {
    "misspelt": (
        dev(("EcrImage(", "EcrImge(")),
        Problem("EcrImge", NAME, SET, "Did you mean EcrImage?", where=at("image=")),
    ),
    "not imported": (
        dev(("import AutoScaling, ", "import ")),
        Problem(
            "AutoScaling", NAME, SET, "Add: from cdktf_apprunner import AutoScaling", where=at("scaling=")
        ),
    ),
    "misspelt and not imported": (
        dev(("import Environment, ", "import "), ("= Environment(", "= Enviroment(")),
        Problem(
            "Enviroment",
            NAME,
            SET,
            "Did you mean Environment? Add: from cdktf_apprunner.environments import Environment",
            where=at("environment = "),
        ),
    ),
    "its own": (
        first("LEVEL = 1", "print(LEVLE)"),
        Problem("LEVLE", NAME, SET, "Did you mean LEVEL?", where="dev.py:2"),
    ),
    "JSON's true": (
        dev(("days=7", "days=true")),
        Problem("true", NAME, SET, "Did you mean True?", where=at("log_retention=")),
    ),
    "JSON's null": (
        dev(("days=7", "days=null")),
        Problem("null", NAME, SET, "Did you mean None?", where=at("log_retention=")),
    ),
    "nothing like it": (first("xyzzy"), Problem("xyzzy", NAME, SET, where="dev.py:1")),
    "of an enumeration": (
        dev(("ON_PUSH", "ON_PSH")),
        Problem(
            "Rollout.ON_PSH",
            NAME,
            "allowed are ON_PUSH, ON_APPLY",
            "Did you mean Rollout.ON_PUSH?",
            where=at("image="),
        ),
    ),
    "in another case": (
        dev(("ON_PUSH", "on_push")),
        Problem(
            "Rollout.on_push",
            NAME,
            "allowed are ON_PUSH, ON_APPLY",
            "Did you mean Rollout.ON_PUSH?",
            where=at("image="),
        ),
    ),
    "of a class": (
        dev((".http(", ".htp(")),
        Problem(
            "HealthCheck.htp",
            NAME,
            "allowed are http, tcp",
            "Did you mean HealthCheck.http?",
            where=at("health_check="),
        ),
    ),
    "of a secret": (
        first("from cdktf_apprunner import Secret", "Secret.parametr('x')"),
        Problem(
            "Secret.parametr",
            NAME,
            "allowed are of, parameter, secrets_manager",
            "Did you mean Secret.parameter?",
            where="dev.py:2",
        ),
    ),
    "of a value": (
        f"{DEV}environment.imge\n",
        Problem(
            "Environment.imge",
            NAME,
            "Environment has no such name",
            "Did you mean Environment.image?",
            where=f"dev.py:{LENGTH + 1}",
        ),
    ),
    "of None": (
        first("None.name"),
        Problem("NoneType.name", NAME, "NoneType has no such name", where="dev.py:1"),
    ),
    "of a module": (
        first("import os", "os.pth"),
        Problem("os.pth", NAME, "os has no such name", "Did you mean os.path?", where="dev.py:2"),
    ),
}
IMPORTS = {
    "a misspelt name": (
        dev(("EcrImage,", "EcrImge,")),
        Problem(
            "EcrImge",
            NAME,
            "cdktf_apprunner has no such name",
            "Did you mean EcrImage?",
            where=at("from cdktf_apprunner import"),
        ),
    ),
    "a name of the other module": (
        dev(("EcrImage,", "EcrImage, Environment,")),
        Problem(
            "Environment",
            NAME,
            "cdktf_apprunner has no such name",
            "Add: from cdktf_apprunner.environments import Environment",
            where=at("from cdktf_apprunner import"),
        ),
    ),
    "a misspelt name of the other module": (
        dev(("import Environment,", "import Environment, EcrImge,")),
        Problem(
            "EcrImge",
            NAME,
            "cdktf_apprunner.environments has no such name",
            "Did you mean EcrImage? Add: from cdktf_apprunner import EcrImage",
            where=at("from cdktf_apprunner.environments"),
        ),
    ),
    "a name of Python's modules": (
        first("from os import pth"),
        Problem("pth", NAME, "os has no such name", "Did you mean path?", where="dev.py:1"),
    ),
    "a misspelt name of a shared file": (
        first("from environments._common import LEVLE"),
        Problem(
            "LEVLE", NAME, "environments._common has no such name", "Did you mean LEVEL?", where="dev.py:1"
        ),
    ),
    "a misspelt module": (
        dev(("from cdktf_apprunner import", "from cdktf_aprunner import")),
        Problem(
            "cdktf_aprunner",
            MODULE,
            INSTALLED,
            "Did you mean cdktf_apprunner?",
            where=at("from cdktf_apprunner import"),
        ),
    ),
    "a misspelt part of a module": (
        dev(("cdktf_apprunner.environments", "cdktf_apprunner.environment")),
        Problem(
            "cdktf_apprunner.environment",
            MODULE,
            INSTALLED,
            "Did you mean cdktf_apprunner.environments?",
            where=at("from cdktf_apprunner.environments"),
        ),
    ),
    "a misspelt shared file": (
        first("from environments._comon import LEVEL"),
        Problem(
            "environments._comon",
            MODULE,
            INSTALLED,
            "Did you mean environments._common?",
            where="dev.py:1",
        ),
    ),
    "a shared file without its folder": (
        first("from _common import LEVEL"),
        Problem("_common", MODULE, INSTALLED, "Import it from environments._common", where="dev.py:1"),
    ),
    "a package that isn't installed": (
        first("import xyzzy"),
        Problem("xyzzy", MODULE, INSTALLED, "Install the package that has it", where="dev.py:1"),
    ),
    "files that import each other": (
        first("from environments._one import ONE"),
        Problem(
            "ONE",
            "a name that isn't set yet",
            "environments._one imports this file too",
            "Move it to a file that both import",
            where="_two.py:1",
        ),
    ),
}
CALLS = {
    "an unknown field": (
        dev(("days=7", "day=7")),
        Problem("day", FIELD, "allowed are days, keep", "Did you mean days?", where=at("log_retention=")),
    ),
    "an unknown field of a method": (
        dev(('"/healthz"', '"/healthz",\n        intervall=5')),
        Problem(
            "intervall",
            FIELD,
            "allowed are healthy_threshold, interval, path, timeout, unhealthy_threshold",
            "Did you mean interval?",
            where=f"dev.py:{LINE['health_check='] + 1}",
        ),
    ),
    "an unknown field in a shared file": (
        first("from environments._common import scaling", "scaling()"),
        Problem(
            "min_sze",
            FIELD,
            "allowed are max_concurrency, max_size, min_size",
            "Did you mean min_size?",
            where="_common.py:6",
        ),
    ),
    "an unknown field of its own class": (
        first("from environments._common import Team", "Team(nam='x')"),
        Problem("nam", FIELD, "allowed are name", "Did you mean name?", where="dev.py:2"),
    ),
    "an unknown field of a hidden function": (
        first("(lambda one: None)(two=2)"),
        Problem("two", FIELD, "<lambda> has no such field", where="dev.py:1"),
    ),
    "a missing field": (
        dev((IMAGE, "")),
        Problem("image", "nothing", "Environment needs a value", "Add image=…", where=at("environment = ")),
    ),
    "missing fields": (
        dev((IMAGE, ""), ('    region="eu-west-1",\n', "")),
        Problem(
            "region, image",
            "nothing",
            "Environment needs a value",
            "Add region=… and image=…",
            where=at("environment = "),
        ),
    ),
    "a missing field that another call has": (
        dev(('    name="dev",\n', ""), ("    environment={", "    vpc=dict(name=1),\n    environment={")),
        Problem("name", "nothing", "Environment needs a value", "Add name=…", where=at("environment = ")),
    ),
    "a missing field of a class": (
        dev(('"shop", tag', "tag")),
        Problem("repository", "nothing", "EcrImage needs a value", "Add repository=…", where=at("image=")),
    ),
    "a missing field of a method": (
        dev(('http("/healthz")', "http()")),
        Problem("path", "nothing", "HealthCheck.http needs a value", "Add path=…", where=at("health_check=")),
    ),
    "a value without a name": (
        dev(('name="dev"', '"dev"')),
        Problem(
            "Environment",
            UNNAMED,
            "each needs its name",
            "Write each with its name, such as name=…",
            where=at("environment = "),
        ),
    ),
    "a value too many for a method": (
        dev(('"/healthz"', '"/healthz", 5')),
        Problem(
            "HealthCheck.http",
            UNNAMED,
            "the only fields without a name are path",
            "Write each with its name, such as interval=…",
            where=at("health_check="),
        ),
    ),
    "a value too many": (
        dev(("min_size=1, max_size=2", "1, 2, 3, 4")),
        Problem(
            "AutoScaling",
            UNNAMED,
            "the only fields without a name are min_size, max_size, max_concurrency",
            "Remove the others",
            where=at("scaling="),
        ),
    ),
    "two values": (
        dev(('"shop", tag', '"shop", "v1", tag')),
        Problem(
            "tag", "two values", "a field takes one value", "The other one has no tag=", where=at("image=")
        ),
    ),
}
ENDED = {
    "an exit": (first("import sys", "sys.exit()"), Problem("SystemExit", None, ENDS, EXIT, where="dev.py:2")),
    "an exit with a code": (first("exit(3)"), Problem("SystemExit", 3, ENDS, EXIT, where="dev.py:1")),
    "an exit with a message": (
        first("raise SystemExit('no')"),
        Problem("SystemExit", "no", ENDS, EXIT, where="dev.py:1"),
    ),
    "a recursion": (
        first("def again():", "    again()", "again()"),
        Problem("RecursionError", "maximum recursion depth exceeded", ENDS, where="dev.py:2"),
    ),
    "another error": (
        first("{}['a']"),
        Problem("KeyError", "'a'", ENDS, where="dev.py:1"),
    ),
    "an error in a shared file": (
        first("from environments._fails import LEVEL"),
        Problem("ZeroDivisionError", "division by zero", ENDS, where="_fails.py:2"),
    ),
}
TEXTS = {
    "a wrong line": (
        dev(("environment = ", "environment = = ")),
        Problem("SyntaxError", "invalid syntax", "the file must be valid Python", where=at("environment = ")),
    ),
    "a wrong indentation": (
        first("LEVEL = 1", "  LEVEL = 2"),
        Problem("IndentationError", "unexpected indent", "the file must be valid Python", where="dev.py:2"),
    ),
    "a wrong line in a shared file": (
        first("from environments._wrong import LEVEL"),
        Problem("SyntaxError", "invalid syntax", "the file must be valid Python", where="_wrong.py:2"),
    ),
    "a wrong text that the file runs": (
        first("LEVEL = 1", "eval('1 +')"),
        Problem("SyntaxError", "invalid syntax", "the file must be valid Python", where="dev.py:2"),
    ),
    "Latin 1": (
        first("LEVEL = 1", "NAME = 'é'").encode("latin-1"),
        Problem("encoding", "the byte 0xe9", *UTF_8, where="dev.py:2"),
    ),
    "UTF-16": (DEV.encode("utf-16"), Problem("encoding", "the byte 0xff", *UTF_8, where="dev.py:1")),
    "a null byte": (
        first("LEVEL = 1", "NAME = '\0'"),
        Problem("encoding", "the byte 0x00", *UTF_8, where="dev.py:2"),
    ),
    "a null byte in a shared file": (
        first("from environments._null import NAME"),
        Problem("encoding", "the byte 0x00", *UTF_8, where="_null.py:2"),
    ),
}
SETTING = {
    "another name": (
        dev(("environment = ", "env = ")),
        Problem("environment", "env", SETS, "Write environment instead of env", where=at("environment = ")),
    ),
    "two other names": (
        dev(("environment = ", "one = ")) + "two = one\n",
        Problem(
            "environment", "one, two", SETS, "Write environment instead of one", where=at("environment = ")
        ),
    ),
    "an imported name": (
        "from environments._base import base\n",
        Problem("environment", "base", SETS, "Write environment instead of base", where="dev.py:1"),
    ),
    "nothing": ("LEVEL = 1\n", Problem("environment", "nothing", SETS, NOTHING, where="dev.py:1")),
    "an empty file": ("", Problem("environment", "nothing", SETS, NOTHING, where="dev.py:1")),
    "a comma": (
        f"{DEV.rstrip()},\n",
        Problem(
            "environment",
            "a value of the kind tuple",
            SETS,
            "Remove the comma after it",
            where=at("environment = "),
        ),
    ),
    "another kind": (
        "\nenvironment = {'PASSWORD': 'hunter2'}\n",
        Problem(
            "environment",
            "a value of the kind dict",
            SETS,
            "Write environment = Environment(…)",
            where="dev.py:2",
        ),
    ),
    "a second environment": (
        DEV + dev(("environment = ", "prod = ")),
        Problem(
            "prod",
            "a second Environment",
            "dev.py sets one",
            "Move it to a file of its own",
            where=f"dev.py:{LENGTH + LINE['environment = ']}",
        ),
    ),
    "a second environment of the same name": (
        DEV + dev(('"dev"', '"qa"')),
        Problem(
            "environment",
            "a second Environment",
            "dev.py sets one",
            "Move it to a file of its own",
            where=f"dev.py:{LENGTH + LINE['environment = ']}",
        ),
    ),
}
VARIABLES = {
    "None": ('"LEVEL": None', "LEVEL", "None", 'Leave it out, or write "" for an empty text'),
    "a number": ('"LEVEL": 1', "LEVEL", "1", 'Write "1"'),
    "a switch": ('"LEVEL": True', "LEVEL", "True", 'Write "true"'),
    "a fraction": ('"LEVEL": 1.5', "LEVEL", "1.5", 'Write "1.5"'),
    "a list": ('"LEVEL": ["hunter2"]', "LEVEL", "list (not shown)", 'Write its text, "…"'),
    "bytes": ('"LEVEL": b"hunter2"', "LEVEL", "bytes (not shown)", 'Write its text, "…"'),
    "a secret": ('"LEVEL": Secret("arn")', "LEVEL", "Secret (not shown)", "Move it to secrets"),
    "a secret number": ('"API_KEY": 271828', "API_KEY", "int (not shown)", 'Write its text, "…"'),
}
NAMES_OF_VARIABLES = {
    "a number": ("1", "1", 'Write "1"'),
    "a switch": ("False", "False", 'Write "false"'),
    "None": ("None", "None", 'Write its text, "…"'),
    "bytes": ("b'LEVEL'", "b'LEVEL'", 'Write its text, "…"'),
}
SHARED = {
    "_common": (
        "from attrs import frozen\nfrom cdktf_apprunner import AutoScaling\nLEVEL = 1\n"
        "def scaling():\n    return AutoScaling(\n        min_sze=1)\n"
        "@frozen\nclass Team:\n    name: str\n"
    ),
    "_one": "from environments._two import TWO\nONE = 1\n",
    "_two": "from environments._one import ONE\nTWO = 2\n",
    "_fails": "LEVEL = 1\nLEVEL / 0\n",
    "_wrong": "LEVEL = 1\nLEVEL = =\n",
    "_null": "LEVEL = 1\nNAME = '\0'\n",
    "_base": dev(("environment = ", "base = ")),
}
ROWS = dict(chain(*(rows.items() for rows in (NAMES, IMPORTS, CALLS, ENDED, TEXTS, SETTING))))


def write(folder: Path, name: str, text: str | bytes) -> None:
    (folder / f"{name}.py").write_bytes(text.encode() if isinstance(text, str) else text)


def found(folder: Path) -> list[Problem]:
    with pytest.raises(EnvironmentsError) as error:
        load(folder)
    return list(error.value.problems)


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_each_mistake_is_explained(folder, text, expected):
    for name, shared in SHARED.items():
        write(folder, name, shared)
    write(folder, "dev", text)
    assert found(folder) == [expected]


def with_variables(folder: Path, variables: str) -> None:
    """Write dev with these variables, after a line of their own."""
    text = dev(('{"LOG_LEVEL": "debug"}', f'{{\n        "MODE": "dev",\n        {variables},\n    }}'))
    write(folder, "dev", text.replace("import AutoScaling", "import Secret, AutoScaling"))


@pytest.mark.parametrize(("variable", "name", "shown", "advice"), VARIABLES.values(), ids=VARIABLES)
def test_a_variable_that_is_not_text(folder, variable, name, shown, advice):
    with_variables(folder, variable)
    problem = next(each for each in found(folder) if each.field.startswith("environment"))
    assert (problem.field, problem.shown) == (f"environment[{name!r}]", shown)
    assert (problem.allowed, problem.advice) == ("a variable must be text", advice)
    assert problem.where == f"dev.py:{LINE['environment={'] + 2}"


@pytest.mark.parametrize(("name", "shown", "advice"), NAMES_OF_VARIABLES.values(), ids=NAMES_OF_VARIABLES)
def test_a_variable_s_name_that_is_not_text(folder, name, shown, advice):
    with_variables(folder, f'{name}: "hunter2"')
    (problem,) = found(folder)
    assert (problem.field, problem.shown) == (f"environment[{shown}]", shown)
    assert (problem.allowed, problem.advice) == ("a variable's name must be text", advice)
    assert problem.where == f"dev.py:{LINE['environment={'] + 2}"


def test_variables_that_are_no_dict(folder):
    write(folder, "dev", dev(('{"LOG_LEVEL": "debug"}', '["PASSWORD=hunter2"]')))
    (problem,) = found(folder)
    assert (problem.field, problem.shown) == ("environment", "list (not shown)")
    assert (problem.allowed, problem.advice) == ("allowed is a dict of texts", 'Write {"NAME": "value"}')


@pytest.mark.parametrize("value", ['"${var.level}"', "-1.2e208", "Token.as_any('${var.level}')"])
def test_a_variable_that_only_terraform_knows(folder, value):
    with_variables(folder, f'"LEVEL": {value}')
    text = (folder / "dev.py").read_text(encoding="utf-8")
    write(folder, "dev", f"from cdktf import Token\n{text}")
    assert set(load(folder).environments[0].environment) == {"MODE", "LEVEL"}


@pytest.mark.parametrize(
    ("text", "given", "advice", "line"),
    [
        (REGISTRY.replace("registry = ", "reg = "), "reg", "Write registry instead of reg", 5),
        ("", "nothing", "Write registry = Registry(…)", 1),
        ("registry = None\n", None, "Write registry = Registry(…)", 1),
    ],
)
def test_a_registry_that_is_not_set(folder, text, given, advice, line):
    write(folder, "registry", text)
    allowed = "registry.py must set registry to a Registry"
    assert found(folder) == [Problem("registry", given, allowed, advice, where=f"registry.py:{line}")]


def test_an_environment_made_from_another_of_the_file(folder):
    """It is used, so it isn't a second one; a text that looks like one isn't either."""
    text = dev(("environment = ", "base = ")) + "'''\nenvironment = Environment(\n'''\n"
    write(folder, "dev", f"{text}from attrs import evolve\nenvironment = evolve(base, port=80)\n")
    assert load(folder).environments[0].port == 80


@pytest.mark.parametrize("where", ["dev", "_common"])
def test_an_interrupt_interrupts(folder, where):
    write(folder, "_common", "")
    write(folder, "dev", first("import environments._common"))
    write(folder, where, "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        load(folder)


def test_a_credential_in_an_error_is_hidden(folder):
    secret = "ghp_" + "a" * 36
    write(folder, "dev", first(f"{{}}['{secret}']"))
    (problem,) = found(folder)
    assert (problem.field, problem.shown) == ("KeyError", "a text with a credential (not shown)")


def test_a_relative_folder_has_the_same_lines(folder, monkeypatch):
    write(folder, "_fails", SHARED["_fails"])
    write(folder, "dev", first("from environments._fails import LEVEL"))
    monkeypatch.chdir(folder.parent)
    assert [problem.where for problem in found(Path(folder.name))] == ["_fails.py:2"]


def test_without_a_registry_or_a_folder(tmp_path):
    missing = Problem(
        "registry.py",
        str(tmp_path),
        "the folder must contain a registry.py",
        "Add it, with registry = Registry(…)",
        where="registry.py",
    )
    assert found(tmp_path) == [missing]
    folder = tmp_path / "environments"
    advice = "Make it, with registry.py and a file for each environment"
    assert found(folder) == [Problem("environments", str(folder), "there is no such folder", advice)]


def test_a_registry_alone(folder):
    (folder / "dev.py").unlink()
    assert load(folder).environments == []


def test_the_explanations_are_imported_only_for_a_mistake(folder):
    program = (
        "import sys; from pathlib import Path; from cdktf_apprunner.environments import load\n"
        f"load(Path({str(folder)!r})); print([name for name in sys.modules if 'mistakes' in name])"
    )
    done = run("-c", program)
    assert done.stdout == "[]\n", done.stderr
