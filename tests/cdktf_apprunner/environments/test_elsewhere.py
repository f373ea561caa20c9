"""Where ``registry.py`` makes no image that an environment runs, synthesis warns and goes on."""

import pytest

from cdktf_apprunner import CodeRepository, EcrImage, EcrPublicImage
from cdktf_apprunner.environments import LocalState, Registry, load, write
from cdktf_apprunner.environments._elsewhere import warnings
from tests.support.account import ACCOUNT, REGION, ROLE
from tests.support.environments import DEV, environment

OTHER, ELSEWHERE = "444455556666", "eu-central-1"
CONNECTION = f"arn:aws:apprunner:{REGION}:{ACCOUNT}:connection/acme/abc"
TOKEN = "${TfToken[TOKEN.0]}"


def registry(**settings):
    least = {"repository_name": "shop", "region": REGION, "account_id": ACCOUNT, "backend": LocalState()}
    return Registry(**{**least, **settings})


def qa(**settings):
    return environment(**{"image": EcrImage("shop", tag="v1"), **settings})


def needs(repository: str = "shop", account: str = ACCOUNT, region: str = REGION) -> str:
    return f"the plan needs {repository} and the role {repository}-apprunner-access in {account}, {region}"


WARNED = {
    "repository": (
        {"image": EcrImage("shopp", tag="v1")},
        {},
        [
            f"image: got 'shopp'; registry.py says 'shop', and {needs('shopp')}. "
            "Change one of them, or give the role that pulls as access_role_arn."
        ],
    ),
    "region": (
        {"region": ELSEWHERE},
        {},
        [
            f"region: got '{ELSEWHERE}'; registry.py says '{REGION}', and {needs(region=ELSEWHERE)}. "
            f'Change one of them, or write EcrImage("shop", …, region="{REGION}").'
        ],
    ),
    "account": (
        {"account_id": OTHER},
        {},
        [
            f"account_id: got '{OTHER}'; registry.py says '{ACCOUNT}', and {needs(account=OTHER)}. "
            f'Change one of them, or write EcrImage("shop", …, account_id="{ACCOUNT}") '
            f"and list {OTHER} in pull_accounts."
        ],
    ),
    "account that may pull": (
        {"account_id": OTHER},
        {"pull_accounts": [OTHER]},
        [
            f"account_id: got '{OTHER}'; registry.py says '{ACCOUNT}', and {needs(account=OTHER)}. "
            f'Change one of them, or write EcrImage("shop", …, account_id="{ACCOUNT}").'
        ],
    ),
}
SILENT = {
    "the registry's": {},
    "public image": {"image": EcrPublicImage("public.ecr.aws/acme/shopp:v1"), "region": "us-east-1"},
    "source code": {
        "image": CodeRepository("https://github.com/acme/shopp", connection_arn=CONNECTION),
        "account_id": OTHER,
    },
    "account given": {"image": EcrImage("shopp", tag="v1", account_id=ACCOUNT), "account_id": OTHER},
    "region given": {"image": EcrImage("shop", tag="v1", region=REGION), "region": ELSEWHERE},
    "role given": {"image": EcrImage("shopp", tag="v1"), "access_role_arn": ROLE},
    "tokens": {"image": EcrImage(TOKEN, tag="v1"), "account_id": TOKEN, "region": TOKEN},
}


@pytest.mark.parametrize(("settings", "registrys", "expected"), WARNED.values(), ids=WARNED)
def test_each_difference_is_a_warning(settings, registrys, expected):
    assert [str(each) for each in warnings(registry(**registrys), qa(**settings))] == expected


@pytest.mark.parametrize("settings", SILENT.values(), ids=SILENT)
def test_no_warning(settings):
    assert warnings(registry(), qa(**settings)) == []


def test_tokens_of_the_registry():
    unknown = registry(repository_name=TOKEN, account_id=TOKEN, region=TOKEN)
    assert warnings(unknown, qa()) == []


def test_every_difference_at_once():
    found = warnings(registry(), qa(image=EcrImage("other", tag="v1"), account_id=OTHER, region=ELSEWHERE))
    assert [each.field for each in found] == ["account_id", "region", "image"]
    assert f'account_id="{ACCOUNT}", region="{REGION}"' in found[0].advice


def test_synthesis_prints_the_warning_and_goes_on(folder, tmp_path, capsys):
    write(load(folder), tmp_path / "out")
    assert capsys.readouterr().err == ""
    (folder / "dev.py").write_text(DEV.replace('EcrImage("shop"', 'EcrImage("shopp"'), encoding="utf-8")
    write(load(folder), tmp_path / "out")
    assert capsys.readouterr().err.startswith("dev: warning: image: got 'shopp'; registry.py says 'shop'")
    assert (tmp_path / "out/stacks/dev/cdk.tf.json").exists()
