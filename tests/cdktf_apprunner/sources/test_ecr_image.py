"""Images of ECR: how the plan finds them."""

import re

import pytest

from cdktf_apprunner import ConfigurationError, EcrImage, Rollout
from tests.support.services import web

DIGEST = "sha256:" + "0" * 64


def identifier(synth, source):
    made = synth(lambda scope: web(scope, source=source))
    service = made.one("aws_apprunner_service")["source_configuration"]["image_repository"]
    return made, service["image_identifier"]


def test_on_apply_resolves_the_tag_to_a_digest(synth):
    made, image = identifier(synth, EcrImage("shop", tag="v1.4.2"))
    data = made.one("data.aws_ecr_image")
    assert (data["repository_name"], data["image_tag"]) == ("shop", "v1.4.2")
    assert data["for_each"] == '${toset(["shop:v1.4.2"])}'
    assert re.fullmatch(r"\$\{one\(values\(data\.aws_ecr_image\.\w+\)\)\.image_uri}", image)


def test_on_push_follows_the_tag_and_still_reads_it(synth):
    made, image = identifier(synth, EcrImage("shop", tag="dev", rollout=Rollout.ON_PUSH))
    assert re.fullmatch(r'\$\{element\(split\("@", one\(values\(.*\)\)\.image_uri\), 0\)}:dev', image)
    assert made.one("data.aws_ecr_image")["image_tag"] == "dev"


def test_digest(synth):
    made, _ = identifier(synth, EcrImage("shop", digest=DIGEST))
    assert made.one("data.aws_ecr_image")["image_digest"] == DIGEST
    assert "image_tag" not in made.one("data.aws_ecr_image")


def test_another_account_and_region(synth):
    def fill(scope):
        for name in ("one", "two"):
            source = EcrImage("shop", tag="v1", account_id="444455556666", region="eu-central-1")
            web(scope, name, service_name=f"shop-{name}", source=source)

    made = synth(fill)
    for data in made.all("data.aws_ecr_image").values():
        assert data["registry_id"] == "444455556666"
        assert data["provider"] == "aws.registry-eu-central-1"
    assert made.json["provider"]["aws"] == [{"alias": "registry-eu-central-1", "region": "eu-central-1"}]


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: EcrImage("shop"), "tag"),
        (lambda: EcrImage("shop", tag="v1", digest=DIGEST), "tag"),
        (lambda: EcrImage("shop", tag="-v1"), "tag"),
        (lambda: EcrImage("shop", tag="v" * 129), "tag"),
        (lambda: EcrImage("shop", digest="sha256:0"), "digest"),
        (lambda: EcrImage("Shop", tag="v1"), "repository"),
        (lambda: EcrImage("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop", tag="v1"), "repository"),
        (lambda: EcrImage("ghcr.io/acme/shop", tag="v1"), "repository"),
        (lambda: EcrImage("shop", tag="v1", account_id="1"), "account_id"),
        (lambda: EcrImage("shop", tag="v1", region="mars-1"), "region"),
        (lambda: EcrImage("shop", digest=DIGEST, rollout=Rollout.ON_PUSH), "rollout"),
        (lambda: EcrImage("shop", tag="a", account_id="111122223333", rollout=Rollout.ON_PUSH), "rollout"),
        (lambda: EcrImage("shop", tag="a", region="eu-west-1", rollout=Rollout.ON_PUSH), "rollout"),
    ],
)
def test_refused(make, field):
    with pytest.raises(ConfigurationError) as error:
        make()
    assert [problem.field for problem in error.value.problems] == [field]


@pytest.mark.parametrize("tag", ["v" * 128, "_", "1.2.3-rc.1", "${var.tag}"])
def test_accepted_tags(tag):
    assert EcrImage("shop", tag=tag).tag == tag


def test_values():
    assert EcrImage("shop", tag="a").with_tag("b") == EcrImage("shop", tag="b")
    assert str(EcrImage("shop", digest=DIGEST)) == f"shop@{DIGEST}"
