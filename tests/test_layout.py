"""Things about the tree that would break the project quietly."""

from tests.conftest import PROJECT


def test_constructs_is_no_package():
    """``constructs`` on PyPI is a package too, and CDKTF imports it: an ``__init__.py`` in our folder of
    that name would hide it from everything that runs in the project's root."""
    assert not (PROJECT / "constructs" / "__init__.py").exists()


def test_lock_files_name_no_registry():
    for name in ("Pipfile", "Pipfile.lock", "package-lock.json", "pyproject.toml", ".npmrc"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert "pypi.org" not in text
        assert "registry.npmjs" not in text
        assert '"resolved"' not in text
