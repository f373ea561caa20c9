"""Upgrades of a project: edits are kept, and git merges what the template changed."""

import json

import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools.new import project
from cdktf_apprunner_tools.program import program
from tests.support.project import contents

MAIN, ACTION = "main.py", ".github/actions/setup/action.yml"


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A new project, which is the current folder."""
    monkeypatch.chdir(tmp_path)
    given = ["--account", "111122223333", "--region", "eu-west-1", "--workflows"]
    assert CliRunner().invoke(program, ["new", "shop", *given]).exit_code == 0
    monkeypatch.chdir(tmp_path / "shop")
    return tmp_path / "shop"


@pytest.fixture
def newer(monkeypatch):
    """Change what the template writes, as a newer version would."""
    real = project.render

    def change(path, edit):
        rendered = project.render
        monkeypatch.setattr(
            project,
            "render",
            lambda answers: (files := rendered(answers)) | {path: edit(files.get(path, ""))},
        )

    assert project.render is real
    return change


def upgrade(*arguments):
    return CliRunner().invoke(program, ["upgrade", *arguments])


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_to_change(shop):
    before = contents(shop)
    done = upgrade()
    assert (done.exit_code, done.stdout) == (0, "nothing to change\n")
    assert contents(shop) == before


def test_a_file_without_edits_is_replaced(shop, newer):
    newer(MAIN, lambda text: text + "# new\n")
    done = upgrade()
    assert done.exit_code == 0, done.output
    assert done.stdout == "changed   main.py\npipenv lock, then pytest\n"
    assert (shop / MAIN).read_text(encoding="utf-8").endswith("# new\n")
    assert upgrade().stdout == "nothing to change\n"


def test_edits_are_kept(shop, newer):
    """An edit at the top, and a change of the template at the end."""
    edit(shop / MAIN, '"""The app', '"""Our app')
    newer(MAIN, lambda text: text + "# new\n")
    assert upgrade().exit_code == 0
    text = (shop / MAIN).read_text(encoding="utf-8")
    assert text.startswith('"""Our app')
    assert text.endswith("# new\n")
    newer(MAIN, lambda text: text + "# newer\n")
    assert upgrade().exit_code == 0
    text = (shop / MAIN).read_text(encoding="utf-8")
    assert text.startswith('"""Our app')
    assert text.endswith("# new\n# newer\n")


def test_a_conflict_holds_both_texts(shop, newer):
    edit(shop / MAIN, '"""The app', '"""Our app')
    newer(MAIN, lambda text: text.replace('"""The app', '"""An app'))
    done = upgrade()
    assert done.exit_code == 1
    assert done.stdout == "conflict  main.py\n"
    text = (shop / MAIN).read_text(encoding="utf-8")
    assert '<<<<<<< yours\n"""Our app' in text
    assert '"""An app' in text
    assert ">>>>>>> template\n" in text


def test_the_same_edit_is_no_conflict(shop, newer):
    edit(shop / MAIN, '"""The app', '"""Our app')
    newer(MAIN, lambda text: text.replace('"""The app', '"""Our app'))
    assert upgrade().stdout == "nothing to change\n"


def test_a_new_file_is_added_and_a_deleted_one_stays_deleted(shop, newer):
    (shop / ACTION).unlink()
    newer(ACTION, lambda text: text + "# new\n")
    newer("CODEOWNERS", lambda text: "* @acme\n")
    assert upgrade().stdout.splitlines()[0] == "changed   CODEOWNERS"
    assert not (shop / ACTION).exists()


@pytest.mark.parametrize("path", ["README.md", "environments/dev.py", "environments/registry.py"])
def test_environments_and_the_readme_are_the_user_s(shop, newer, path):
    before = (shop / path).read_text(encoding="utf-8")
    newer(path, lambda text: text + "# new\n")
    assert upgrade().stdout == "nothing to change\n"
    assert (shop / path).read_text(encoding="utf-8") == before


def test_removed_environments_do_not_come_back(shop):
    (shop / "environments" / "prod.py").unlink()
    assert upgrade().stdout == "nothing to change\n"
    assert not (shop / "environments" / "prod.py").exists()


def test_another_library(shop):
    assert upgrade("--library", "git+https://example.com/a.git@v2").exit_code == 0
    assert 'git = "https://example.com/a.git", ref = "v2"' in (shop / "Pipfile").read_text(encoding="utf-8")
    kept = json.loads((shop / project.RECORD).read_text(encoding="utf-8"))
    assert kept["answers"]["library"] == {"git": "https://example.com/a.git", "ref": "v2"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "there is no .cdktf-apprunner.json here; run it in a folder that cdktf-apprunner new wrote"),
        ("", ".cdktf-apprunner.json can't be read: "),
        ("[]", ".cdktf-apprunner.json can't be read: "),
        ("{}", ".cdktf-apprunner.json can't be read: "),
    ],
)
def test_without_a_record(shop, text, message):
    (shop / project.RECORD).unlink()
    if text is not None:
        (shop / project.RECORD).write_text(text, encoding="utf-8")
    done = upgrade()
    assert done.exit_code == 2
    assert done.stderr.startswith(f"cdktf-apprunner: {message}")


def test_without_git_nothing_is_written(shop, newer, monkeypatch):
    edit(shop / MAIN, '"""The app', '"""Our app')
    newer(ACTION, lambda text: text + "# new\n")
    newer(MAIN, lambda text: text + "# new\n")
    before = contents(shop)
    monkeypatch.setenv("PATH", "/nowhere")
    done = upgrade()
    assert (done.exit_code, done.stderr) == (
        2,
        "cdktf-apprunner: git can't be found; an upgrade merges with it\n",
    )
    assert contents(shop) == before
