"""Rules about the files of this repository that nothing else would notice."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.project import PROJECT

PACKAGES = {path.name: path for top in ("constructs", "tools") for path in (PROJECT / top).glob("cdktf_*")}
FILES = {
    ".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in PACKAGES.values()
    for path in folder.rglob("*.py")
}
"""The product's modules by name."""


def imports(path: Path, *, when_loaded: bool = False) -> set[str]:
    """Return the modules that a file imports; ``when_loaded``: only those that are imported with it."""
    return set(_imported(ast.parse(path.read_text(encoding="utf-8")), when_loaded))


def _imported(node: ast.AST, when_loaded: bool) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (_module(alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.module is not None
        assert node.level == 0, "imports are absolute"
        yield from (_module(f"{node.module}.{alias.name}") for alias in node.names)
    elif when_loaded and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    elif when_loaded and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for child in node.orelse:
            yield from _imported(child, when_loaded)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _imported(child, when_loaded)


def _module(name: str) -> str:
    """Return the module of a name that is one, or that a module has."""
    return name if name in FILES or name.rpartition(".")[0] not in FILES else name.rpartition(".")[0]


def importers(of: str) -> set[str]:
    """Return the modules that import a package, or a module in it."""
    return {
        name
        for name, path in FILES.items()
        if any(found == of or found.startswith(f"{of}.") for found in imports(path))
    }


def git_files(*options: str) -> list[str]:
    """Return the names of files that git lists."""
    command = ["git", "ls-files", "-z", "--exclude-standard", *options]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name]


def test_constructs_is_not_a_package():
    """``constructs`` on PyPI is a package, and CDKTF imports it: with an ``__init__.py``, our folder of that
    name would hide it from everything that runs in this repository's folder."""
    assert not (PROJECT / "constructs" / "__init__.py").exists()


def test_lock_files_name_no_registry():
    for name in ("Pipfile", "Pipfile.lock", "package-lock.json", "pyproject.toml", ".npmrc"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert "pypi.org" not in text
        assert "registry.npmjs" not in text
        assert '"resolved"' not in text


def test_nothing_changes_the_import_path():
    """The packages are installed. Only the tests of the installation clear the path, and ``synth`` runs a
    file as Python does."""
    changes = re.compile(rb"sys[.]path\b|PYTHON[P]ATH")
    found = {
        name
        for name in git_files("--cached", "--others")
        if (PROJECT / name).is_file() and changes.search((PROJECT / name).read_bytes())
    }
    assert found == {"tests/support/installed.py", "tools/cdktf_apprunner_tools/synth.py"}


def test_no_file_of_a_test_is_ignored():
    """A clone would lack it: ``plans/`` in .gitignore once hid the plans that tests review."""
    ignored = git_files("--others", "--ignored", "--", "tests", "constructs", "tools/cdktf_apprunner_tools")
    assert [name for name in ignored if "__pycache__" not in name] == []


def test_the_library_imports_no_environments():
    """Only the package itself does, and the tools."""
    package = "cdktf_apprunner.environments"
    others = {name for name in importers(package) if not name.startswith(package)}
    assert {name.partition(".")[0] for name in others} <= {"cdktf_apprunner_tools"}


def test_checks_import_nothing_else_of_the_library():
    package = "cdktf_apprunner.checks"
    found = {item for name, path in FILES.items() if name.startswith(package) for item in imports(path)}
    assert all(item.startswith(package) for item in found if item.startswith("cdktf_"))


def test_the_library_imports_no_tool():
    tools = "cdktf_apprunner_tools"
    assert {name.partition(".")[0] for name in importers(tools)} == {tools}


@pytest.mark.parametrize(
    ("package", "importer"),
    [("cdktf_cdktf_provider_aws", "cdktf_apprunner.aws"), ("cdktf", "cdktf_apprunner.terraform")],
)
def test_one_module_imports_cdktf(package, importer):
    assert importers(package) == {importer}


def test_private_modules_are_imported_in_their_folder():
    """A module whose name begins with ``_`` belongs to its folder."""
    elsewhere = {
        (name, found)
        for name, path in FILES.items()
        for found in imports(path)
        if found in FILES
        and FILES[found].stem.startswith("_")
        and not FILES[found].stem.startswith("__")
        and FILES[found].parent != path.parent
    }
    assert elsewhere == set()


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_no_module_imports_itself(package):
    """Neither directly nor through others, when it is loaded."""
    needed = {
        name: {found for found in imports(path, when_loaded=True) if found in FILES}
        for name, path in FILES.items()
        if name.partition(".")[0] == package
    }

    def reachable(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = set(needed[name])
        while waiting:
            found = waiting.pop()
            seen.add(found)
            waiting |= needed.get(found, set()) - seen
        return seen

    assert {name for name in needed if name in reachable(name)} == set()
