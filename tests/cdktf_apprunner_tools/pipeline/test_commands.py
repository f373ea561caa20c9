"""Plan and deploy with the real Terraform: only the reviewed plan is applied."""

import json
import shutil
import stat

import pytest
from click.testing import CliRunner

from cdktf_apprunner_tools import terraform
from cdktf_apprunner_tools.pipeline.stacks import Stack
from cdktf_apprunner_tools.program import program
from tests.support import project
from tests.support.makefile import make

SECRET = "hunter2"


@pytest.fixture
def outdir(tmp_path, monkeypatch):
    """A synthesized stack, dev, with resources of Terraform itself, and its state where ours is."""
    made = {
        "terraform": {"backend": {"local": {"path": "../../../terraform.dev.tfstate"}}},
        "variable": {
            "image_tag": {"type": "string", "default": "v1"},
            "password": {"type": "string", "default": SECRET, "sensitive": True},
        },
        "resource": {
            "terraform_data": {
                "service": {"input": "${var.image_tag}"},
                "secret": {"input": {"password": "${var.password}"}},
            }
        },
        "output": {"image": {"value": "${terraform_data.service.output}"}},
    }
    folder = tmp_path / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True)
    (folder / "cdk.tf.json").write_text(json.dumps(made), encoding="utf-8")
    monkeypatch.setenv("CDKTF_OUTDIR", str(tmp_path / "cdktf.out"))
    return tmp_path / "cdktf.out"


@pytest.fixture
def run(outdir):
    """Run a command in this process."""

    def invoke(*arguments, answer=None):
        return CliRunner().invoke(program, [*arguments, "--synthesized"], input=answer)

    return invoke


def image(outdir):
    """Return the image in the state; None before the first apply."""
    path = outdir.parent / "terraform.dev.tfstate"
    outputs = json.loads(path.read_text())["outputs"] if path.exists() else {}
    return outputs.get("image", {}).get("value")


@pytest.mark.terraform
def test_only_the_reviewed_plan_is_applied(run, outdir, tmp_path):
    plans = outdir.parent / "plans"
    reviewed = tmp_path / "reviewed"

    done = run("plan", "dev")
    assert done.exit_code == 0, done.output
    assert SECRET not in (plans / "dev.json").read_text()
    assert stat.S_IMODE(plans.stat().st_mode) == 0o700
    assert (plans / "dev.tfplan").exists()
    assert run_plain("workflow", "changed", "dev") == "changed=true\n"
    shutil.copytree(plans, reviewed, ignore=shutil.ignore_patterns("*.tfplan"))

    # A tag that wasn't reviewed.
    done = run("deploy", "dev", "--image-tag", "v2", "--reviewed", str(reviewed))
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "cdktf-apprunner: dev: not what was reviewed; nothing was applied:",
        "  terraform_data.service: reviewed create, now create with other values",
    ]
    assert image(outdir) is None

    # The reviewed tag is applied without a question, and its plan removed.
    done = run("deploy", "dev", "--reviewed", str(reviewed))
    assert done.exit_code == 0, done.output
    assert image(outdir) == "v1"
    assert list(plans.iterdir()) == []

    # Nothing is left to change, so it doesn't matter that the review is of an older state.
    done = run("deploy", "dev", "--reviewed", str(reviewed))
    assert (done.exit_code, done.output) == (0, "dev: nothing to change\n")
    assert run_plain("workflow", "changed", "dev") == "changed=false\n"

    # Planning compares with the review too.
    done = run("plan", "dev", "--image-tag", "v2", "--reviewed", str(reviewed))
    assert done.exit_code == 1
    assert "terraform_data.service: reviewed create, now update" in done.stderr
    done = run("plan", "dev", "--image-tag", "v2", "--reviewed", str(tmp_path))
    assert done.exit_code == 1
    assert done.stderr.startswith("cdktf-apprunner: dev: there is no reviewed plan")

    # On a laptop: the review, then a question.
    done = run("deploy", "dev", "--image-tag", "v2", answer="n\n")
    assert done.exit_code == 1
    assert "dev: changes a terraform_data" in done.output
    assert image(outdir) == "v1"
    done = run("deploy", "dev", "--image-tag", "v2", answer="")
    assert done.exit_code == 2
    assert done.stderr.endswith("cdktf-apprunner: nobody answered; --auto-approve doesn't ask\n")
    assert image(outdir) == "v1"
    assert run("deploy", "dev", "--image-tag", "v2", answer="y\n").exit_code == 0
    assert image(outdir) == "v2"
    assert run("deploy", "dev", "--image-tag", "v3", "--auto-approve").exit_code == 0
    assert image(outdir) == "v3"


def run_plain(*arguments):
    return CliRunner().invoke(program, arguments).output


@pytest.mark.terraform
@pytest.mark.parametrize(
    "text", ["", "[]", '{"resource_changes": [1]}', '{"resource_changes": [{"address": 1}]}']
)
def test_a_reviewed_file_that_is_not_a_plan(run, outdir, tmp_path, text, monkeypatch):
    change = {"actions": ["create"]}
    fresh = {"resource_changes": [{"address": "a.b", "change": change}]}
    monkeypatch.setattr(Stack, "plan", lambda *_, **__: fresh)
    (tmp_path / "dev.json").write_text(text, encoding="utf-8")
    done = run("deploy", "dev", "--reviewed", str(tmp_path))
    assert done.exit_code == 2
    assert (
        done.stderr
        == f"cdktf-apprunner: {tmp_path / 'dev.json'} isn't a plan as terraform show -json prints it\n"
    )


@pytest.mark.terraform
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plan"], "no stack was given; there are dev, prod, registry, staging"),
        (
            ["deploy", "ENV=mars"],
            "there is no stack 'mars'; there are dev, prod, registry, staging",
        ),
        (
            ["plan", "ENV=registry", "IMAGE_TAG=v1"],
            "registry has no image tag to choose; leave it out",
        ),
        (["review", "ENV=dev"], "there is no plan to review; cdktf-apprunner plan dev makes one"),
    ],
)
def test_impossible_requests_get_one_line(stacks, arguments, message):
    done = make(*arguments, "SYNTHESIZED=1", CDKTF_OUTDIR=str(stacks))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == f"cdktf-apprunner: {message}"
    assert done.stdout == ""


@pytest.mark.terraform
def test_the_error_of_terraform_is_shown(outdir):
    path = outdir / "stacks" / "dev" / "cdk.tf.json"
    path.write_text(path.read_text().replace("var.image_tag", "var.no_such"), encoding="utf-8")
    plans = outdir.parent / "plans"
    plans.mkdir()
    for name in ("dev.json", "dev.tfplan"):
        (plans / name).touch()
    done = make("plan", "ENV=dev", "SYNTHESIZED=1", CDKTF_OUTDIR=str(outdir))
    assert "Reference to undeclared input variable" in done.stderr
    assert "cdktf-apprunner: terraform plan failed\n" in done.stderr
    assert list(plans.iterdir()) == []  # the earlier plan is removed too


def test_without_terraform(run, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    done = run("plan", "dev")
    assert done.exit_code == 2
    assert done.stderr == (
        "cdktf-apprunner: terraform is not on PATH: install Terraform 1.7 or newer, or OpenTofu\n"
    )


def test_without_stacks(tmp_path):
    done = make("review", CDKTF_OUTDIR=str(tmp_path / "cdktf.out"))
    assert done.returncode == 2
    assert done.stderr.startswith("cdktf-apprunner: there are no stacks in ")


@pytest.mark.terraform
def test_environments_that_cannot_be_synthesized(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(program, ["plan", "dev"])
    assert done.exit_code == 1
    assert done.stderr == "cdktf-apprunner: the stacks can't be synthesized\n"


@pytest.mark.slow
def test_a_main_py_that_imports_cdktf_first(tmp_path):
    """Importing cdktf starts Node, and PATH may have no Node where no virtual environment is active."""
    (tmp_path / "main.py").write_text("import cdktf\nraise SystemExit(bool(cdktf.App))", encoding="utf-8")
    (tmp_path / "terraform").symlink_to(terraform.executable())
    variables = {"PATH": str(tmp_path), **terraform.environment()}
    done = project.run_with(variables, "-m", "cdktf_apprunner_tools", "plan", "dev", folder=tmp_path)
    assert done.stderr == "cdktf-apprunner: the stacks can't be synthesized\n"


@pytest.mark.slow
def test_stacks_for_a_workflow(stacks, tmp_path, monkeypatch):
    monkeypatch.setenv("CDKTF_OUTDIR", str(stacks))
    refused = CliRunner().invoke(program, ["workflow", "stacks"])
    assert refused.exit_code == 2
    assert refused.stderr == (
        "cdktf-apprunner: dev, registry keep their state in files, which a pipeline loses: "
        "use S3State or TerraformCloud\n"
    )
    outdir = tmp_path / "cdktf.out"
    for name in ("prod", "staging"):
        shutil.copytree(stacks / "stacks" / name, outdir / "stacks" / name)
    monkeypatch.setenv("CDKTF_OUTDIR", str(outdir))
    lines = run_plain("workflow", "stacks").splitlines()
    found = {name: json.loads(value) for name, value in (line.split("=", 1) for line in lines)}
    place = {"account_id": "111122223333", "region": "eu-west-1"}
    prod, staging = {"name": "prod", **place, "cloud": True}, {"name": "staging", **place, "cloud": False}
    assert found == {"matrix": [prod, staging], "stacks": {"prod": prod, "staging": staging}}


@pytest.mark.terraform
def test_make_plan_and_make_review(outdir):
    """The commands as people type them, with the real review."""
    (outdir / "stacks" / "other").mkdir()
    shutil.copy(outdir / "stacks" / "dev" / "cdk.tf.json", outdir / "stacks" / "other")
    variables = {"CDKTF_OUTDIR": str(outdir), "SYNTHESIZED": "1"}
    planned = make("plan", "ENV=dev", "IMAGE_TAG=v9", **variables)
    assert planned.returncode == 0, planned.stderr
    reviewed = make("review", **variables)
    assert reviewed.returncode == 0, reviewed.stderr
    assert reviewed.stdout.startswith("**Not planned: other.**\n")
    assert "terraform_data.service" in reviewed.stdout
    assert SECRET not in reviewed.stdout
    one = make("review", "ENV=dev", **variables)
    assert "Not planned" not in one.stdout
    assert reviewed.stdout.endswith(one.stdout)
