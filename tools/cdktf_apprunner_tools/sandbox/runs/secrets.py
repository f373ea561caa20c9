"""The values of an instance's secrets, from moto's Secrets Manager and Parameter Store.

Forms of a reference: text of ``RuntimeEnvironmentSecrets`` in botocore's model.
"""

from __future__ import annotations

import contextlib
import json

from moto.backends import get_backend

from cdktf_apprunner_tools.sandbox.neighbours import REFUSALS


def value(account_id: str, region: str, reference: str) -> str | None:
    """Return the value that a reference means in an account and region; ``None`` if there is none."""
    with contextlib.suppress(*REFUSALS, ValueError):
        if not reference.startswith("arn:"):
            return _parameter(account_id, region, reference)
        _, _, service, region, account_id, rest = reference.split(":", 5)
        if service == "ssm":
            return _parameter(account_id, region, rest.removeprefix("parameter"))
        _, name, key, stage, version = [*rest.split(":"), "", "", ""][:5]
        found = get_backend("secretsmanager")[account_id][region].get_secret_value(
            f"arn:aws:secretsmanager:{region}:{account_id}:secret:{name}", version, stage
        )
        text = str(found["SecretString"])
        return str(json.loads(text)[key]) if key else text
    return None


def _parameter(account_id: str, region: str, name: str) -> str | None:
    found = get_backend("ssm")[account_id][region].get_parameter(name)
    return None if found is None else str(found.response_object(decrypt=True)["Value"])
