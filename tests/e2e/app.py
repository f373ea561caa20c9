"""The project's app as the real cdktf runs it in the tests.

State is in local files, the VPC is one that is there, and what is protected may be destroyed.
"""

import os
from pathlib import Path

from attrs import evolve

from environments.backends import LocalState
from environments.discovery import load
from environments.environment import Vpc
from main import synthesize

loaded = load()
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
synthesize(evolve(loaded, environments=environments), Path(os.environ["CDKTF_OUTDIR"]))
