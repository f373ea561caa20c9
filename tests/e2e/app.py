"""The project's app as the real cdktf runs it in the tests: state in local files, a VPC that exists there."""

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
    evolve(item, backend=LocalState(), vpc=network if item.vpc else None) for item in loaded.environments
]
synthesize(evolve(loaded, environments=environments), Path(os.environ["CDKTF_OUTDIR"]))
