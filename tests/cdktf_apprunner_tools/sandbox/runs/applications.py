"""Applications for instances: small scripts, and waiting for what they do."""

from __future__ import annotations

import shlex
import sys
import textwrap
import time
from collections.abc import Callable
from typing import Any

SERVER = """
    import http.server, os, sys

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def handle_any(self):
            status = int(self.path.strip("/").partition("?")[0] or 200)
            length = self.headers.get("Content-Length")
            got = self.rfile.read(int(length)) if length else self.chunks()
            body = got or f"{os.environ.get('GREETING', 'hello')} {self.headers['Host']}".encode()
            self.send_response(status)
            for name, value in self.headers.items():
                self.send_header(f"Got-{name}", value)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Keep-Alive", "timeout=5")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
        def chunks(self):
            parts = []
            while "Transfer-Encoding" in self.headers and (size := int(self.rfile.readline(), 16)):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            return b"".join(parts)
        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = handle_any
        def log_message(self, *_):
            print(self.command, self.path, flush=True)
"""
"""Answers ``/404`` with status 404 and so on, with the headers that it got, each prefixed with ``Got-``."""


def python(script: str, *arguments: str) -> str:
    """Return the command that runs a script."""
    return shlex.join([sys.executable, "-c", textwrap.dedent(script)]) + " " + " ".join(arguments)


def server(host: str = "", port: str = 'os.environ["PORT"]') -> str:
    """Return the command of a server on an address and port, which is an expression."""
    address = f"({host!r}, int({port}))"
    last = f"http.server.ThreadingHTTPServer({address}, Handler).serve_forever()"
    return python(textwrap.dedent(SERVER) + last)


def soon(holds: Callable[[], Any]) -> Any:
    """Return what a function returns as soon as that is true."""
    for _ in range(400):
        if found := holds():
            return found
        time.sleep(0.025)
    raise AssertionError("it never held")
