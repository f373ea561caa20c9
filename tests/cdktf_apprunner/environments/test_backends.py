"""Where state is kept: both sides of each bound, and the JSON."""

import json

import pytest

from cdktf_apprunner import ConfigurationError
from cdktf_apprunner.environments import LocalState, S3State, TerraformCloud


def s3(**given):
    return S3State(**{"bucket": "acme-state", "key": "shop/dev.tfstate", "region": "eu-west-1", **given})


def cloud(**given):
    return TerraformCloud(**{"organization": "acme", "workspace": "shop-prod", **given})


@pytest.mark.parametrize(
    "make",
    [
        lambda: s3(bucket="abc"),
        lambda: s3(bucket="a" * 63),
        lambda: s3(bucket="acme.state"),
        lambda: s3(key="k"),
        lambda: s3(key="k" * 1017),
        lambda: s3(key="environments/shop_1/(dev)!.tfstate"),
        lambda: s3(region="us-gov-west-1"),
        lambda: s3(region="ca-central-1"),
        lambda: s3(bucket="${var.bucket}", key="${var.key}", region="${var.region}"),
        lambda: cloud(workspace="w" * 90),
        lambda: cloud(organization="Acme_2-x"),
        lambda: cloud(hostname="localhost:8443"),
        lambda: cloud(hostname="tfe.acme.example"),
        lambda: cloud(project="abc"),
        lambda: cloud(project="Shop and other things_in-one place 40 chr"[:40]),
    ],
)
def test_accepted(make):
    assert make() == make()


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda: s3(bucket="ab"), ["bucket"]),
        (lambda: s3(bucket="a" * 64), ["bucket"]),
        (lambda: s3(bucket="Acme"), ["bucket"]),
        (lambda: s3(bucket="acme_state"), ["bucket"]),
        (lambda: s3(bucket="-acme"), ["bucket"]),
        (lambda: s3(bucket="acme-"), ["bucket"]),
        (lambda: s3(bucket="acme..state"), ["bucket"]),
        (lambda: s3(bucket="192.168.5.4"), ["bucket"]),
        (lambda: s3(bucket="xn--acme"), ["bucket"]),
        (lambda: s3(key=""), ["key"]),
        (lambda: s3(key="k" * 1018), ["key"]),
        (lambda: s3(key="/shop"), ["key"]),
        (lambda: s3(key="shop/"), ["key"]),
        (lambda: s3(key="shop//dev"), ["key"]),
        (lambda: s3(key="shop dev"), ["key"]),
        (lambda: s3(region="mars"), ["region"]),
        (lambda: s3(region="eu-west-1a"), ["region"]),
        (lambda: s3(bucket="", key="", region=""), ["bucket", "key", "region"]),
        (lambda: cloud(organization=""), ["organization"]),
        (lambda: cloud(organization="acme inc"), ["organization"]),
        (lambda: cloud(workspace=""), ["workspace"]),
        (lambda: cloud(workspace="w" * 91), ["workspace"]),
        (lambda: cloud(workspace="shop/prod"), ["workspace"]),
        (lambda: cloud(hostname="https://app.terraform.io"), ["hostname"]),
        (lambda: cloud(hostname="app.terraform.io/acme"), ["hostname"]),
        (lambda: cloud(hostname=""), ["hostname"]),
        (lambda: cloud(project="ab"), ["project"]),
        (lambda: cloud(project="p" * 41), ["project"]),
        (lambda: cloud(project=" shop"), ["project"]),
        (lambda: cloud(project="shop."), ["project"]),
        (lambda: cloud(organization="a b", workspace="c d"), ["organization", "workspace"]),
    ],
)
def test_refused(make, fields):
    with pytest.raises(ConfigurationError) as error:
        make()
    assert [problem.field for problem in error.value.problems] == fields
    assert all(problem.where.startswith("test_backends.py:") for problem in error.value.problems)


@pytest.mark.parametrize(
    ("backend", "written"),
    [
        (LocalState(), {"backend": {"local": {"path": "../../../terraform.dev.tfstate"}}}),
        (
            s3(),
            {
                "backend": {
                    "s3": {
                        "bucket": "acme-state",
                        "key": "shop/dev.tfstate",
                        "region": "eu-west-1",
                        "encrypt": True,
                        "use_lockfile": True,
                    }
                }
            },
        ),
        (
            cloud(),
            {
                "cloud": {
                    "hostname": "app.terraform.io",
                    "organization": "acme",
                    "workspaces": {"name": "shop-prod"},
                }
            },
        ),
        (
            cloud(project="shop", hostname="tfe.acme.example"),
            {
                "cloud": {
                    "hostname": "tfe.acme.example",
                    "organization": "acme",
                    "workspaces": {"name": "shop-prod", "project": "shop"},
                }
            },
        ),
    ],
)
def test_written(backend, written):
    from cdktf import TerraformStack, Testing

    stack = TerraformStack(Testing.app(), "stack")
    backend.create(stack, "dev")
    assert json.loads(Testing.synth(stack))["terraform"] == written


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        (LocalState(), "local file"),
        (S3State(bucket="state", key="k", region="eu-west-1"), "s3://state/k"),
        (TerraformCloud(organization="o", workspace="w"), "app.terraform.io/o/w"),
    ],
)
def test_backends_in_words(backend, words):
    assert str(backend) == words
