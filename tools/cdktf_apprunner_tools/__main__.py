"""The program ``cdktf-apprunner``, which is also ``python -m cdktf_apprunner_tools``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the arguments name."""
    if sys.argv[1:2] == ["synth"]:
        import cdktf_lean

        cdktf_lean.enable()  # Node starts while click is imported
    try:
        from cdktf_apprunner_tools.program import program
    except ModuleNotFoundError as missing:
        if missing.name != "click":
            raise
        sys.exit("cdktf-apprunner: click isn't installed; pip install 'cdktf-apprunner[cli]' installs it")
    program()


if __name__ == "__main__":
    main()
