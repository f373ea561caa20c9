"""One AWS provider process for tests that run Terraform many times.

Otherwise Terraform starts the provider several times for each command, which takes most of the time. It is
the same program; https://developer.hashicorp.com/terraform/plugin/debugging describes this way to run it.
All providers of a configuration share the process, so a configuration with several of them, such as one for
another region, can't use it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdktf_apprunner_tools import terraform

CONFIGURATION = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}}}


@contextmanager
def running(folder: Path, variables: dict[str, str]) -> Iterator[dict[str, str]]:
    """Run the provider with these variables; yield the variable that leads Terraform to it.

    Without Terraform, or with OpenTofu, nothing is started.
    """
    if terraform.missing() or Path(terraform.executable() or "").name != "terraform":
        yield {}
        return
    folder.mkdir(exist_ok=True)
    (folder / "main.tf.json").write_text(json.dumps(CONFIGURATION), encoding="utf-8")
    terraform.Terraform(folder).init()
    (program,) = folder.glob(".terraform/providers/*/hashicorp/aws/*/*/terraform-provider-aws*")
    # With -debug it logs everything, and can't be configured twice with a certificate bundle.
    quiet = dict.fromkeys(("TF_LOG", "TF_LOG_SDK", "TF_LOG_PROVIDER"), "error")
    inherited = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [program, "-debug"],
            env={**inherited, **quiet, **variables},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"TF_REATTACH_PROVIDERS='(.*)'", line):
                yield {"TF_REATTACH_PROVIDERS": found[1]}
                break
    finally:
        process.terminate()
        process.wait()
