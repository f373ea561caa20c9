"""Each stack with the real Terraform: init, validate, and a plan on a local AWS."""

import json
import re
import shutil

import pytest

from cdktf_apprunner_tools.terraform import Terraform, TerraformError

pytestmark = pytest.mark.terraform
MANIFEST = {"schemaVersion": 2, "config": {"digest": "sha256:" + "a" * 64}, "layers": []}
MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json"
BASE = {
    "aws_apprunner_auto_scaling_configuration_version": 1,
    "aws_apprunner_service": 1,
    "aws_iam_role": 2,
    "aws_iam_role_policy": 1,
    "aws_scheduler_schedule": 2,
}
EXPECTED = {
    "registry": {
        "aws_ecr_repository": 1,
        "aws_ecr_lifecycle_policy": 1,
        "aws_iam_role": 1,
        "aws_iam_role_policy": 1,
    },
    "dev": BASE,
    "staging": {
        **BASE,
        "aws_iam_role_policy": 3,
        "aws_apprunner_observability_configuration": 1,
        "aws_apprunner_custom_domain_association": 1,
        "aws_route53_record": 3,
    },
    "prod": {
        **BASE,
        "aws_iam_role_policy": 3,
        "aws_apprunner_vpc_connector": 1,
        "aws_security_group": 1,
        "aws_apprunner_custom_domain_association": 2,
        "aws_route53_record": 5,
        "aws_cloudwatch_dashboard": 1,
        "aws_cloudwatch_event_rule": 1,
        "aws_cloudwatch_event_target": 1,
        "aws_cloudwatch_log_metric_filter": 1,
        "aws_cloudwatch_metric_alarm": 11,
        "aws_kms_key": 1,
        "aws_sns_topic": 1,
        "aws_sns_topic_policy": 1,
        "aws_sns_topic_subscription": 1,
    },
}


@pytest.fixture(scope="session")  # as long as the local AWS; a worker may come back to this module
def seeded(moto_server, client):
    """The local AWS with what data sources read: repository, images, role, zone."""
    client("ecr").create_repository(repositoryName="shop")
    for number, tag in enumerate(("dev", "v1.4.1", "v1.4.2")):
        layer = {"digest": f"sha256:{number:064d}", "size": 1, "mediaType": "application/octet-stream"}
        manifest = {**MANIFEST, "layers": [layer]}
        client("ecr").put_image(
            repositoryName="shop",
            imageTag=tag,
            imageManifest=json.dumps(manifest),
            imageManifestMediaType=MEDIA_TYPE,
        )
    client("iam").create_role(RoleName="shop-apprunner-access", AssumeRolePolicyDocument="{}")
    client("route53").create_hosted_zone(Name="shop.example.com", CallerReference="test")
    return moto_server


@pytest.fixture(scope="module")
def prepared(stacks, tmp_path_factory, seeded):
    """The stacks with local state, initialised once."""
    folders = {}
    for name in EXPECTED:
        folder = tmp_path_factory.mktemp(name)
        made = json.loads((stacks / "stacks" / name / "cdk.tf.json").read_text(encoding="utf-8"))
        made["terraform"].pop("cloud", None)
        made["terraform"]["backend"] = {"local": {}}
        (folder / "cdk.tf.json").write_text(json.dumps(made), encoding="utf-8")
        terraform = Terraform(folder, seeded)
        terraform.init()
        folders[name] = terraform
    return folders


@pytest.mark.parametrize("name", EXPECTED)
def test_as_written_is_valid(stacks, tmp_path, name):
    shutil.copy(stacks / "stacks" / name / "cdk.tf.json", tmp_path)
    terraform = Terraform(tmp_path)
    terraform.init("-backend=false")
    found = terraform.validate()
    assert found["valid"], found["diagnostics"]
    assert found["warning_count"] == 0


@pytest.mark.parametrize("name", EXPECTED)
def test_plan_creates_all_of_it(prepared, name):
    plan = prepared[name].plan()
    counts: dict[str, int] = {}
    for change in plan["resource_changes"]:
        assert change["change"]["actions"] == ["create"], change["address"]
        counts[change["type"]] = counts.get(change["type"], 0) + 1
    assert counts == EXPECTED[name]


def service(plan):
    (found,) = (
        item["change"]["after"]
        for item in plan["resource_changes"]
        if item["type"] == "aws_apprunner_service"
    )
    return found


@pytest.mark.parametrize(("name", "auto"), [("dev", True), ("staging", False), ("prod", False)])
def test_image_is_known_in_the_plan(prepared, name, auto):
    source = service(prepared[name].plan())["source_configuration"][0]
    image = source["image_repository"][0]["image_identifier"]
    assert image.endswith("/shop:dev") if auto else "/shop@sha256:" in image
    assert source["auto_deployments_enabled"] is auto
    role = source["authentication_configuration"][0]["access_role_arn"]
    assert role == "arn:aws:iam::111122223333:role/shop-apprunner-access"


def test_a_pipeline_may_choose_another_tag(prepared):
    default = service(prepared["staging"].plan())
    chosen = service(prepared["staging"].plan("-var=image_tag=v1.4.1"))
    images = [item["source_configuration"][0]["image_repository"] for item in (default, chosen)]
    assert images[0][0]["image_identifier"] != images[1][0]["image_identifier"]


def test_an_impossible_tag_is_refused(prepared):
    with pytest.raises(TerraformError, match=r"image_tag: allowed are up to 128"):
        prepared["staging"].plan("-var=image_tag=-v1")


@pytest.mark.parametrize("name", ["dev", "staging"])
def test_a_missing_image_stops_the_plan_and_is_named(prepared, name):
    with pytest.raises(TerraformError) as error:
        prepared[name].plan("-var=image_tag=v9.9.9")
    text = str(error.value)
    assert "reading ECR Images: couldn't find resource" in text
    assert re.search(r'with data\.aws_ecr_image\.service_image\["shop:v9\.9\.9"\]', text)


def test_the_wrong_account_is_refused(prepared, seeded, tmp_path):
    made = json.loads((prepared["dev"].folder / "cdk.tf.json").read_text(encoding="utf-8"))
    made["provider"]["aws"][0]["allowed_account_ids"] = ["999999999999"]
    (tmp_path / "cdk.tf.json").write_text(json.dumps(made), encoding="utf-8")
    terraform = Terraform(tmp_path, seeded)
    terraform.init()
    with pytest.raises(TerraformError, match="111122223333"):
        terraform.plan()
