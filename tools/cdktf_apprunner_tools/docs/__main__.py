"""``python -m cdktf_apprunner_tools.docs``: writes the generated pages of the project in this folder."""

from __future__ import annotations

from pathlib import Path

from cdktf_apprunner_tools.docs import changes, checks, coverage, picture, reference, review, traps

PAGES = {
    "reference.md": reference.document,
    "checks.md": checks.document,
    "review.md": review.document,
    "traps.md": traps.document,
    "changes.md": changes.document,
    "sandbox-coverage.md": coverage.document,
    "summary-light.svg": picture.light,
    "summary-dark.svg": picture.dark,
}


def main() -> None:
    """Make every page, then write them, so that an error changes nothing."""
    pages = {name: document() for name, document in PAGES.items()}
    for name, page in pages.items():
        Path("docs", name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
