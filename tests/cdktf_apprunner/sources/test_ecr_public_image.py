"""Images of ECR Public."""

import pytest

from cdktf_apprunner import ConfigurationError, EcrPublicImage, Rollout

DIGEST = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: EcrPublicImage("docker.io/library/nginx:1"), "identifier"),
        (lambda: EcrPublicImage("public.ecr.aws/a/b"), "identifier"),
        (lambda: EcrPublicImage("public.ecr.aws/a/b:1", rollout=Rollout.ON_PUSH), "rollout"),
        (lambda: EcrPublicImage(f"public.ecr.aws/a/b@{DIGEST}", redeploy="x"), "redeploy"),
    ],
)
def test_refused(make, field):
    with pytest.raises(ConfigurationError) as error:
        make()
    assert [problem.field for problem in error.value.problems] == [field]


def test_values():
    image = EcrPublicImage("public.ecr.aws/a/b:1")
    assert (image.tag, str(image.with_tag("2"))) == ("1", "public.ecr.aws/a/b:2")
    assert EcrPublicImage(f"public.ecr.aws/a/b@{DIGEST}").tag is None
