"""A stand-in of HCP Terraform's API, for ``terraform init`` and the upload of a configuration.

It answers as https://developer.hashicorp.com/terraform/cloud-docs/api-docs describes.
"""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

from werkzeug.serving import make_ssl_devcert
from werkzeug.wrappers import Request, Response

from tests.support.loopback import Loopback

TOKEN = "stand-in"
ORGANIZATION = "/api/v2/organizations/acme"


class Cloud:
    """HTTPS on the loopback address with its own certificate, and one organization, ``acme``.

    It refuses every run.
    """

    def __init__(self, folder: Path) -> None:
        self.certificate, key = make_ssl_devcert(str(folder / "localhost"), host="localhost")
        self.projects: dict[str, str] = {}
        """Names by id."""
        self.workspaces: dict[str, str | None] = {}
        """The project's id by the name of the workspace."""
        self.uploads: list[dict[str, bytes]] = []
        """The files of each uploaded configuration, by name."""
        self.runs: list[dict[str, Any]] = []
        """The attributes of each requested run."""
        rules = {
            "GET /.well-known/terraform.json": self._discover,
            "GET /api/v2/ping": self._entitle,
            f"GET {ORGANIZATION}/entitlement-set": self._entitle,
            f"GET {ORGANIZATION}/projects": self._list_projects,
            f"POST {ORGANIZATION}/workspaces": self._create_workspace,
            f"GET {ORGANIZATION}/workspaces/<name>": self._read_workspace,
            "PATCH /api/v2/workspaces/ws-<name>": self._read_workspace,
            "POST /api/v2/workspaces/ws-<name>/configuration-versions": self._create_configuration,
            "PUT /upload": self._upload,
            "GET /api/v2/configuration-versions/cv-1": self._read_configuration,
            "POST /api/v2/runs": self._refuse_run,
        }
        self._server = Loopback(rules, ssl_context=(self.certificate, key))
        self.hostname = f"localhost:{self._server.port}"

    def __enter__(self) -> Cloud:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which Terraform trusts it and logs in."""
        return {"SSL_CERT_FILE": self.certificate, f"TF_TOKEN_{self.hostname}": TOKEN}

    def _discover(self, _: Request) -> Response:
        return Response(json.dumps({"tfe.v2": "/api/v2/"}), mimetype="application/json")

    def _entitle(self, _: Request) -> Response:
        return self._answer("entitlement-sets", "org-acme", {"operations": True, "state-storage": True})

    def _list_projects(self, _: Request) -> Response:
        found = [
            {"id": key, "type": "projects", "attributes": {"name": name}}
            for key, name in self.projects.items()
        ]
        return Response(json.dumps({"data": found}), mimetype="application/vnd.api+json")

    def _create_workspace(self, request: Request) -> Response:
        asked = json.loads(request.data)["data"]
        project = asked.get("relationships", {}).get("project")
        name = asked["attributes"]["name"]
        self.workspaces[name] = project["data"]["id"] if project else None
        return self._read_workspace(request, name)

    def _read_workspace(self, request: Request, name: str) -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}" or name not in self.workspaces:
            return Response(status=404)
        permissions = {"can-queue-run": True, "can-queue-apply": True, "can-lock": True}
        attributes = {"name": name, "execution-mode": "remote", "permissions": permissions}
        return self._answer("workspaces", f"ws-{name}", attributes)

    def _create_configuration(self, _: Request, name: str) -> Response:
        attributes = {"status": "pending", "upload-url": f"https://{self.hostname}/upload"}
        return self._answer("configuration-versions", "cv-1", attributes)

    def _upload(self, request: Request) -> Response:
        with tarfile.open(fileobj=io.BytesIO(request.data)) as archive:
            files = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
            self.uploads.append({name: file.read() for name, file in files.items() if file})
        return Response()

    def _read_configuration(self, _: Request) -> Response:
        return self._answer("configuration-versions", "cv-1", {"status": "uploaded"})

    def _refuse_run(self, request: Request) -> Response:
        self.runs.append(json.loads(request.data)["data"]["attributes"])
        return Response(json.dumps({"errors": [{"title": "the stand-in plans nothing"}]}), 422)

    @staticmethod
    def _answer(kind: str, identifier: str, attributes: dict[str, Any]) -> Response:
        text = json.dumps({"data": {"id": identifier, "type": kind, "attributes": attributes}})
        return Response(text, mimetype="application/vnd.api+json", headers={"TFP-API-Version": "2.6"})
