"""The comment of every plan that Terraform made, as reviewed: ``make golden`` writes it anew."""

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.planreview.conftest import KEPT, PLANS, run
from tools.planreview.markdown import LIMIT
from tools.planreview.risks import RISKS


class Markdown(SingleFileSnapshotExtension):
    """One Markdown file a comment, which GitHub shows as people will see it."""

    file_extension = "md"
    _file_extension = "md"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize("name", [*(name for name in KEPT if "/" not in name), "shop"])
def test_comment(snapshot, name):
    path = PLANS / name
    written = run(path if path.is_dir() else path.with_suffix(".json"))
    assert written.exit_code == 0, written.stderr
    assert len(written.stdout) < LIMIT
    assert written.stdout == snapshot(extension_class=Markdown)


def test_every_risk_is_in_a_plan():
    found = run(PLANS, PLANS / "shop").stdout
    assert [name for name in RISKS if f"**{name}**" not in found] == []
