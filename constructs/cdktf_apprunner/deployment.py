"""A deployment as part of an apply, where nothing in the plan tells that there is something new."""

from __future__ import annotations

from cdktf import Fn, TerraformIterator, TerraformResource
from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.templates import escaped, literal
from cdktf_apprunner.terraform_data import create_data


def create_deployment(scope: Construct, service: aws.ApprunnerService, redeploy: str) -> TerraformResource:
    """Deploy what tag or branch now mean whenever the text is a new one.

    The text that the service was made with is kept, and deploys nothing: making the service deploys. It is
    forgotten only when the service is replaced.
    """
    address = f"{service.terraform_resource_type}.{service.friendly_unique_id}"
    first = create_data(
        scope,
        "made_with",
        {"input": {"redeploy": literal(redeploy)}},
        lifecycle={"ignore_changes": ["input"], "replace_triggered_by": [f"{address}.id"]},
    )
    asked = escaped(literal(redeploy))
    new = Fn.setsubtract([asked], ["", Fn.lookup_nested(first.fqn, ["input", "redeploy"])])
    aws.ApprunnerDeployment(
        scope, "deployment", for_each=TerraformIterator.from_list(new), service_arn=service.arn
    )
    return first
