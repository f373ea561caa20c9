"""What a new project needs to know, and the checks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.errors import Problem
from cdktf_apprunner_tools.errors import Stopped

NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
OTHER_FILES = ("registry", "conftest")
PRODUCTION = re.compile(r"prod.*|live")
"""Names of production environments: they are written with a guard, and their tests ask for one."""
LOCAL, S3, CLOUD = "local", re.compile(r"s3://([^/]+)/?(.*)"), re.compile(r"([\w.-]+\.[a-z]+)/([\w-]+)")


@frozen(kw_only=True)
class Answers:
    """The answers, as ``.cdktf-apprunner.json`` keeps them.

    Parameters
    ----------
    name
        The project's name, with which the names of its services begin.
    repository
        The ECR repository of its images.
    account_id, region
        Where everything is.
    environments
        Names of the environments, in the order of deployment.
    state
        ``local``, ``s3://BUCKET/PREFIX`` or ``HOST/ORGANIZATION`` of HCP Terraform.
    workflows
        Whether GitHub workflows are written.
    library
        Where the library comes from, as Pipfile writes it; ``None`` for this version from the package index.
    project_id
        The id that CDKTF gives a project.
    """

    name: str
    repository: str
    account_id: str
    region: str
    environments: tuple[str, ...]
    state: str
    workflows: bool
    library: dict[str, Any] | None
    project_id: str

    def problems(self) -> Iterable[Problem]:
        """Return what is wrong with them."""
        if not NAME.fullmatch(self.name):
            yield Problem("NAME", self.name, "2 to 30 lower-case letters, digits and hyphens, a letter first")
        if self.repository != self.name:
            yield from limits.REPOSITORY_NAME.check("--repository", self.repository)
        yield from limits.ACCOUNT_ID.check("--account", self.account_id)
        yield from limits.REGION.check("--region", self.region)
        for name in self.environments:
            yield from limits.ENVIRONMENT_NAME.check("--environments", name)
            if name in OTHER_FILES:
                yield Problem("--environments", name, f"environments/{name}.py is another file")
        if not self.environments or len(set(self.environments)) < len(self.environments):
            given = ",".join(self.environments)
            yield Problem("--environments", given, "one or more names, separated by commas, each once")
        if self.state != LOCAL and not S3.fullmatch(self.state) and not CLOUD.fullmatch(self.state):
            allowed = "local, s3://BUCKET/PREFIX or app.terraform.io/ORGANIZATION"
            yield Problem("--state", self.state, allowed)

    def check(self) -> None:
        """Stop with every problem at once."""
        found = list(self.problems())
        if found:
            lines = "".join(f"\n  {problem}" for problem in found)
            raise Stopped(f"nothing was written:{lines}")

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Answers:
        """Return the answers that ``.cdktf-apprunner.json`` holds."""
        return cls(**{**kept, "environments": tuple(kept["environments"])})

    def to_json(self) -> dict[str, Any]:
        """Return them for ``.cdktf-apprunner.json``."""
        return {**asdict(self), "environments": list(self.environments)}

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each environment: development first, production by its name, staging between them."""
        kinds = {
            name: "production" if PRODUCTION.fullmatch(name) else "staging" for name in self.environments
        }
        first = self.environments[0]
        return kinds | ({first: "development"} if kinds[first] == "staging" else {})

    def backend(self, stack: str) -> str:
        """Return the expression for the backend of a stack."""
        if found := S3.fullmatch(self.state):
            bucket, prefix = found.groups()
            key = "/".join(filter(None, (prefix.strip("/") or self.name, f"{stack}.tfstate")))
            return f'S3State(bucket="{bucket}", key="{key}", region="{self.region}")'
        if found := CLOUD.fullmatch(self.state):
            host, organization = found.groups()
            other = "" if host == "app.terraform.io" else f', hostname="{host}"'
            workspace = f"{self.name}-{stack}"
            return f'TerraformCloud(organization="{organization}", workspace="{workspace}"{other})'
        return "LocalState()"


def requirement(library: str, folder: Path) -> tuple[dict[str, Any], Path | None]:
    """Return how Pipfile writes where the library comes from, and the wheel to copy into the project."""
    if library.startswith("git+"):
        address, _, revision = library.removeprefix("git+").partition("@")
        return {"git": address, **({"ref": revision} if revision else {})}, None
    if library.startswith(("https://", "http://")):
        return {"file": library}, None
    path = (folder / library).absolute()
    if path.is_dir() and (path / "pyproject.toml").is_file():
        return {"path": str(path), "editable": True}, None
    if path.is_file() and path.suffix == ".whl":
        return {"path": f"./vendor/{path.name}"}, path
    raise Stopped(
        f"--library: {library!r} is no wheel here, and no address: give a file *.whl, https://…/*.whl or "
        "git+https://…@REVISION"
    )
