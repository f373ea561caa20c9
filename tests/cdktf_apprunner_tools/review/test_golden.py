"""The comment of every kept plan, compared with the reviewed one; ``make golden`` updates them."""

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from cdktf_apprunner_tools.review.markdown import LIMIT
from cdktf_apprunner_tools.review.risks import RISKS
from tests.support.plans import KEPT, PLANS, run


class Markdown(SingleFileSnapshotExtension):
    """One Markdown file for each comment; GitHub shows the files like comments."""

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
