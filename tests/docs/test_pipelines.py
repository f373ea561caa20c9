"""The pages on pipelines and Terraform Cloud; `test_pages` runs their Python."""

import json
import re

import pytest

from cdktf_apprunner_tools.new.command import new
from tests.support.pages import blocks
from tests.support.project import read
from tests.support.workflows import LOADED

PAGES = {name: read(f"docs/{name}.md") for name in ("pipelines", "terraform-cloud")}


@pytest.mark.parametrize("name", PAGES)
def test_policies_are_json(name):
    found = blocks(PAGES[name], "json")
    assert found
    for policy in map(json.loads, found):
        assert policy["Version"] == "2012-10-17"
        assert all(statement["Effect"] == "Allow" for statement in policy["Statement"])


def test_every_deployed_environment_is_trusted():
    """The page shows the environments that a new project has by default."""
    made = {param.name: param.default for param in new.params}["environments"].split(",")
    _, _, trust, _ = map(json.loads, blocks(PAGES["pipelines"], "json"))
    subjects = trust["Statement"][0]["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
    assert subjects == [f"repo:acme/shop:environment:{name}" for name in ["registry", *made]]


def test_every_variable_and_secret_is_named():
    used = set()
    for path, loaded in LOADED.items():
        text = json.dumps(loaded)
        used |= set(re.findall(r"(?:vars|secrets)\.([A-Z_]+)", text)) if "workflows" in str(path) else set()
    assert used == {"PLAN_ROLE", "DEPLOY_ROLE", "TERRAFORM_CLOUD_TOKEN"}
    assert all(f"`{name}`" in PAGES["pipelines"] for name in used)
