"""``docs/sources.md``: its snippets run, and its message is the real one."""

import re

import pytest

from cdktf_apprunner import Connection
from cdktf_apprunner.environments import load
from tests.support.pages import blocks
from tests.support.project import read, run

PAGE = read("docs/sources.md")
PYTHON = blocks(PAGE, "python")


@pytest.mark.parametrize(
    ("name", "image"), [("qa", "github.com/acme/shop, branch main"), ("prod", "shop:v1.4.2")]
)
def test_environments(tmp_path, name, image):
    (registry,) = (snippet for snippet in PYTHON if "registry = Registry(" in snippet)
    (environment,) = (snippet for snippet in PYTHON if f'name="{name}"' in snippet)
    (tmp_path / "registry.py").write_text(registry, encoding="utf-8")
    (tmp_path / f"{name}.py").write_text(environment, encoding="utf-8")
    loaded = load(tmp_path)
    assert [str(item.image) for item in loaded.environments] == [image]
    assert loaded.registry.pull_accounts == ["111122223333"]


def test_shared_connection(tmp_path):
    (snippet,) = (snippet for snippet in PYTHON if "app.synth()" in snippet)
    done = run("-c", snippet, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cdktf.out" / "stacks" / "shop" / "cdk.tf.json").exists()


def test_the_quoted_message_is_the_real_one(synth):
    (quoted,) = blocks(PAGE, "text")
    kept = []
    synth(lambda scope: kept.append(Connection(scope, "github", connection_name="acme-github")))
    message = re.sub(r"\$\{[^}]*}", "PENDING_HANDSHAKE", kept[0].precondition().error_message)
    assert message == " ".join(quoted.split())
