"""The cache folder of assemblies."""

import os
import subprocess
import sys

import pytest

from cdktf_lean import cache, cut
from cdktf_lean.cache import Cache

PET = """
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_random.pet import Pet
Pet(TerraformStack(App(), "one"), "pet")
print("made")
"""


def entries(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.slow
def test_ten_first_runs_at_once(app, tmp_path):
    folder = tmp_path / "cache"
    started = [
        subprocess.Popen(
            [sys.executable, "main.py"],
            cwd=app,
            env={
                **os.environ,
                "CDKTF_LEAN_CACHE": str(folder),
                "CDKTF_OUTDIR": str(tmp_path / f"out-{number}"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(10)
    ]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 10
    (entry,) = folder.iterdir()
    assert cache._is_sound(entry)
    written = {(tmp_path / f"out-{number}/stacks/prod/cdk.tf.json").read_bytes() for number in range(10)}
    assert len(written) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"not a tarball"),
        lambda path: path.write_bytes(path.read_bytes()[:1000]),
        lambda path: path.chmod(0o666),
        lambda path: (path.unlink(), path.symlink_to("/etc/passwd")),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["damaged", "half-written", "writable by others", "link", "folder"],
)
def test_an_unsound_entry_is_replaced(run, tmp_path, damage):
    folder = tmp_path / "cache"
    assert run(PET, CDKTF_LEAN_CACHE=str(folder)).stdout == "made\n"
    (entry,) = folder.iterdir()
    before = entry.read_bytes()
    damage(entry)
    done = run(PET, CDKTF_LEAN_CACHE=str(folder))
    assert (done.stdout, done.stderr) == ("made\n", "")
    if entry.is_file():
        assert entry.read_bytes() == before


def test_another_users_entry_is_not_trusted(tmp_path, monkeypatch):
    held = Cache(tmp_path / "cache")
    made = held.get("key", lambda: b"ours")
    assert held.get("key", lambda: b"never made") == made
    monkeypatch.setattr(os, "getuid", lambda: made.stat().st_uid + 1)
    assert held.get("key", lambda: b"made again").read_bytes() == b"made again"


def test_an_entry_planted_under_the_key_is_not_used(tmp_path):
    held = Cache(tmp_path / "cache")
    held.folder.mkdir(mode=0o700)
    planted = held.folder / f"key-{'0' * 64}.tgz"
    planted.write_bytes(b"planted")
    assert held.get("key", lambda: b"ours").read_bytes() == b"ours"
    assert not planted.exists()


@pytest.mark.parametrize("kind", ["writable by all", "link", "file", "cannot be made"])
def test_an_unusable_folder_is_not_used(tmp_path, kind):
    folder = tmp_path / "cache"
    if kind == "writable by all":
        folder.mkdir()
        folder.chmod(0o777)
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.write_bytes(b"")
    if kind == "cannot be made":
        folder = folder / "below a file"
    made = Cache(folder).get("key", lambda: b"content")
    assert made.read_bytes() == b"content"
    assert made.parent != folder
    assert not folder.is_dir() or not entries(folder)


def test_a_read_only_folder_is_not_used(tmp_path, monkeypatch):
    def refuse(*_arguments, **named):
        if named.get("dir") == tmp_path / "cache":
            raise PermissionError
        return mkstemp(*_arguments, **named)

    mkstemp = cache.tempfile.mkstemp
    monkeypatch.setattr(cache.tempfile, "mkstemp", refuse)
    assert Cache(tmp_path / "cache").get("key", lambda: b"content").read_bytes() == b"content"
    assert entries(tmp_path / "cache") == []


def test_a_failed_write_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(cache.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):  # noqa: PT011  # the bare error is what is raised
        cache._write(tmp_path / "entry", b"content")
    assert entries(tmp_path) == []


def test_the_cache_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "MAX_ENTRIES", 3)
    held = Cache(tmp_path / "cache")
    for number in range(5):
        made = held.get(f"key{number}", lambda number=number: b"%d" % number)
        os.utime(made, (number, number))
    assert [name.partition("-")[0] for name in entries(held.folder)] == ["key2", "key3", "key4"]
    monkeypatch.setattr(cache, "MAX_BYTES", 10)
    held.get("large", lambda: b"0123456789")
    assert [name.partition("-")[0] for name in entries(held.folder)] == ["large"]


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches"}, "/caches/cdktf-lean"),
        ("linux", {}, "/home/me/.cache/cdktf-lean"),
        ("darwin", {}, "/home/me/Library/Caches/cdktf-lean"),
        ("linux", {"CDKTF_LEAN_CACHE": "/here"}, "/here"),
    ],
)
def test_the_default_folder(monkeypatch, platform, variables, folder):
    for name in ("XDG_CACHE_HOME", "CDKTF_LEAN_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/me")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert str(cache.default_folder()) == folder


def test_the_key_depends_on_package_version_content_and_selection(tmp_path):
    tarball = tmp_path / "a.tgz"
    tarball.write_bytes(b"0123456789")
    base = cut.key(tarball, "@cdktf/provider-a", "1.0.0", frozenset(["b"]))
    assert base.startswith("cdktf-provider-a-1.0.0-")
    assert base == cut.key(tarball, "@cdktf/provider-a", "1.0.0", frozenset(["b"]))
    others = {
        cut.key(tarball, "@cdktf/provider-z", "1.0.0", frozenset(["b"])),
        cut.key(tarball, "@cdktf/provider-a", "1.0.1", frozenset(["b"])),
        cut.key(tarball, "@cdktf/provider-a", "1.0.0", frozenset(["b", "c"])),
    }
    tarball.write_bytes(b"0123456780")
    others.add(cut.key(tarball, "@cdktf/provider-a", "1.0.0", frozenset(["b"])))
    assert len(others - {base}) == 4
