"""Every command that the README and the pages show exists, with these arguments and options."""

import re
import shlex

import botocore.session
import click
import pytest
from botocore import xform_name

from cdktf_apprunner_tools.program import program
from tests.support.makefile import has_target
from tests.support.pages import blocks
from tests.support.project import PROJECT, read

PAGES = [
    "README.md",
    "SECURITY.md",
    *sorted(str(path.relative_to(PROJECT)) for path in PROJECT.glob("docs/**/*.md")),
]
OTHERS = {
    "cd",
    "docker",
    "export",
    "gh",
    "git",
    "npm",
    "pipenv",
    "pytest",
    "python",
    "source",
    "terraform",
    "cdktf",
    "make",
}
"""Programs that aren't ours; pip and the AWS CLI are checked too."""
OF_THE_CLI = {("configure", "sso"), ("ecr", "get-login-password"), ("logs", "tail"), ("sso", "login")}
"""Commands that the AWS CLI adds to those of the API."""
OF_EVERY_COMMAND = {"--region", "--profile", "--query", "--output"}


def shown(page):
    """Return the commands that a page shows, each as a list of words."""
    lines = [line[2:] for block in blocks(page, "console") for line in block.splitlines() if line[:2] == "$ "]
    inline = re.findall(r"`((?:cdktf-apprunner|make) [^`\n…]+)`", page)
    for line in [*lines, *inline]:
        words = shlex.shlex(line, posix=True, punctuation_chars="|&>;()")
        words.whitespace_split = True
        yield from split(list(words))


def split(words):
    """Split a line into its commands, without variables, redirections and what runs a command."""
    command = []
    for word in [*words, "|"]:
        if word in ("|", "&&", ";"):
            yield [each for each in command if each]
            command = []
        elif word == ">":
            command.append(None)
        elif command and command[-1] is None:
            command.pop()
        elif command or not re.fullmatch(r"[A-Z_]+=.*", word):
            command.append(word)
        if command[:2] == ["pipenv", "run"]:
            command = []


COMMANDS = sorted({(name, tuple(words)) for name in PAGES for words in shown(read(name)) if words})


def parse(words):
    """Parse the arguments of the program as it does, without running it."""
    command, context = program, click.Context(program)
    while isinstance(command, click.Group) and words:
        name, *words = words
        command = command.get_command(context, name)
        assert command is not None, name
    if words:  # a text may name a command alone
        command.make_context(command.name, list(words))


def check_aws(words):
    """Check an operation and its options with botocore's model."""
    service, operation, *rest = words
    if (service, operation) in OF_THE_CLI:
        return
    model = botocore.session.get_session().get_service_model(service.removesuffix("api"))
    names = {xform_name(name, "-"): name for name in model.operation_names}
    members = model.operation_model(names[operation]).input_shape.members
    known = {f"--{xform_name(member, '-')}" for member in members} | OF_EVERY_COMMAND
    assert {word for word in rest if word.startswith("--")} <= known


@pytest.mark.parametrize(
    ("page", "words"), COMMANDS, ids=lambda value: value if isinstance(value, str) else None
)
def test_the_command_exists(page, words):
    name, *rest = words
    name = name.rpartition("/")[2]
    if name == "cdktf-apprunner":
        parse(rest)
    elif name == "make":
        assert all(has_target(word) for word in rest if "=" not in word and not word.startswith("-"))
    elif name == "aws":
        check_aws(rest)
    else:
        assert name in OTHERS | {"pip"}


@pytest.mark.parametrize(
    "words",
    [
        ["destory", "dev"],
        ["plan", "dev", "--tag", "v1"],
        ["sandbox", "sreve"],
        ["review", "--fail-on", "boredom"],
    ],
)
def test_wrong_commands_are_noticed(words):
    with pytest.raises((click.ClickException, AssertionError)):
        parse(words)


@pytest.mark.parametrize("words", [["ecr", "list-image"], ["ecr", "list-images", "--repository", "shop"]])
def test_wrong_calls_of_aws_are_noticed(words):
    with pytest.raises((KeyError, AssertionError)):
        check_aws(words)


def test_the_wheel_has_this_version():
    version = re.search(r'^version = "(.*)"', read("pyproject.toml"), re.MULTILINE)[1]
    named = {wheel for name in PAGES for wheel in re.findall(r"cdktf_apprunner-([\d.]+)-py3", read(name))}
    assert named == {version}
