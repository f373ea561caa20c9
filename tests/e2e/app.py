"""The example's app as the tests run it with the real cdktf: ``python -m tests.e2e.app``.

State is in local files, the VPC is given, and nothing is protected from being destroyed.
"""

import os
from pathlib import Path

from attrs import evolve

from cdktf_apprunner.environments import LocalState, Vpc, load, write
from tests.support.project import EXAMPLE

loaded = load(EXAMPLE / "environments")
network = Vpc(vpc_id=os.environ["VPC_ID"], subnet_ids=os.environ["SUBNET_IDS"].split(","))
environments = [
    evolve(
        item,
        backend=LocalState(),
        vpc=network if item.vpc else None,
        deletion_protection=False,
        guard=None,
    )
    for item in loaded.environments
]
write(evolve(loaded, environments=environments), Path(os.environ["CDKTF_OUTDIR"]))
