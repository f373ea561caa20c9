"""``python -m cdktf_apprunner_tools.sandbox`` is ``cdktf-apprunner sandbox``."""

from cdktf_apprunner_tools.sandbox.commands import sandbox

if __name__ == "__main__":
    sandbox(prog_name="cdktf-apprunner sandbox")
