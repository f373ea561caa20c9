"""Cutting an assembly; one with an unknown layout is loaded whole."""

import io
import json
import tarfile

import pytest

from cdktf_lean import cut

pytestmark = pytest.mark.slow

NAME = "@cdktf/provider-toy"


def describe(types=None, indent=2, **changed):
    """Return a description like those of the prebuilt providers."""
    kinds = types or {f"{NAME}.{name}.Thing": {"fqn": f"{NAME}.{name}.Thing"} for name in ("one", "two")}
    submodules = {f"{NAME}.{name}": {"symbolId": f"src/{name}-folder/index:"} for name in ("one", "two")}
    content = {"name": NAME, "submodules": submodules, "types": kinds, "version": "1.0.0", **changed}
    return json.dumps(content, indent=indent).encode()


def pack(tmp_path, files):
    path = tmp_path / "provider-toy@1.0.0.jsii.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def toy(tmp_path, description=None, **changed):
    files = {
        "package/.jsii": description or describe(),
        "package/lib/index.js": b"everything",
        "package/lib/one-folder/index.js": f'fqn: "{NAME}.one.Thing"'.encode(),
        "package/lib/one-folder/structs.js": b"",
        "package/lib/two-folder/index.js": b"two",
        "package/package.json": json.dumps({"name": NAME, "main": "lib/index.js"}).encode(),
    }
    return pack(tmp_path, {**files, **changed})


def unpack(content):
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {member.name: archive.extractfile(member).read().decode() for member in archive}


def test_only_the_selection_is_kept(tmp_path):
    made = unpack(cut.cut(toy(tmp_path), NAME, NAME, frozenset(["one"])))
    assert sorted(made) == [
        "package/.jsii",
        "package/lib/index.js",
        "package/lib/one-folder/index.js",
        "package/lib/one-folder/structs.js",
        "package/package.json",
    ]
    assert list(json.loads(made["package/.jsii"])["types"]) == [f"{NAME}.one.Thing"]
    assert 'get: () => require("./one-folder")' in made["package/lib/index.js"]


def test_types_are_found_in_any_order(tmp_path):
    order = ["two.Thing", "one.Thing", "two.Other", "one.Other", "Loose"]
    types = {f"{NAME}.{name}": {"fqn": f"{NAME}.{name}"} for name in order}
    made = unpack(cut.cut(toy(tmp_path, describe(types)), NAME, NAME, frozenset(["one"])))
    assert list(json.loads(made["package/.jsii"])["types"]) == [f"{NAME}.one.Thing", f"{NAME}.one.Other"]


def test_maps_for_debuggers_are_left_out(tmp_path):
    code = b'exports.Thing = "//# sourceMappingURL=data:a";\n//# sourceMappingURL=data:json;base64,AA=='
    tarball = toy(tmp_path, **{"package/lib/one-folder/index.js": code})
    made = unpack(cut.cut(tarball, NAME, NAME, frozenset(["one"])))
    assert made["package/lib/one-folder/index.js"] == 'exports.Thing = "//# sourceMappingURL=data:a";'


def test_the_bytes_are_always_the_same(tmp_path):
    tarball = toy(tmp_path)
    selection = frozenset(["one", "two"])
    assert cut.cut(tarball, NAME, NAME, selection) == cut.cut(tarball, NAME, NAME, selection)


def test_under_another_name(tmp_path):
    made = unpack(cut.cut(toy(tmp_path), NAME, f"{NAME}--one", frozenset(["one"])))
    assert made["package/lib/one-folder/index.js"] == f'fqn: "{NAME}--one.one.Thing"'
    assert json.loads(made["package/package.json"])["name"] == f"{NAME}--one"
    assert f'"{NAME}"' not in made["package/.jsii"]


@pytest.mark.parametrize(
    ("description", "selection", "message"),
    [
        (describe(indent=None), "one", "pretty-printed"),
        (describe(name="other"), "one", "describes other"),
        (describe(), "three", "no submodule three"),
        (
            describe({f"{NAME}.one.Thing": {"fqn": f"{NAME}.two.Thing"}}),
            "one",
            "refer to two",
        ),
        (describe().replace(b"\n    }\n  },", b"\n     }\n  },"), "two", "end where it should"),
    ],
)
def test_an_unknown_layout_is_refused(tmp_path, description, selection, message):
    with pytest.raises(cut.UnknownFormatError, match=message):
        cut.cut(toy(tmp_path, description), NAME, NAME, frozenset([selection]))


def test_missing_code_is_refused(tmp_path):
    files = {"package/.jsii": describe(), "package/package.json": b"{}"}
    with pytest.raises(cut.UnknownFormatError, match=r"one-folder/index\.js"):
        cut.cut(pack(tmp_path, files), NAME, NAME, frozenset(["one"]))


def test_code_before_the_description_is_refused(tmp_path):
    files = {"package/lib/one-folder/index.js": b"", "package/.jsii": describe()}
    with pytest.raises(cut.UnknownFormatError, match="doesn't come first"):
        cut.cut(pack(tmp_path, files), NAME, NAME, frozenset(["one"]))


def test_an_unknown_layout_is_loaded_whole(run):
    done = run(
        """
from cdktf_lean import cut
def refuse(*_): raise cut.UnknownFormatError("laid out otherwise")
cut.cut = refuse
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_random.pet import Pet
stack = TerraformStack(App(), "one")
Pet(stack, "pet")
from cdktf_cdktf_provider_random.uuid import Uuid
print(Uuid(stack, "uuid").friendly_unique_id)
""",
        CDKTF_LEAN_CACHE="/dev/null/none",
    )
    assert done.stdout == "uuid\n", done.stderr
    assert done.stderr.count("is loaded whole: laid out otherwise") == 1


def test_a_late_import_of_an_unknown_layout_says_what_to_do(run):
    done = run(
        """
from cdktf_lean import cut
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_random.pet import Pet
stack = TerraformStack(App(), "one")
Pet(stack, "pet")
def refuse(*_): raise cut.UnknownFormatError("laid out otherwise")
cut.cut = refuse
from cdktf_cdktf_provider_random.uuid import Uuid
""",
        CDKTF_LEAN_CACHE="/dev/null/none",
    )
    assert "ImportError: provider-random@" in done.stderr
    assert "import it before the first construct is made" in done.stderr
