"""Every kind of import."""

import base64
import json
import os
import subprocess

import pytest

from tests.support.project import PROJECT, read, run_with

pytestmark = pytest.mark.slow
LOADED = """
import sys
print(sorted(name for name in sys.modules
             if name.startswith("cdktf_cdktf_provider_") and name.count(".") == 1 and "._" not in name))
"""


@pytest.mark.parametrize(
    "program",
    [
        "from cdktf_cdktf_provider_random.pet import Pet",
        "import cdktf_cdktf_provider_random.pet",
        "from cdktf_cdktf_provider_random import pet; pet.Pet",
        "import cdktf_cdktf_provider_random; cdktf_cdktf_provider_random.pet.Pet",
        "import cdktf_cdktf_provider_random as random; assert 'pet' in dir(random); random.pet",
        "import cdktf_lean; cdktf_lean.enable()\nfrom cdktf_cdktf_provider_random.pet import Pet, PetConfig",
        "import cdktf\nfrom cdktf_cdktf_provider_random.pet import Pet",
    ],
)
def test_only_what_is_imported_is_loaded(run, program):
    done = run(program + LOADED)
    assert done.stdout == "['cdktf_cdktf_provider_random.pet']\n", done.stderr


def test_a_star_imports_everything(run):
    done = run("from cdktf_cdktf_provider_random import *\nprint(pet.Pet, uuid.Uuid)")
    assert "cdktf_cdktf_provider_random.uuid.Uuid" in done.stdout, done.stderr


def test_imports_between_constructs(run):
    done = run("""
from cdktf import App, TerraformStack
app = App()
stack = TerraformStack(app, "one")
import cdktf_cdktf_provider_random as random
random.provider.RandomProvider(stack, "random")
pet = random.pet.Pet(stack, "pet", length=3, keepers={"a": "b"})
from cdktf_cdktf_provider_random.shuffle import Shuffle
shuffle = Shuffle(stack, "shuffle", input=[pet.id])
from cdktf_cdktf_provider_random.pet import Pet
assert isinstance(pet, Pet) and Pet.is_construct(pet)
assert shuffle.node.scope.node.find_child("shuffle") is shuffle
print(shuffle.friendly_unique_id, Shuffle.TF_RESOURCE_TYPE)
""")
    assert done.stdout == "shuffle random_shuffle\n", done.stderr


def test_off_loads_everything(run):
    done = run("import cdktf_cdktf_provider_random" + LOADED, CDKTF_LEAN="off")
    assert "cdktf_cdktf_provider_random.uuid" in done.stdout, done.stderr


def test_a_provider_imported_before_stays_stock(run):
    head = "import cdktf_cdktf_provider_random, cdktf_lean\ncdktf_lean.enable()\n"
    done = run("from cdktf_cdktf_provider_random.pet import Pet; print(Pet.TF_RESOURCE_TYPE)", head)
    assert done.stdout == "random_pet\n", done.stderr


@pytest.mark.parametrize(
    ("program", "error"),
    [
        (
            "import cdktf_cdktf_provider_randum",
            "ModuleNotFoundError: No module named 'cdktf_cdktf_provider_randum'; close matches: random",
        ),
        (
            "import cdktf_cdktf_provider_random.pett",
            "ModuleNotFoundError: No module named 'cdktf_cdktf_provider_random.pett'; close matches: pet",
        ),
        (
            "from cdktf_cdktf_provider_random import pett",
            "ImportError: cannot import name 'pett' from 'cdktf_cdktf_provider_random'; close matches: pet",
        ),
        (
            "from cdktf_cdktf_provider_random.pet import Pett",
            "ImportError: cannot import name 'Pett' from 'cdktf_cdktf_provider_random.pet'; "
            "close matches: Pet",
        ),
        (
            "import cdktf_cdktf_provider_random; cdktf_cdktf_provider_random.pett",
            "AttributeError: module 'cdktf_cdktf_provider_random' has no attribute 'pett'. "
            "Did you mean: 'pet'?",
        ),
    ],
)
def test_misspelt(run, program, error):
    done = run(program)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == error


def test_a_failed_lookup_is_silent(run):
    done = run("""
import importlib.util, cdktf_cdktf_provider_random
assert importlib.util.find_spec("cdktf_cdktf_provider_none") is None
assert importlib.util.find_spec("cdktf_cdktf_provider_random.none") is None
assert not hasattr(cdktf_cdktf_provider_random, "none")
""")
    assert done.returncode == 0, done.stderr


def test_javascript_output_is_separate_from_messages(tmp_path):
    program = tmp_path / "program.js"
    program.write_text("""
const fs = require("fs");
const read = Buffer.alloc(9);
fs.writeSync(3, "heard " + read.toString("utf8", 0, fs.readSync(3, read)));
console.log("out");
process.stderr.write("err", () => process.stdout.write(Buffer.from("last"), "utf8"));
""")
    done = subprocess.run(
        [os.environ["JSII_NODE"], PROJECT / "constructs/cdktf_lean/runtime.js", program],
        input="message",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "heard message"
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    decoded = [(name, base64.b64decode(text)) for line in lines for name, text in line.items()]
    assert decoded == [("stdout", b"out\n"), ("stderr", b"err"), ("stdout", b"last")]


def test_the_library_imports_only_what_it_uses():
    variables = {"PATH": "", "HOME": "/nonexistent"}
    done = run_with(variables, "-X", "importtime", "-c", "import cdktf_apprunner")
    assert done.returncode == 0, done.stderr
    prefix = "cdktf_cdktf_provider_aws."
    imported = {
        name.removeprefix(prefix)
        for line in done.stderr.splitlines()
        if (name := line.rpartition("|")[2].strip()).startswith(prefix)
    }
    source = read("constructs/cdktf_apprunner/aws.py")
    assert imported == {part for part in imported if f"{prefix}{part} import" in source} | {"_jsii"}
