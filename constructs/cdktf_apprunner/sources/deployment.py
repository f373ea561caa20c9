"""A deployment by an apply, for sources whose new image or commit no plan can show."""

from __future__ import annotations

from constructs import Construct

from cdktf_apprunner import aws
from cdktf_apprunner.addresses import address, make
from cdktf_apprunner.checks.templates import escaped, literal
from cdktf_apprunner.sources.source import Source
from cdktf_apprunner.terraform import Fn, TerraformIterator, TerraformResource, create_data


def create_deployment(
    scope: Construct, service: aws.ApprunnerService, source: Source
) -> TerraformResource | None:
    """Deploy the tag or branch again whenever ``redeploy`` changes; do nothing for other sources.

    Terraform keeps the text that the service was made with, until the service is replaced. That text
    deploys nothing, since making the service already deploys.
    """
    if not source.redeployable:
        return None
    asked = literal(source.redeploy or "")
    first = make(
        create_data,
        scope,
        "made_with",
        values={"input": {"redeploy": asked}},
        lifecycle={"ignore_changes": ["input"], "replace_triggered_by": [f"{address(service)}.id"]},
    )
    new = Fn.setsubtract([escaped(asked)], ["", Fn.lookup_nested(first.fqn, ["input", "redeploy"])])
    make(
        aws.ApprunnerDeployment,
        scope,
        "deployment",
        for_each=TerraformIterator.from_list(new),
        service_arn=service.arn,
    )
    return first
