"""A project that ``new`` of the installed wheel wrote, edited as people edit it.

The edits leave the project with a synthesis and tests that pass, after ``pytest --snapshot-update`` has
accepted the change, or with clear messages.
"""

import re
import shutil
from pathlib import Path

import pytest

from cdktf_apprunner_tools import terraform
from tests.support.project import PROJECT

pytestmark = pytest.mark.slow
GIVEN = ("--account", "111122223333", "--region", "eu-west-1")
ACCEPT = "--snapshot-update"


class Shop:
    """A new project, and its Python."""

    def __init__(self, folder, installed):
        self.folder, self.installed = folder, installed
        (folder / ".venv").symlink_to(installed.folder)

    def program(self, *arguments, path="", **variables):
        return self.installed.run("cdktf-apprunner", *arguments, folder=self.folder, path=path, **variables)

    def test(self, *arguments, path="", **variables):
        command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments)
        return self.installed.run(*command, folder=self.folder, path=path, **variables)

    def edit(self, pattern, new, *names):
        """Replace a text in some environments, by default in all."""
        paths = [self.folder / f"environments/{name}.py" for name in names]
        edited = 0
        for path in paths or sorted(self.folder.glob("environments/*.py")):
            text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"))
            path.write_text(text, encoding="utf-8")
            edited += count
        assert edited, f"there is no {pattern}"

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def written(installed, once):
    """A new project, whose stacks are accepted."""

    def write(folder):
        done = installed.run("cdktf-apprunner", "new", "shop", *GIVEN, folder=folder)
        assert done.returncode == 0, done.stderr
        assert Shop(folder / "shop", installed).test(ACCEPT).returncode == 0

    return once("my projects", write) / "shop"


@pytest.fixture
def shop(written, installed, tmp_path):
    """A copy of it in a folder with a space, which a test edits."""
    folder = tmp_path / "a shop"
    shutil.copytree(written, folder, ignore=shutil.ignore_patterns(".venv"))
    return Shop(folder, installed)


def rename_the_service(shop):
    shop.edit('service_name="shop-', 'service_name="store-')


def another_account_and_region(shop):
    shop.edit("111122223333", "444455556666")
    shop.edit("eu-west-1", "us-east-1")


def remove_prod(shop):
    (shop.folder / "environments/prod.py").unlink()


def add_an_environment(shop):
    shutil.copy(shop.folder / "environments/staging.py", shop.folder / "environments/qa.py")
    shop.edit("staging", "qa", "qa")


def state_in_s3(shop):
    shop.edit(
        r"LocalState\(\)",
        'S3State(bucket="acme-state", key="shop/staging.tfstate", region="eu-west-1")',
        "staging",
    )
    shop.edit("import Environment, LocalState", "import Environment, S3State", "staging")


def a_vpc(shop):
    network = 'Vpc(vpc_id="vpc-0a1b2c3d4e5f60718", subnet_ids=["subnet-0a1b2c3d4e5f60718"])'
    shop.edit("    port=8080,", f"    port=8080,\n    vpc={network},", "qa")
    shop.edit("import Environment, LocalState", "import Environment, LocalState, Vpc", "qa")


def source_code(shop):
    code = 'CodeRepository("https://github.com/acme/shop", connection="acme-github", runtime="NODEJS_22")'
    shop.edit(r"EcrImage\(.*\),", f'{code},\n    start_command="node server.js",', "dev")
    shop.edit("AutoScaling, EcrImage, ", "AutoScaling, CodeRepository, ", "dev")


def a_shared_file(shop):
    shop.write("environments/_common.py", 'ACCOUNT = "444455556666"\n')
    shop.edit(r'account_id="\d+"', "account_id=ACCOUNT")
    shop.edit("(\n\nfrom cdktf_apprunner)", r"\n\nfrom environments._common import ACCOUNT\1")


def a_test(shop):
    shop.write(
        "tests/test_ours.py",
        "from test_project import PROJECT\n\ndef test_ours():\n    PROJECT.json('dev')\n",
    )


def another_app(shop):
    shop.write("cdktf.json", '{"language": "python", "app": "python apps/main.py"}')
    (shop.folder / "apps").mkdir()
    main = shop.folder / "main.py"
    text = main.read_text(encoding="utf-8")
    main.unlink()
    shop.write("apps/main.py", text.replace("Path(__file__).parent /", "Path(__file__).parents[1] /"))


EDITS = [
    remove_prod,
    another_account_and_region,
    add_an_environment,
    rename_the_service,
    state_in_s3,
    a_vpc,
    source_code,
    a_shared_file,
    a_test,
    another_app,
]


def test_edits(shop):
    """All of them one after the other: a synthesis after each, and the tests at the end."""
    for edit in EDITS:
        edit(shop)
        done = shop.program("synth")
        assert done.returncode == 0, f"{edit.__name__}: {done.stderr}"
    tested = shop.test()
    assert tested.returncode == 1
    assert ACCEPT in tested.stdout
    assert "Traceback" not in tested.stdout
    for arguments in ([ACCEPT], []):
        tested = shop.test(*arguments)
        assert tested.returncode == 0, tested.stdout


@pytest.mark.parametrize("edit", [remove_prod, a_test, another_app], ids=lambda edit: edit.__name__)
def test_an_edit_that_leaves_the_other_stacks_as_they_are(shop, edit):
    edit(shop)
    tested = shop.test("-k", "accepted or ours")
    assert tested.returncode == 0, tested.stdout


def test_before_anything_is_accepted(shop):
    shutil.rmtree(shop.folder / "tests/__snapshots__")
    tested = shop.test("-rs")
    assert tested.returncode == 0, tested.stdout
    assert "no stack was accepted yet; pytest --snapshot-update accepts all of them" in tested.stdout


def test_mistakes_are_clear_messages(shop):
    """No registry, a misspelt field, and a production that breaks a rule of its guard."""
    (shop.folder / "environments/registry.py").unlink()
    shop.edit("port=8080", "prot=8080", "dev")
    shop.edit("min_size=2", "min_size=1", "prod")
    done, tested = shop.program("synth"), shop.test()
    assert (done.returncode, done.stdout) == (1, "")
    assert tested.returncode != 0
    for message in ("must contain a registry.py", "Did you mean port?", "min-instances"):
        assert message in done.stderr
        assert message in tested.stdout
    assert "Traceback" not in done.stderr + tested.stdout


def test_a_production_without_a_guard(shop):
    shop.edit("    guard=Production\\(\\),\n", "", "prod")
    shop.edit(", Production", "", "prod")
    tested = shop.test("-k", "guarded")
    assert tested.returncode == 1
    assert "prod needs guard=Production()" in tested.stdout


def test_a_narrow_terminal_without_colour_utf_8_or_a_home(shop):
    variables = {"NO_COLOR": "1", "COLUMNS": "60", "LC_ALL": "C", "PYTHONUTF8": "0", "HOME": "/dev/null/home"}
    done = shop.program("synth", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert shop.test(**variables).returncode == 0


@pytest.mark.long
@pytest.mark.cdktf
def test_a_project_from_the_beginning_to_the_end(shop):
    """``terraform validate`` in its tests; in the sandbox a deployment by cdktf, a plan and its review."""
    programs = ":".join(
        (str(PROJECT / "node_modules/.bin"), str(Path(str(terraform.executable())).parent), "/usr/bin:/bin")
    )
    variables = {"path": programs, **terraform.environment()}
    tested = shop.test("-rs", **variables)
    assert tested.returncode == 0, tested.stdout
    assert "skipped" not in tested.stdout
    deploy = ("cdktf", "deploy", "registry", "--auto-approve", "--skip-provider-lock")
    done = shop.program("sandbox", "exec", "--", *deploy, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    locked = shop.program("lock", **variables)
    assert locked.returncode == 0, locked.stderr
    planned = shop.program("sandbox", "exec", "--", "cdktf-apprunner", "plan", "registry", **variables)
    assert planned.returncode == 0, planned.stdout + planned.stderr
    reviewed = shop.program("review", "registry", **variables)
    assert reviewed.returncode == 0, reviewed.stderr
    assert "\n## registry\n" in reviewed.stdout
