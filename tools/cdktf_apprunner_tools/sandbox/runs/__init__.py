"""What runs in a service: a local command stands for its image or its code repository."""

import sys

HOST = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
"""Where the sandbox reaches an application; one that listens on 127.0.0.1 only isn't reached.

App Runner doesn't reach such an application either. macOS has no other loopback address.
"""
