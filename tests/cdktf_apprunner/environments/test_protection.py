"""A protected service can't vanish or be replaced by an edit; a renamed environment keeps its service."""

import json
import shutil

import pytest

from cdktf_apprunner import ConfigurationError
from cdktf_apprunner.environments import EnvironmentsError, LocalState, S3State, _protection, load, write
from cdktf_apprunner.environments._discovery import Loaded
from cdktf_apprunner.environments.registry import Registry
from tests.support.account import ACCOUNT, KEY, REGION
from tests.support.environments import REGISTRY, environment
from tests.support.project import contents
from tests.support.services import web

OTHER_KEY = KEY[:-1] + ("0" if KEY[-1] != "0" else "1")
S3 = S3State(bucket="acme-state", key="prod.tfstate", region="eu-west-1")
PROD = {"name": "prod", "deletion_protection": True}
REMOVE = "To remove it, first set deletion_protection=False, apply and destroy."
VANISHED = (
    "name: got 'prod'; no environment has this name, but its service shop-prod is protected. "
    f'If you renamed it, set was="prod". {REMOVE}'
)
REPLACED = "service_name: got 'shop-live'; another value replaces the protected service shop-prod."
REGISTRY_OF_SHOP = Registry(
    repository_name="shop", region=REGION, account_id=ACCOUNT, backend=LocalState(), keep_tagged=100
)


def loaded(*environments):
    """Return what `load` returns, without the way through files."""
    return Loaded(REGISTRY_OF_SHOP, [environment(**given) for given in environments])


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory):
    """Return the output of environments, each made once."""
    made = {}

    def make(*environments):
        key = repr(environments)
        if key not in made:
            made[key] = tmp_path_factory.mktemp("made") / "cdktf.out"
            write(loaded(*environments), made[key])
        return made[key]

    return make


@pytest.fixture
def compare(synthesized, tmp_path):
    """Return the problems between two syntheses, by environment."""

    def check(before, after):
        try:
            _protection.check(loaded(*after), synthesized(*after), synthesized(*before))
        except EnvironmentsError as error:
            return {name: " ".join(map(str, found)) for name, found in error.by_name.items()}
        return {}

    return check


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([PROD], [PROD]),
        ([PROD], [{**PROD, "port": 9000}]),
        ([{"name": "prod"}], []),
        ([{"name": "prod"}], [{"name": "live"}]),
        ([{"name": "prod"}], [{"name": "prod", "service_name": "shop-live"}]),
        ([{"name": "prod"}], [PROD]),
        # The protection is lifted: then nothing keeps the next edit.
        ([PROD], [{**PROD, "deletion_protection": False}]),
        # Renamed: the state is the same, or was= says so.
        ([PROD], [{**PROD, "name": "live", "was": "prod"}]),
        ([PROD], [{**PROD, "name": "live", "was": "prod", "deletion_protection": False}]),
        ([PROD], [{**PROD, "name": "live", "was": "prod", "backend": S3}]),
        ([{**PROD, "backend": S3}], [{**PROD, "backend": S3, "name": "live", "was": "prod"}]),
        ([{**PROD, "backend": S3}], [{**PROD, "backend": S3, "name": "live", "service_name": "shop-prod"}]),
        # Renamed again: was= is the first name.
        ([{**PROD, "name": "live", "was": "prod"}], [{**PROD, "name": "main", "was": "prod"}]),
        # A new place of the state, which Terraform asks about.
        ([PROD], [{**PROD, "backend": S3}]),
        # A key that only Terraform knows; prevent_destroy is there.
        ([{**PROD, "kms_key_arn": KEY}], [{**PROD, "kms_key_arn": "${aws_kms_key.it.arn}"}]),
    ],
)
def test_edits_that_keep_the_service_pass(compare, before, after):
    assert compare(before, after) == {}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([PROD], [], ["prod", VANISHED]),
        ([PROD], [{"name": "live"}], ["prod", VANISHED]),
        ([PROD], [{**PROD, "name": "live"}], ["prod", VANISHED]),
        ([PROD], [{**PROD, "name": "live", "service_name": "shop-prod"}], ["prod", VANISHED]),
        # Another file has it, but nobody renamed prod.
        ([PROD], [{**PROD, "name": "live", "was": "beta"}], ["prod", VANISHED]),
        (
            [PROD],
            [{**PROD, "service_name": "shop-live"}],
            [
                "prod",
                REPLACED,
                "To keep it, keep 'shop-prod'. To replace it, first set only deletion_protection=Fal",
            ],
        ),
        # The protection is lifted in the same edit.
        ([PROD], [{"name": "prod", "service_name": "shop-live"}], ["prod", REPLACED]),
        ([PROD], [{"name": "live", "was": "prod", "service_name": "shop-live"}], ["live", REPLACED]),
        # was= is lost, while the place of the state is the same.
        (
            [{**PROD, "backend": S3}],
            [{**PROD, "backend": S3, "name": "live"}],
            ["live", REPLACED, """To keep it, set was="prod" or keep 'shop-prod'"""],
        ),
        # Terraform would begin a new state.
        ([{**PROD, "name": "live", "was": "prod"}], [{**PROD, "name": "live"}], ["live", REPLACED]),
        (
            [{**PROD, "kms_key_arn": KEY}],
            [{**PROD, "kms_key_arn": OTHER_KEY}],
            [
                "prod",
                f"kms_key_arn: got '{OTHER_KEY}'; another value replaces the protected service shop-prod.",
            ],
        ),
        ([{**PROD, "kms_key_arn": KEY}], [PROD], ["prod", "kms_key_arn: got None"]),
        ([PROD], [{**PROD, "kms_key_arn": KEY}], ["prod", f"kms_key_arn: got '{KEY}'"]),
    ],
)
def test_edits_that_lose_the_service_are_refused(compare, synthesized, before, after, expected):
    ((name, text),) = compare(before, after).items()
    assert name == expected[0]
    for part in expected[1:]:
        assert part in text
    left = synthesized(*before) / "stacks" / before[0]["name"]
    assert f"If it is gone already or was never applied, delete {left}." in text


def test_every_lost_service_is_named(compare):
    found = compare([PROD, {**PROD, "name": "eu"}, {"name": "dev"}], [])
    assert list(found) == ["eu", "prod"]
    assert "shop-eu" in found["eu"]


def test_nothing_is_written_until_the_protection_is_lifted(tmp_path):
    """The refusal stays as long as the last synthesis is protected."""
    outdir = tmp_path / "out" / "cdktf.out"
    lifted = {**PROD, "deletion_protection": False}
    write(loaded(PROD), outdir)
    before = contents(outdir)
    for _ in range(2):
        with pytest.raises(EnvironmentsError, match="shop-prod is protected"):
            write(loaded({"name": "dev"}), outdir)
        assert contents(outdir) == before
        assert list(outdir.parent.iterdir()) == [outdir]
    write(loaded(lifted), outdir)
    write(loaded({"name": "dev"}), outdir)
    assert not (outdir / "stacks" / "prod").exists()


def test_the_advice_for_a_service_that_is_gone_works(tmp_path):
    outdir = tmp_path / "cdktf.out"
    write(loaded(PROD), outdir)
    shutil.rmtree(outdir / "stacks" / "prod")
    write(loaded(), outdir)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"terraform": 1}',
        '{"terraform": {"backend": {"local": {}}}, "resource": {"aws_apprunner_service": {"a": 1}}}',
        '{"terraform": {"backend": {"local": {}}}, "resource": {"aws_apprunner_service": {"a": {}}}}',
    ],
)
def test_a_broken_earlier_output_protects_nothing(tmp_path, synthesized, text):
    (tmp_path / "stacks" / "prod").mkdir(parents=True)
    (tmp_path / "stacks" / "prod" / "cdk.tf.json").write_text(text, encoding="utf-8")
    _protection.check(loaded(), synthesized(), tmp_path)


def test_no_earlier_output_protects_nothing(tmp_path, synthesized):
    _protection.check(loaded(), synthesized(), tmp_path / "cdktf.out")


@pytest.fixture
def stack(tmp_path):
    """Write a stack with one protected service, as another version or the user's own program may."""

    def write_stack(folder, address, moves=()):
        made = {
            "terraform": {"backend": {"local": {"path": "prod.tfstate"}}},
            "resource": {
                "aws_apprunner_service": {
                    address: {"service_name": "shop-prod", "lifecycle": {"prevent_destroy": True}}
                }
            },
            "moved": [
                {"from": f"aws_apprunner_service.{old}", "to": f"aws_apprunner_service.{new}"}
                for old, new in moves
            ],
        }
        path = tmp_path / folder / "stacks" / "prod" / "cdk.tf.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(made), encoding="utf-8")
        return tmp_path / folder

    return write_stack


@pytest.mark.parametrize("moves", [[("web", "shop")], [("web", "site"), ("site", "shop")]])
def test_a_moved_address_passes(stack, moves):
    _protection.check(loaded(), stack("new", "shop", moves), stack("old", "web"))


@pytest.mark.parametrize("moves", [[], [("other", "shop")], [("web", "site")], [("web", "a"), ("a", "web")]])
def test_an_address_that_vanished_is_refused(stack, moves):
    old = stack("old", "web")
    with pytest.raises(EnvironmentsError) as error:
        _protection.check(loaded(), stack("new", "shop", moves), old)
    assert str(error.value).startswith(
        "id: got 'aws_apprunner_service.web'; this address of the protected service shop-prod has vanished. "
        f"If you renamed its construct, give it was=…. {REMOVE}"
    )


# Environment(was=…)


def test_a_renamed_environment_keeps_its_service_and_state(synthesized):
    made = {
        name: json.loads((synthesized(given) / "stacks" / name / "cdk.tf.json").read_text(encoding="utf-8"))
        for name, given in {"prod": PROD, "live": {**PROD, "name": "live", "was": "prod"}}.items()
    }
    names = [stack["resource"]["aws_apprunner_service"]["service"]["service_name"] for stack in made.values()]
    assert names == ["shop-prod", "shop-prod"]
    paths = [stack["terraform"]["backend"]["local"]["path"] for stack in made.values()]
    assert paths == ["../../../terraform.prod.tfstate"] * 2


def test_a_service_name_of_its_own_wins():
    assert environment(name="live", was="prod", service_name="shop").service_name == "shop"


@pytest.mark.parametrize("was", ["", "Prod", "a" * 32, 5, ["prod"]])
def test_an_invalid_was_is_refused(was):
    with pytest.raises(ConfigurationError, match="was: got"):
        environment(name="live", was=was)


def test_was_is_another_name():
    with pytest.raises(ConfigurationError, match="was: got 'qa'; it is the environment's name now"):
        environment(was="qa")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"live": ("live", "prod"), "prod": ("prod", None)}, {"live": "'prod'; prod has this name"}),
        ({"a": ("a", "old"), "b": ("b", "old")}, {"b": "'old'; a has this name, or had it first"}),
        ({"a": ("a", "b"), "b": ("b", "a")}, {"a": "'b'; b has", "b": "'a'; a has"}),
        ({"live": ("live", "registry")}, {"live": "'registry'; registry has this name"}),
    ],
)
def test_two_environments_cannot_have_had_one_name(tmp_path, files, expected):
    (tmp_path / "registry.py").write_text(REGISTRY, encoding="utf-8")
    for name, (own, was) in files.items():
        (tmp_path / f"{name}.py").write_text(
            "from cdktf_apprunner import EcrImage\n"
            "from cdktf_apprunner.environments import Environment, LocalState\n"
            f'environment = Environment(name="{own}", was={was!r}, region="eu-west-1",\n'
            '    account_id="111122223333", image=EcrImage("shop", tag="v1"), backend=LocalState(),\n'
            f'    service_name="shop-{own}-of-its-own")\n',
            encoding="utf-8",
        )
    with pytest.raises(EnvironmentsError) as error:
        load(tmp_path)
    found = {name: [each.field for each in problems] for name, problems in error.value.by_name.items()}
    assert found == {name: ["was"] for name in expected}
    for name, text in expected.items():
        assert f"was: got {text}" in str(error.value.by_name[name][0])


# AppRunnerService(was=…)


def test_a_renamed_construct_moves_every_resource(synth):
    before = synth(lambda stack: web(stack, "web")).json
    made = synth(lambda stack: web(stack, "shop", was="web")).json
    moves = {block["from"]: block["to"] for block in made["moved"]}
    now = {f"{kind}.{name}" for kind, named in made["resource"].items() for name in named}
    for kind, named in before["resource"].items():
        for name in named:
            assert moves[f"{kind}.{name}"] in now
    assert moves["aws_apprunner_service.web_service"] == "aws_apprunner_service.shop_service"
    assert set(moves.values()) >= now


@pytest.mark.parametrize("was", ["", "web", 5, ["old"]])
def test_an_invalid_earlier_id_is_refused(synth, was):
    with pytest.raises(ConfigurationError) as error:
        synth(lambda stack: web(stack, "web", was=was))
    assert f"was: got {was!r}; allowed is an earlier id, a text that isn't empty and isn't 'web'" in str(
        error.value
    )


# What stays in the state: see tests/cdktf_apprunner_tools/pipeline/test_protection.py


def test_a_protected_service_has_a_check(synth):
    made = synth(lambda stack: web(stack, deletion_protection=True)).json
    assert made["check"] == {
        "web_service_protected": {
            "assert": [
                {
                    "condition": '${aws_apprunner_service.web_service.service_name != ""}',
                    "error_message": "A protected service has a name.",
                }
            ]
        }
    }
    assert "check" not in synth(web).json
