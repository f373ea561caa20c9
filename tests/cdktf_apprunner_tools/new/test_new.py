"""A new project: what is written, what is refused, and that nothing is half written."""

import ast
import json
import tomllib

import pytest
import yaml
from attrs import evolve
from click.testing import CliRunner

from cdktf_apprunner_tools.new import command, project
from cdktf_apprunner_tools.new.answers import Answers
from cdktf_apprunner_tools.new.template import PIPENV, render
from cdktf_apprunner_tools.program import program
from tests.support.project import PROJECT, contents, read

DEPLOYED = yaml.safe_load(read(".github/workflows/deploy.yml"))["jobs"]
ANSWERS = Answers(
    name="shop",
    repository="shop",
    account_id="111122223333",
    region="eu-west-1",
    environments=tuple(name for name in DEPLOYED if name not in ("stacks", "registry")),
    state="local",
    workflows=True,
    library=None,
    project_id=json.loads(read("cdktf.json"))["projectId"],
)
GIVEN = ("--account", "111122223333", "--region", "eu-west-1")
SAME = [
    "main.py",
    "cdktf.json",
    "tests/test_project.py",
    ".github/actions/setup/action.yml",
    ".github/workflows/plan.yml",
    ".github/workflows/deploy.yml",
    ".github/workflows/stack.yml",
]
"""The files of this repository that are those of a new project."""


@pytest.fixture
def new(tmp_path, monkeypatch):
    """Write a project into an empty folder, without a terminal."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(program, ["new", *arguments])

    return run


@pytest.mark.parametrize("path", SAME)
def test_this_repository_has_the_shape_of_a_new_project(path):
    """To change one of these files, change its template too."""
    assert render(ANSWERS)[path] == read(path)


def test_one_version_of_pipenv():
    assert f"pipenv=={PIPENV}\n" in read("Makefile")


@pytest.mark.parametrize(
    "state", ["local", "s3://acme-state/shop", "s3://acme-state", "app.terraform.io/acme"]
)
@pytest.mark.parametrize("environments", [("dev",), ("prod",), ("qa-1", "live"), ("a", "b", "prod-eu")])
@pytest.mark.parametrize("library", [None, {"git": "https://example.com/a.git", "ref": "v1"}])
def test_every_answer_gives_files_that_can_be_read(state, environments, library):
    files = render(evolve(ANSWERS, state=state, environments=environments, library=library))
    for path, text in files.items():
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "<<" not in text.replace(" << ", "")
        if path.endswith(".py"):
            ast.parse(text)
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".yml"):
            yaml.safe_load(text)
    pipfile = tomllib.loads(files["Pipfile"])
    assert pipfile["packages"]["cdktf-apprunner"]["extras"] == ["cli"]
    jobs = yaml.safe_load(files[".github/workflows/deploy.yml"])["jobs"]
    assert list(jobs) == ["stacks", "registry", *environments]
    needed = ["registry", *environments]
    assert [jobs[name]["needs"][1] for name in environments] == needed[:-1]


def test_what_is_written(new, tmp_path):
    done = new("shop", *GIVEN)
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "shop").iterdir()}
    assert {"main.py", "cdktf.json", "environments", "tests", "Pipfile"} <= names
    assert ".github" not in names  # the state is in files, which a workflow loses
    assert done.stdout.startswith("shop is written. Next:\n  cd shop\n")
    again = new("shop", *GIVEN)
    assert (again.exit_code, again.stdout) == (0, "shop is written already; nothing changed\n")


def test_workflows_come_with_a_shared_state(new, tmp_path):
    assert new("a1", *GIVEN, "--state", "s3://acme-state/shop").exit_code == 0
    assert (tmp_path / "a1/.github/workflows/plan.yml").exists()
    assert new("a2", *GIVEN, "--state", "s3://acme-state/shop", "--no-workflows").exit_code == 0
    assert not (tmp_path / "a2/.github").exists()
    done = new("a3", *GIVEN, "--workflows")
    assert (tmp_path / "a3/.github/workflows/plan.yml").exists()
    assert done.stdout.splitlines()[-1].startswith("The workflows refuse state in local files")


WRONG = {
    "no place": (["shop"], 2, "--account and --region must be given where nobody can be asked"),
    "no region": (["shop", "--account", "111122223333"], 2, "--region must be given where nobody can"),
    "name": (["Shop!", *GIVEN], 1, "NAME: got 'Shop!'"),
    "account": (["shop", "--account", "12", "--region", "eu-west-1"], 1, "--account: got '12'"),
    "region": (["shop", "--account", "111122223333", "--region", "mars"], 1, "--region: got 'mars'"),
    "repository": (["shop", *GIVEN, "--repository", "Shop"], 1, "--repository: got 'Shop'"),
    "environments": (["shop", *GIVEN, "--environments", "dev,Prod"], 1, "--environments: got 'Prod'"),
    "no environment": (["shop", *GIVEN, "--environments", ","], 1, "--environments: got ''"),
    "twice": (["shop", *GIVEN, "--environments", "dev,dev"], 1, "--environments: got 'dev,dev'"),
    "registry": (["shop", *GIVEN, "--environments", "registry"], 1, "environments/registry.py is another"),
    "state": (["shop", *GIVEN, "--state", "gcs"], 1, "--state: got 'gcs'"),
    "long repository": (["shop", *GIVEN, "--repository", "a" * 257], 1, "--repository: got '"),
    "no wheel": (["shop", *GIVEN, "--library", "none.whl"], 1, "--library: 'none.whl' is no wheel here"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_answers(new, tmp_path, name):
    arguments, code, message = WRONG[name]
    done = new(*arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_problem_at_once(new):
    done = new("Shop", "--account", "1", "--region", "mars", "--state", "x")
    assert [line.split(":")[0].strip() for line in done.stderr.splitlines()[1:]] == [
        "NAME",
        "--account",
        "--region",
        "--state",
    ]


@pytest.mark.parametrize("made", ["file", "folder", "other project"])
def test_what_exists_stays(new, tmp_path, made):
    if made == "file":
        (tmp_path / "shop").write_text("mine", encoding="utf-8")
    elif made == "folder":
        (tmp_path / "shop").mkdir()
        (tmp_path / "shop" / "mine").touch()
    else:
        new("shop", *GIVEN, "--environments", "live")
    before = contents(tmp_path) if made != "file" else {}
    done = new("shop", *GIVEN)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert before == (contents(tmp_path) if made != "file" else {})


@pytest.mark.parametrize("inside", [None, ".git"])
def test_an_empty_folder_is_used(new, tmp_path, inside):
    (tmp_path / "shop").mkdir()
    if inside:
        (tmp_path / "shop" / inside).mkdir()
    assert new("shop", *GIVEN).exit_code == 0
    assert (tmp_path / "shop" / "main.py").exists()


def test_a_folder_that_cannot_be_written(new, tmp_path):
    (tmp_path / "file").touch()
    done = new("file/shop", *GIVEN)
    assert done.exit_code == 1
    assert (
        done.stderr == "cdktf-apprunner: file/shop can't be written: Not a directory; nothing was written\n"
    )


@pytest.mark.parametrize("number", [1, 3, 8])
def test_an_interruption_leaves_nothing(new, tmp_path, monkeypatch, number):
    written = []

    def write(path, text):
        written.append(path)
        if len(written) == number:
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    monkeypatch.setattr(project, "_write", write)
    done = new("shop", *GIVEN)
    assert done.exit_code == 1
    assert len(written) == number
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_is_asked(new, tmp_path, monkeypatch):
    class Terminal:
        def isatty(self):
            return True

    monkeypatch.setattr(command.sys, "stdin", Terminal())
    monkeypatch.setattr(command.click, "prompt", {"AWS account": "111122223333", "Region": "eu-west-1"}.get)
    command.new.callback("shop", None, None, None, "dev", "local", None, None)
    assert 'region="eu-west-1"' in (tmp_path / "shop/environments/dev.py").read_text(encoding="utf-8")


LIBRARIES = {
    "git": ("git+https://example.com/acme/a.git@v1", {"git": "https://example.com/acme/a.git", "ref": "v1"}),
    "git without a revision": ("git+https://example.com/a.git", {"git": "https://example.com/a.git"}),
    "address": ("https://example.com/a.whl", {"file": "https://example.com/a.whl"}),
    "wheel": ("dist/a.whl", {"path": "./vendor/a.whl"}),
    "folder": (str(PROJECT), {"path": str(PROJECT), "editable": True}),
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_where_the_library_comes_from(new, tmp_path, name):
    given, written = LIBRARIES[name]
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "a.whl").write_bytes(b"wheel")
    assert new("shop", *GIVEN, "--library", given).exit_code == 0
    found = tomllib.loads((tmp_path / "shop/Pipfile").read_text(encoding="utf-8"))["packages"]
    assert found["cdktf-apprunner"] == {**written, "extras": ["cli"]}
    assert (tmp_path / "shop/vendor/a.whl").exists() is (name == "wheel")


@pytest.mark.parametrize(
    ("direct", "library"),
    [
        (None, None),
        (
            {"url": "https://example.com/a.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            {"git": "https://example.com/a.git", "ref": "abc"},
        ),
        ({"url": "https://example.com/a.whl", "archive_info": {}}, {"file": "https://example.com/a.whl"}),
        ({"url": f"file://{PROJECT}", "dir_info": {}}, {"path": str(PROJECT), "editable": True}),
    ],
)
def test_the_library_is_where_the_program_was_installed_from(monkeypatch, direct, library):
    class Distribution:
        def read_text(self, _):
            return direct and json.dumps(direct)

    monkeypatch.setattr(command, "distribution", lambda _: Distribution())
    assert command.installed_from()[0] == library
