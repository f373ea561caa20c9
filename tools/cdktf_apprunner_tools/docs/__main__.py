"""``python -m cdktf_apprunner_tools.docs``: writes the generated pages of the project in this folder."""

from __future__ import annotations

from pathlib import Path

from cdktf_apprunner_tools.docs import changes, checks, reference, review, traps

PAGES = {
    "reference": reference.document,
    "checks": checks.document,
    "review": review.document,
    "traps": traps.document,
    "changes": changes.document,
}


def main() -> None:
    """Make every page, then write them, so that an error changes nothing."""
    pages = {name: document() for name, document in PAGES.items()}
    for name, page in pages.items():
        Path("docs", f"{name}.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
