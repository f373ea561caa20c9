"""A home folder that can't be written, as in containers: the app works, or says what is wrong."""

import pytest

from tests.support.project import run

pytestmark = pytest.mark.slow


def test_a_home_that_cannot_be_written(app, tmp_path):
    home = tmp_path / "file"
    home.write_text("", encoding="utf-8")
    done = run("main.py", folder=app, HOME=str(home / "home"), CDKTF_OUTDIR=str(tmp_path / "cdktf.out"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert (tmp_path / "cdktf.out" / "manifest.json").exists()


def test_a_home_that_others_may_write(app, tmp_path):
    """jsii refuses to keep its cache there."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777)
    done = run("main.py", folder=app, HOME=str(home), CDKTF_OUTDIR=str(tmp_path / "cdktf.out"))
    assert done.returncode == 1
    assert "HOME: got" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "cdktf.out").exists()
