"""The snippets of ``docs/sources.md`` run, and what it quotes is what is said."""

import os
import re
import subprocess
import sys

import pytest

from cdktf_apprunner import Connection
from environments.discovery import load
from tests.conftest import PROJECT

PAGE = (PROJECT / "docs/sources.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


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
    variables = {**os.environ, "PYTHONPATH": str(PROJECT / "constructs")}
    subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, env=variables, check=True)
    assert (tmp_path / "cdktf.out" / "stacks" / "shop" / "cdk.tf.json").exists()


def test_what_is_left_to_do(synth):
    (quoted,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    kept = []
    synth(lambda scope: kept.append(Connection(scope, "github", connection_name="acme-github")))
    said = re.sub(r"\$\{[^}]*}", "PENDING_HANDSHAKE", kept[0].precondition().error_message)
    assert said == " ".join(quoted.split())
