"""The workflows have no logic, call only existing commands, and the linters find mistakes in them."""

import re
import shutil
import subprocess

import click
import pytest

from cdktf_apprunner_tools.program import COMMANDS as PROGRAM
from cdktf_apprunner_tools.program import program
from tests.support.makefile import MAKEFILE, has_target
from tests.support.project import PROJECT
from tests.support.workflows import FILES, GITHUB, LOADED

OUTPUT = r'( >> "\$GITHUB_(OUTPUT|STEP_SUMMARY)"| > review\.md)?'


def steps(loaded):
    """Return every step of a workflow, or of an action."""
    jobs = [*loaded.get("jobs", {}).values(), loaded.get("runs", {})]
    return [step for job in jobs for step in job.get("steps", [])]


COMMANDS = sorted({step["run"] for loaded in LOADED.values() for step in steps(loaded) if "run" in step})


@pytest.mark.parametrize("command", COMMANDS)
def test_steps_only_call_commands(command):
    """A target of the Makefile, a command of the program, or one plain program."""
    if made := re.fullmatch(rf"make (--silent )?([\w/.]+){OUTPUT}", command):
        assert has_target(made[2])
    elif called := re.fullmatch(rf"\.venv/bin/cdktf-apprunner ([\w ]+)( review\.md)?{OUTPUT}", command):
        name, *rest = called[1].split()
        found = program.get_command(click.Context(program), name)
        assert name in PROGRAM
        assert [*getattr(found, "commands", {})].count(*rest) if rest else isinstance(found, click.Command)
    else:
        programs = r"terraform|mkdir|pipenv|python -m (pip|venv|cyclonedx_py)|python tools/check_release\.py"
        assert re.fullmatch(rf'({programs})[\w $"./=*\[\]-]*', command)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_actions_are_pinned(path):
    uses = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    for used in uses:
        assert used.startswith("./.github/") or re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used)


def test_one_action_has_one_version():
    pinned = {}
    for path in FILES:
        for name, version in re.findall(r"uses: ([\w/-]+)@(.*)", path.read_text(encoding="utf-8")):
            assert pinned.setdefault(name, version) == version


@pytest.mark.parametrize("path", sorted(GITHUB.glob("workflows/*.yml")), ids=lambda path: path.name)
def test_no_permission_is_given_to_a_whole_workflow(path):
    workflow = LOADED[path]
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())


DEPLOYED = [job for job in LOADED[GITHUB / "workflows" / "deploy.yml"]["jobs"] if job != "stacks"]


@pytest.mark.parametrize("name", DEPLOYED)
def test_the_inputs_of_a_stack(name):
    """The linter doesn't check the inputs of a called workflow."""
    called = LOADED[GITHUB / "workflows" / "stack.yml"][True][
        "workflow_call"
    ]  # YAML reads the key on as True
    job = LOADED[GITHUB / "workflows" / "deploy.yml"]["jobs"][name]
    required = {key for key, given in called["inputs"].items() if given.get("required")}
    assert required <= set(job["with"]) <= set(called["inputs"])
    assert set(job["secrets"]) == set(called["secrets"])
    assert job["with"]["stack"] == f"${{{{ toJSON(fromJSON(needs.stacks.outputs.stacks).{name}) }}}}"


def test_apply_waits_for_approval_and_uses_the_plan():
    apply = LOADED[GITHUB / "workflows" / "stack.yml"]["jobs"]["apply"]
    assert apply["environment"] == "${{ fromJSON(inputs.stack).name }}"
    (deploying,) = (step for step in apply["steps"] if step.get("run") == ".venv/bin/cdktf-apprunner deploy")
    assert deploying["env"]["REVIEWED"] == "approved"
    (given,) = (step for step in apply["steps"] if step.get("with", {}).get("path") == "approved")
    assert given["with"]["name"] == "plan-${{ fromJSON(inputs.stack).name }}"


@pytest.fixture
def lint(tmp_path):
    """Lint a copy of the workflows with mistakes in one, like ``make lint``."""
    shutil.copytree(GITHUB, tmp_path / ".github")
    (recipe,) = re.findall(r"^lint:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    commands = [line for line in recipe.splitlines() if ".github" in line]
    assert len(commands) == 2
    script = "\n".join(commands).replace("$(CURDIR)/", "").replace("$(BIN)", str(PROJECT / ".venv/bin"))
    script = script.replace("node_modules/", f"{PROJECT}/node_modules/").replace("$$", "$")

    def run(mistakes):
        path = tmp_path / ".github" / "workflows" / "plan.yml"
        text = path.read_text(encoding="utf-8")
        for right, wrong in mistakes.items():
            assert right in text
            text = text.replace(right, wrong, 1)
        path.write_text(text, encoding="utf-8")
        return subprocess.run(
            ["sh", "-ec", script], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.slow
def test_actionlint_finds_mistakes(lint):
    done = lint(
        {
            "needs: stacks": "needs: stack",
            "github.event.number": "github.evnt.number",
            "run: .venv/bin/cdktf-apprunner plan": "rum: .venv/bin/cdktf-apprunner plan",
        }
    )
    assert done.returncode == 1
    assert 'needs job "stack" which does not exist' in done.stdout
    assert 'property "evnt" is not defined' in done.stdout
    assert 'unexpected key "rum"' in done.stdout


@pytest.mark.slow
def test_zizmor_finds_mistakes(lint):
    """It runs after actionlint, which finds nothing here."""
    pinned = "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
    done = lint({pinned: "@v7", "persist-credentials: false": "fetch-depth: 1"})
    assert "All workflow files passed lint checks" in done.stdout
    assert done.returncode > 1
    assert "error[unpinned-uses]" in done.stdout
    assert "artipacked" in done.stdout
